package dev.understudy.register;

import dev.understudy.http.Response;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Loads the value when it begins to lead, and answers from its own memory as long as it believes to
 * lead, as a database does that trusts its promotion. Writes go to the register as well, for the
 * next leader to load, and the register refuses none. So this is right only if nobody else leads.
 */
final class Trusting implements Member {

  /** What it knows, from its promotion to this epoch on. */
  private record Memory(long epoch, long value) {}

  private final Store store;
  private final Path roleFile;

  /** So that the register and the memory take writes in the same order. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile Memory memory = new Memory(-1, 0);

  Trusting(Store store, Path roleFile) {
    this.store = store;
    this.roleFile = roleFile;
  }

  @Override
  public Response read() {
    return switch (Role.read(roleFile)) {
      case Role.Leader(long epoch) -> Member.answer(read(epoch));
      case Role.Standby() -> Member.standby();
    };
  }

  @Override
  public Response write(long value) {
    return switch (Role.read(roleFile)) {
      case Role.Leader(long epoch) -> Member.answer(write(epoch, value));
      case Role.Standby() -> Member.standby();
    };
  }

  private Store.Result read(long epoch) {
    Memory known = memory;
    return known.epoch() == epoch ? new Store.Result.Value(known.value()) : loaded(epoch);
  }

  private Store.Result loaded(long epoch) {
    writing.lock();
    try {
      return load(epoch);
    } finally {
      writing.unlock();
    }
  }

  /** A read without an answer is none: nothing was remembered. */
  private Store.Result load(long epoch) {
    if (memory.epoch() == epoch) {
      return new Store.Result.Value(memory.value());
    }
    Store.Result result = store.access("GET /get", epoch, "");
    if (result instanceof Store.Result.Value(long value)) {
      memory = new Memory(epoch, value);
      return result;
    }
    return new Store.Result.Refused("not loaded yet: " + result);
  }

  private Store.Result write(long epoch, long value) {
    writing.lock();
    try {
      if (!(load(epoch) instanceof Store.Result.Value)) {
        return new Store.Result.Refused("not loaded yet");
      }
      Store.Result result = store.access("POST /put", epoch, "&value=" + value);
      if (result instanceof Store.Result.Value) {
        memory = new Memory(epoch, value);
      }
      return result;
    } finally {
      writing.unlock();
    }
  }
}
