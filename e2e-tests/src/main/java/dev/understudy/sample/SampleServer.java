package dev.understudy.sample;

import dev.understudy.http.HttpServer;
import dev.understudy.http.Request;
import dev.understudy.http.Response;
import dev.understudy.register.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A service with a life like a real one's: it warms up, serves, gets unready, hangs, crashes and
 * drains, as told.
 *
 * <pre>
 * GET  /               200 {"pod":"orders-1","revision":"2","answered":17} or 503; header X-Pod
 * GET  /ready          200 or 503: for the readiness probe
 * GET  /live           200 as long as it does not hang
 * GET  /role           what is in the file ROLE_FILE now; 404 if there is none
 * POST /admin/unready  / and /ready answer 503 ...
 * POST /admin/ready    ... until this
 * POST /admin/hang     connections are accepted, but nothing outside /admin is answered ...
 * POST /admin/unhang   ... until this; what waited is answered then
 * POST /admin/crash    ends the process at once with code 137, unanswered
 * POST /admin/exit     answers, then ends the process at once; ?code=0
 * POST /promote, POST /demote      hooks: 200, or 503 while it refuses
 * GET  /hooks          those that it obeyed, in order
 * POST /admin/refuse   hooks are refused ...
 * POST /admin/obey     ... until this
 * GET  /read, POST /write?value=   of a register, if it has one: see {@link Member}
 * </pre>
 *
 * <p>Environment: {@code PORT} (8080; 0 lets the system choose), {@code POD_NAME}, {@code
 * REVISION}, {@code WARMUP_SECONDS} (0): 503 until then, {@code DRAIN_SECONDS} (3), {@code
 * ROLE_FILE}.
 *
 * <p>On SIGTERM it goes on serving for {@code DRAIN_SECONDS}, because the removal of an endpoint
 * takes time to reach every node; kept-alive clients are meanwhile told to reconnect. Then it stops
 * accepting, answers what is in flight, and exits with 0.
 */
public final class SampleServer {

  /** What hangs may take this long to finish after draining; then it is cut. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Health health;
  private final Hooks hooks = new Hooks();
  private final Identity identity;
  private final Optional<Member> member;
  private final Path roleFile;
  private final HttpServer http;

  private SampleServer(Map<String, String> env) throws IOException {
    this.identity =
        new Identity(env.getOrDefault("POD_NAME", ""), env.getOrDefault("REVISION", ""));
    this.health = new Health(seconds(env, "WARMUP_SECONDS", 0));
    this.member = Member.of(env);
    this.roleFile = Path.of(env.getOrDefault("ROLE_FILE", "none"));
    this.http = HttpServer.start(Integer.parseInt(env.getOrDefault("PORT", "8080")), this::handle);
  }

  /** Serves within this process, for tests. */
  public static SampleServer start(Map<String, String> env) throws IOException {
    return new SampleServer(env);
  }

  static void main() throws IOException {
    Map<String, String> env = System.getenv();
    SampleServer server = start(env);
    Duration drain = seconds(env, "DRAIN_SECONDS", 3);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.drainAndExit(drain), "drain"));
    System.out.println("serving on port " + server.port());
  }

  public int port() {
    return http.port();
  }

  /** What a crash does to clients, without ending the process. */
  public void kill() {
    http.kill();
  }

  /** What SIGTERM does to clients, without ending the process. */
  public void drain(Duration drain) throws InterruptedException {
    http.discourageKeepAlive();
    Thread.sleep(drain);
    http.stop(GRACE);
  }

  /** Halts because the exit code of a process that was sent SIGTERM is otherwise 143. */
  private void drainAndExit(Duration drain) {
    try {
      drain(drain);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private Response handle(Request request) throws InterruptedException {
    if (!request.path().startsWith("/admin/")) {
      health.awaitResponsive();
    }
    Response response =
        switch (request.route()) {
          case "GET /" -> health.isReady() ? identity.greet() : unready();
          case "GET /ready" -> health.isReady() ? Response.text(200, "ready") : unready();
          case "GET /role" -> role();
          case "GET /live" -> Response.text(200, "live");
          case "GET /read" -> member.map(Member::read).orElseGet(SampleServer::noRegister);
          case "POST /write" ->
              member.map(it -> it.write(request)).orElseGet(SampleServer::noRegister);
          case "POST /promote" -> hooks.called("promote");
          case "POST /demote" -> hooks.called("demote");
          case "GET /hooks" -> Response.text(200, hooks.obeyed());
          case "POST /admin/refuse" -> told(hooks::refuse);
          case "POST /admin/obey" -> told(hooks::obey);
          case "POST /admin/unready" -> told(health::becomeUnready);
          case "POST /admin/ready" -> told(health::becomeReady);
          case "POST /admin/hang" -> told(health::hang);
          case "POST /admin/unhang" -> told(health::unhang);
          case "POST /admin/crash" -> told(() -> Runtime.getRuntime().halt(137));
          case "POST /admin/exit" -> exit(request);
          default -> Response.text(404, "no such route: " + request.route());
        };
    return response.with("X-Pod", identity.pod());
  }

  private Response role() {
    try {
      return Response.text(200, Files.readString(roleFile));
    } catch (IOException e) {
      return Response.text(404, "no role: " + e);
    }
  }

  private static Response unready() {
    return Response.text(503, "unready");
  }

  private static Response noRegister() {
    return Response.text(404, "no register");
  }

  private static Response told(Runnable order) {
    order.run();
    return Response.text(200, "done");
  }

  private static Response exit(Request request) {
    int code = Integer.parseInt(request.parameter("code").orElse("0"));
    return Response.stream(
        "text/plain",
        out -> {
          out.write('\n');
          out.flush();
          Runtime.getRuntime().halt(code);
        });
  }

  private static Duration seconds(Map<String, String> env, String name, long otherwise) {
    return Duration.ofSeconds(Long.parseLong(env.getOrDefault(name, Long.toString(otherwise))));
  }
}
