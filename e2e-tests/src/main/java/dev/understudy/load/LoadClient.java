package dev.understudy.load;

import dev.understudy.http.HttpServer;
import dev.understudy.http.Request;
import dev.understudy.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a service at constant rates and remembers how each ended.
 *
 * <p>Open loop: request i is due at start + i / rate, whatever became of those before it, and its
 * latency counts from then. A client that waited for an answer before it asked again would hardly
 * notice an outage.
 *
 * <p>Environment: {@code TARGET} (http://ip:port/), {@code RATE} (200 requests/s, each on a fresh
 * connection), {@code KEPT_RATE} (50/s over kept connections), {@code KEPT_CONNECTIONS} (4), {@code
 * TIMEOUT_MILLIS} (2000 for a whole request), {@code MAX_SECONDS} (900; then it stops issuing),
 * {@code MAX_IN_FLIGHT} (4096), {@code CONTROL_PORT} (8090), {@code WAIT_FOR_START} (false).
 *
 * <pre>
 * POST /start            issues from now on, if it was told to wait
 * GET  /try              one request, now, that is not recorded: its outcome, as in CSV
 * POST /retarget?url=    further requests go there
 * POST /stop             issues no more, waits for what is in flight, answers with the summary
 * GET  /records?from=0   {@link Records} as CSV: from this sequence on, in order, as far as all have ended
 * GET  /summary          {"state":"RUNNING","issued":9,"recorded":8,"ok":8,"outcomes":{"OK":8}}
 * GET  /healthz
 * </pre>
 *
 * <p>A request is recorded once it has ended, which takes the timeout at most. {@code /records}
 * ends with {@code # next=N complete=B}: ask again from N until complete. Records stay until the
 * process ends.
 */
public final class LoadClient implements AutoCloseable {

  private final HttpServer control;
  private LoadConfig config;
  private @Nullable LoadRun run;

  private LoadClient(Map<String, String> env) throws IOException {
    this.config = LoadConfig.parse(env);
    if (!Boolean.parseBoolean(env.getOrDefault("WAIT_FOR_START", "false"))) {
      start();
    }
    int port = Integer.parseInt(env.getOrDefault("CONTROL_PORT", "8090"));
    this.control = HttpServer.start(port, this::handle);
  }

  /** Runs within this process, for tests. */
  public static LoadClient start(Map<String, String> env) throws IOException {
    return new LoadClient(env);
  }

  static void main() throws IOException {
    LoadClient client = start(System.getenv());
    System.out.println("controlled on port " + client.controlPort());
  }

  public int controlPort() {
    return control.port();
  }

  @Override
  public void close() {
    try {
      stop();
      control.stop(Duration.ofSeconds(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Response handle(Request request) throws InterruptedException {
    try {
      return switch (request.route()) {
        case "POST /start" -> {
          start();
          yield summary();
        }
        case "GET /try" -> Response.text(200, attempt());
        case "POST /stop" -> {
          stop();
          yield summary();
        }
        case "POST /retarget" -> retarget(request.parameter("url").orElse(""));
        case "GET /records" -> records(Integer.parseInt(request.parameter("from").orElse("0")));
        case "GET /summary" -> summary();
        case "GET /healthz" -> Response.text(200, "healthy");
        default -> Response.text(404, "no such route: " + request.route());
      };
    } catch (IllegalArgumentException e) {
      return Response.text(400, String.valueOf(e.getMessage()));
    }
  }

  private synchronized void start() {
    if (run == null) {
      run = LoadRun.start(config);
    }
  }

  private String attempt() {
    LoadConfig now = config();
    try {
      return new FreshCaller().call(now.target(), Deadline.in(now.timeout())).outcome().text();
    } catch (FailedException e) {
      return e.failure().text();
    }
  }

  private synchronized LoadConfig config() {
    return config;
  }

  private synchronized Optional<LoadRun> run() {
    return Optional.ofNullable(run);
  }

  private void stop() throws InterruptedException {
    Optional<LoadRun> running = run();
    if (running.isPresent()) {
      running.get().stop();
    }
  }

  private synchronized Response retarget(String url) {
    Target target = Target.parse(url);
    config = config.with(target);
    if (run != null) {
      run.retarget(target);
    }
    return Response.text(200, "done");
  }

  private Response records(int from) {
    if (from < 0) {
      throw new IllegalArgumentException("from must not be negative");
    }
    return Response.stream("text/csv", out -> RecordsWriter.write(run(), from, out));
  }

  private Response summary() {
    return Response.json(200, Summary.of(run()).toJson());
  }
}
