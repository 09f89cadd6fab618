package dev.understudy.register;

import dev.understudy.http.Request;
import dev.understudy.http.Response;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the sample does with a register, if it has one: whoever leads, by its role file, serves it.
 *
 * <pre>
 * GET  /read           200 3, once that is surely read; 409 or 503 if it surely is not; else 504
 * POST /write?value=3  the same
 * </pre>
 *
 * <p>Environment: {@code REGISTER} (host:port/name), {@code ROLE_FILE}, {@code POD_NAME}, {@code
 * TRUSTING} (false: asks the register, with its epoch; true: answers from its own memory).
 */
public sealed interface Member permits Asking, Trusting {

  Response read();

  Response write(long value);

  /** Empty if there is no register. */
  static Optional<Member> of(Map<String, String> env) {
    return Optional.ofNullable(env.get("REGISTER")).map(it -> member(it, env));
  }

  private static Member member(String register, Map<String, String> env) {
    String[] parts = register.split("[:/]", 3);
    var address = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    var store = new Store(address, parts[2], env.getOrDefault("POD_NAME", ""));
    Path role = Path.of(env.getOrDefault("ROLE_FILE", "/etc/understudy/role"));
    return Boolean.parseBoolean(env.get("TRUSTING"))
        ? new Trusting(store, role)
        : new Asking(store, role);
  }

  default Response write(Request request) {
    try {
      return write(Parameters.number(request, "value"));
    } catch (IllegalArgumentException e) {
      return Response.text(400, String.valueOf(e.getMessage()));
    }
  }

  static Response standby() {
    return Response.text(503, "standby: another member leads, or none");
  }

  static Response answer(Store.Result result) {
    return switch (result) {
      case Store.Result.Value(long value) -> Response.text(200, Long.toString(value));
      case Store.Result.Refused(String why) ->
          Response.text(why.startsWith("stale") ? 409 : 503, why);
      case Store.Result.Unknown(String why) -> Response.text(504, why);
    };
  }
}
