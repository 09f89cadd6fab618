package dev.understudy.perturbation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One process of the operator, as its image runs it, against a proxy. */
final class Operator implements AutoCloseable {
  private final Child process;

  /**
   * How to start it.
   *
   * @param image what the operator's image is made of
   * @param options of its JVM
   * @param logs folder for what it logs
   */
  record Make(Path image, List<String> options, Path logs) {}

  /**
   * @param namespace in which its lease is
   * @param url of its API server
   */
  Operator(Make make, String namespace, String url) {
    List<String> command = new ArrayList<>();
    command.add(make.image().resolve("runtime/bin/java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
    command.addAll(make.options());
    command.addAll(List.of("-jar", make.image().resolve("understudy-operator.jar").toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBERNETES_MASTER", url,
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false",
                "POD_NAME", "operator",
                "POD_NAMESPACE", namespace,
                "UNDERSTUDY_HTTP_PORT", "0"));
    process = new Child(builder, make.logs().resolve(namespace + ".log"));
  }

  /** In good order, and with all that its JVM does in the end. */
  void stop() throws InterruptedException {
    process.stop();
  }

  /** Without a word, as SIGKILL does. */
  @Override
  public void close() {
    process.close();
  }
}
