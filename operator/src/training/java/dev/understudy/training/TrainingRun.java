package dev.understudy.training;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the operator for some seconds against a {@link FakeApiServer}, so that the JVM writes down
 * which classes it needs and what is hot: the AOT cache. Then starts it once more with the cache,
 * which must be accepted.
 *
 * <p>Usage: {@code java -cp training:lib/* dev.understudy.training.TrainingRun HOME [compare]},
 * where HOME holds what the image holds; to compare is to start it without the cache too.
 */
public final class TrainingRun {
  private static final Duration TO_READY = Duration.ofSeconds(90);
  private static final Duration TO_STOP = Duration.ofSeconds(180);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path home;
  private final Path cache;
  private final Path work;

  private TrainingRun(Path home) throws IOException {
    this.home = home;
    this.cache = home.resolve("understudy.aot");
    this.work = Files.createTempDirectory("training");
  }

  public static void main(String[] args) throws Exception {
    try {
      new TrainingRun(Path.of(args[0]).toAbsolutePath()).run(args.length > 1);
      System.exit(0);
    } catch (TrainingFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(boolean compare) throws Exception {
    settleTimes();
    Result trained = start("training", true, "-XX:AOTCacheOutput=" + cache);
    if (!Files.exists(cache)) {
      throw new TrainingFailure(
          "The operator ran, but the JVM wrote no AOT cache. Its output was:\n" + trained.output());
    }
    Result cached = start("with", false, "-XX:AOTMode=on", "-XX:AOTCache=" + cache);
    System.out.printf(
        "AOT cache: %d MB from %d writes. Ready after %d ms with it, of which CPU %d ms.%n",
        Files.size(cache) / 1_000_000, trained.writes(), cached.readyMillis(), cached.cpuMillis());
    if (compare) {
      Result plain = start("without", false, "-XX:AOTMode=off");
      System.out.printf(
          "Without it: %d ms, of which CPU %d ms.%n", plain.readyMillis(), plain.cpuMillis());
    }
  }

  /**
   * The JVM refuses a cache whose jars have other times, and builders do not agree on which times a
   * copy has.
   */
  private void settleTimes() throws IOException {
    FileTime settled = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(TrainingRun::isOfClasses).toList()) {
        Files.setLastModifiedTime(file, settled);
      }
    }
  }

  private static boolean isOfClasses(Path file) {
    return file.toString().endsWith(".jar") || file.endsWith("lib/modules");
  }

  /** Starts the operator, waits until it is ready, plays the story to it if so wanted, stops it. */
  private Result start(String name, boolean play, String... options) throws Exception {
    Path output = work.resolve(name + ".log");
    int port = freePort();
    try (FakeApiServer api = new FakeApiServer(work, home.resolve("runtime/bin/keytool"))) {
      List<String> command = new ArrayList<>();
      command.add(home.resolve("runtime/bin/java").toString());
      command.add("@" + home.resolve("jvm.options"));
      command.addAll(List.of(options));
      command.addAll(List.of("-jar", home.resolve("understudy-operator.jar").toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "KUBECONFIG", api.kubeconfig().toString(),
                  "POD_NAME", "understudy-operator-0",
                  "POD_NAMESPACE", "understudy-system",
                  "UNDERSTUDY_WATCH_NAMESPACE", "",
                  "UNDERSTUDY_OPERATOR_LEASE", "understudy-operator",
                  "UNDERSTUDY_HTTP_PORT", Integer.toString(port),
                  "UNDERSTUDY_LOG_LEVEL", "info"));
      long begin = System.nanoTime();
      Process operator = builder.start();
      try {
        awaitReady(operator, port, output);
        long ready = (System.nanoTime() - begin) / 1_000_000;
        long cpu = operator.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        if (play) {
          play(api, output);
        }
        get(port, "/metrics");
        operator.destroy();
        if (!operator.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
          throw new TrainingFailure(
              "The operator did not stop within %d s of SIGTERM. Its output was:%n%s"
                  .formatted(TO_STOP.toSeconds(), Files.readString(output)));
        }
        return new Result(ready, cpu, api.writes(), Files.readString(output));
      } finally {
        operator.destroyForcibly();
      }
    }
  }

  private static void play(FakeApiServer api, Path output) throws Exception {
    try {
      api.play();
    } catch (TrainingFailure e) {
      throw new TrainingFailure(
          e.getMessage() + " The operator's output was:\n" + Files.readString(output));
    }
  }

  private static void awaitReady(Process operator, int port, Path output) throws Exception {
    long begin = System.nanoTime();
    while (get(port, "/readyz") != 200) {
      if (!operator.isAlive()) {
        throw new TrainingFailure(
            "The operator ended with code %d before it was ready. Its output was:%n%s"
                .formatted(operator.exitValue(), Files.readString(output)));
      }
      if (System.nanoTime() - begin > TO_READY.toNanos()) {
        throw new TrainingFailure(
            "The operator was not ready after %d s. Its output was:%n%s"
                .formatted(TO_READY.toSeconds(), Files.readString(output)));
      }
      Thread.sleep(10);
    }
  }

  private static int get(int port, String path) throws InterruptedException {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private record Result(long readyMillis, long cpuMillis, int writes, String output) {}

  static final class TrainingFailure extends Exception {
    private static final long serialVersionUID = 1L;

    TrainingFailure(String message) {
      super(message);
    }
  }
}
