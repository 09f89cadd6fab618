package dev.understudy.register;

import dev.understudy.http.Response;
import java.nio.file.Path;

/** Believes nothing of itself but its epoch: each access is the register's to accept or refuse. */
record Asking(Store store, Path roleFile) implements Member {

  @Override
  public Response read() {
    return access("GET /read", "");
  }

  @Override
  public Response write(long value) {
    return access("POST /write", "&value=" + value);
  }

  private Response access(String access, String more) {
    return switch (Role.read(roleFile)) {
      case Role.Leader(long epoch) -> Member.answer(store.access(access, epoch, more));
      case Role.Standby() -> Member.standby();
    };
  }
}
