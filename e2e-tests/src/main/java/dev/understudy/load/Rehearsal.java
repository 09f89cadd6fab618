package dev.understudy.load;

import dev.understudy.sample.SampleServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does once what server and client do in their life, so that the AOT cache of the image, made from
 * this run, starts both in a fraction of the time.
 */
final class Rehearsal {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Rehearsal() {}

  static void main() throws Exception {
    SampleServer server = SampleServer.start(Map.of("PORT", "0", "POD_NAME", "rehearsal"));
    String target = "http://127.0.0.1:" + server.port();
    var env = Map.of("TARGET", target, "RATE", "500", "MAX_SECONDS", "1", "CONTROL_PORT", "0");
    try (LoadClient client = LoadClient.start(env)) {
      var control = "http://127.0.0.1:" + client.controlPort();
      for (String url : List.of(target + "/ready", target + "/live", control + "/summary")) {
        get(url);
      }
      Thread.sleep(Duration.ofSeconds(1));
      get(control + "/records");
    }
    server.drain(Duration.ZERO);
    getRefused(target);
    reportOne();
    // An exit instead of a return: no thread may keep this process from writing the cache.
    System.exit(0);
  }

  private static void get(String url) throws FailedException {
    var _ = new FreshCaller().call(Target.parse(url), Deadline.in(TIMEOUT));
  }

  private static void getRefused(String url) throws IOException {
    try {
      get(url);
      throw new IOException("still there: " + url);
    } catch (FailedException e) {
      System.out.println("rehearsed; then " + e.failure());
    }
  }

  private static void reportOne() {
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(new Attempt(0, Kind.FRESH, 0, 0, 1, Status.OK, "rehearsal"));
    String csv = Records.HEADER + Records.line(attempts.getFirst()) + Records.end(1, true);
    var _ = Report.of(Records.parse(csv).attempts());
  }
}
