package dev.understudy.register;

import dev.understudy.http.HttpServer;
import dev.understudy.http.Request;
import dev.understudy.http.Response;
import dev.understudy.register.Register.Answer;
import dev.understudy.register.Register.Caller;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Registers in memory, one for each name that is asked for, each 0 at first. The store is not under
 * test: it runs where no fault reaches it, and every access is one instant under one lock.
 *
 * <pre>
 * POST /write?register=a&member=orders-1&epoch=7&value=3   200 3, or 409 if a newer epoch was seen
 * GET  /read?register=a&member=orders-1&epoch=7            200 3, or 409 likewise
 * POST /put?...  GET /get?...                              the same, unfenced: never 409
 * GET  /counts                                             {"a":{"epoch":7,"refused":2,...}}
 * </pre>
 *
 * <p>Environment: {@code PORT} (8091; 0 lets the system choose).
 */
public final class RegisterServer {

  private final Map<String, Register> registers = new ConcurrentHashMap<>();
  private final HttpServer http;

  private RegisterServer(Map<String, String> env) throws IOException {
    this.http = HttpServer.start(Integer.parseInt(env.getOrDefault("PORT", "8091")), this::handle);
  }

  /** Serves within this process, for tests. */
  public static RegisterServer start(Map<String, String> env) throws IOException {
    return new RegisterServer(env);
  }

  static void main() throws IOException {
    System.out.println("registers on port " + start(System.getenv()).port());
  }

  public int port() {
    return http.port();
  }

  public void kill() {
    http.kill();
  }

  private Response handle(Request request) {
    try {
      return switch (request.route()) {
        case "POST /write" -> answer(register(request).write(caller(request), value(request)));
        case "GET /read" -> answer(register(request).read(caller(request)));
        case "POST /put" ->
            answer(register(request).writeUnfenced(caller(request), value(request)));
        case "GET /get" -> answer(register(request).readUnfenced(caller(request)));
        case "GET /counts" -> Response.json(200, counts());
        case "GET /healthz" -> Response.text(200, "healthy");
        default -> Response.text(404, "no such route: " + request.route());
      };
    } catch (IllegalArgumentException e) {
      return Response.text(400, String.valueOf(e.getMessage()));
    }
  }

  private static Response answer(Answer answer) {
    return switch (answer) {
      case Answer.Value(long value) -> Response.text(200, Long.toString(value));
      case Answer.Stale(long newest) -> Response.text(409, "stale: epoch " + newest + " has begun");
    };
  }

  private Register register(Request request) {
    return registers.computeIfAbsent(Parameters.text(request, "register"), _ -> new Register());
  }

  private static Caller caller(Request request) {
    return new Caller(Parameters.text(request, "member"), Parameters.number(request, "epoch"));
  }

  private static long value(Request request) {
    return Parameters.number(request, "value");
  }

  private String counts() {
    return registers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(it -> "\"" + it.getKey() + "\":" + it.getValue().counts().toJson())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
