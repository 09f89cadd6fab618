package dev.understudy.register;

import dev.understudy.http.HttpServer;
import dev.understudy.http.Request;
import dev.understudy.http.Response;
import dev.understudy.register.Client.Habit;
import dev.understudy.register.Client.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Clients of some services with a register, two for each: one that opens a connection for each
 * operation, and one that keeps its own. There is one such process on each node, because whom a
 * Service leads to is each node's own knowledge.
 *
 * <p>Environment: {@code SERVICES} ({@code a=host:port,b=host:port}), {@code NUMBER} (of this
 * process, from 0; no two processes have the same), {@code PAUSE_MILLIS} (250, the mean between two
 * operations of a client), {@code CONTROL_PORT} (8090).
 *
 * <pre>
 * POST /pause                     returns when what was begun has ended; nothing is begun ...
 * POST /resume                    ... until this. So histories of several processes end together
 * POST /stop                      returns when what was begun has ended
 * GET  /history?service=a&from=0  JSON lines, as the checker reads them; those before are forgotten
 * GET  /counts                    {"a":17}: operations that ended
 * </pre>
 */
public final class RegisterClients implements AutoCloseable {

  private static final Duration FRESH_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration KEPT_TIMEOUT = Duration.ofSeconds(10);

  private static final int PERMITS = 1000;

  private record Run(Client client, Thread thread) {
    void join() throws InterruptedException {
      thread.join();
    }
  }

  private final Map<String, History> histories = new TreeMap<>();
  private final List<Run> runs = new ArrayList<>();

  /** Fair, so that who wants all of them gets them. */
  private final Semaphore permits = new Semaphore(PERMITS, true);

  private boolean paused;

  private final HttpServer control;

  private RegisterClients(Map<String, String> env) throws IOException {
    Duration pause = Duration.ofMillis(Long.parseLong(env.getOrDefault("PAUSE_MILLIS", "250")));
    int number = Integer.parseInt(env.getOrDefault("NUMBER", "0")) * 100;
    for (String service : env.getOrDefault("SERVICES", "").split(",", -1)) {
      String[] parts = service.split("[=:]", 3);
      var address = new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
      var log = new Log(histories.computeIfAbsent(parts[0], _ -> new History()), permits);
      begin(new Client(number + 1, address, new Habit(false, FRESH_TIMEOUT, pause), log));
      begin(new Client(number + 2, address, new Habit(true, KEPT_TIMEOUT, pause), log));
    }
    int port = Integer.parseInt(env.getOrDefault("CONTROL_PORT", "8090"));
    this.control = HttpServer.start(port, this::handle);
  }

  /** Runs within this process, for tests. */
  public static RegisterClients start(Map<String, String> env) throws IOException {
    return new RegisterClients(env);
  }

  static void main() throws IOException {
    System.out.println("controlled on port " + start(System.getenv()).controlPort());
  }

  private void begin(Client client) {
    runs.add(new Run(client, Thread.ofVirtual().start(client)));
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

  private void stop() throws InterruptedException {
    runs.forEach(it -> it.client().stop());
    for (Run run : runs) {
      run.join();
    }
  }

  /** Twice is as good as once, for whoever had no answer and asks again. */
  private synchronized void pause() throws InterruptedException {
    if (!paused) {
      permits.acquire(PERMITS);
      paused = true;
    }
  }

  private synchronized void resume() {
    if (paused) {
      permits.release(PERMITS);
      paused = false;
    }
  }

  private Response handle(Request request) throws InterruptedException {
    return switch (request.route()) {
      case "POST /stop" -> {
        stop();
        yield Response.json(200, counts());
      }
      case "POST /pause" -> {
        pause();
        yield Response.json(200, counts());
      }
      case "POST /resume" -> {
        resume();
        yield Response.json(200, counts());
      }
      case "GET /history" -> history(request);
      case "GET /counts" -> Response.json(200, counts());
      default -> Response.text(404, "no such route: " + request.route());
    };
  }

  private Response history(Request request) {
    try {
      long from = Parameters.number(request, "from");
      return Optional.ofNullable(histories.get(Parameters.text(request, "service")))
          .map(it ->
              Response.stream(
                  "application/x-ndjson",
                  out -> {
                    for (Operation operation : it.from(from)) {
                      out.write((operation.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                  }))
          .orElseGet(() -> Response.text(404, "no such service"));
    } catch (IllegalArgumentException e) {
      return Response.text(400, String.valueOf(e.getMessage()));
    }
  }

  private String counts() {
    return histories.entrySet().stream()
        .map(it -> "\"" + it.getKey() + "\":" + it.getValue().size())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
