package dev.understudy.harness;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cluster with Understudy installed in it by its chart. */
public final class Installation implements AutoCloseable {
  public static final String NAMESPACE = "understudy-system";
  public static final String OPERATOR = "understudy-operator";
  public static final String SAMPLE_IMAGE = "understudy-sample:0.1.0";
  public static final String OPERATOR_IMAGE = "understudy-operator:0.1.0";

  /** For benchmarks, by {@code cluster/benchmark-images}: programs of this project, and others'. */
  public static final String BENCHMARK_IMAGE = "understudy-benchmark:0.1.0";

  public static final String PEERS_IMAGE = "understudy-peers:trixie";

  /** Set to anything: take the cluster with what is installed in it as it is. */
  private static final String AS_IT_IS = "E2E_AS_IT_IS";

  private final Path root;
  private final Shell shell;
  private final KubernetesClient client;
  private final String cluster;
  private final Set<Space> spaces = ConcurrentHashMap.newKeySet();

  private Installation(Path root, Shell shell, String cluster, KubernetesClient client) {
    this.root = root;
    this.shell = shell;
    this.cluster = cluster;
    this.client = client;
  }

  public static Installation make() {
    Path root = findRoot();
    Shell plain = new Shell(root, Map.of());
    boolean asItIs = System.getenv(AS_IT_IS) != null;
    if (!asItIs) {
      step("cluster", () -> plain.run("e2e-tests/cluster/up"));
    }
    String variables =
        plain.run(
            "bash",
            "-c",
            "eval \"$(e2e-tests/cluster/env)\"; printf '%s\\n' \"$KUBECONFIG\" \"$CLUSTER_NAME\""
                + " \"$PATH\"");
    List<String> values = variables.lines().toList();
    Shell shell = new Shell(root, Map.of("KUBECONFIG", values.get(0), "PATH", values.get(2)));
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(Path.of(values.get(0)).toFile()))
            .withRequestRetryBackoffLimit(3)
            .build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    var installation = new Installation(root, shell, values.get(1), client);
    if (!asItIs) {
      Leftovers.putRight(installation);
      step("images", installation::images);
      step("chart", installation::helm);
    }
    return installation;
  }

  private void images() {
    shell.run("e2e-tests/cluster/images");
  }

  /** Installs the chart, or upgrades it: then the operator runs as these values say. */
  public void helm(String... values) {
    List<String> command = new ArrayList<>(List.of("e2e-tests/cluster/install"));
    command.addAll(List.of(values));
    shell.run(command.toArray(String[]::new));
  }

  void opened(Space space) {
    spaces.add(space);
  }

  /** Whether it was open. */
  boolean closed(Space space) {
    return spaces.remove(space);
  }

  /** Those that are open. */
  List<Space> spaces() {
    return List.copyOf(spaces);
  }

  /** Of the checkout. */
  public Path root() {
    return root;
  }

  public KubernetesClient client() {
    return client;
  }

  public Shell shell() {
    return shell;
  }

  /** As the API server knows the operator. */
  public String operatorUser() {
    return "system:serviceaccount:" + NAMESPACE + ":" + OPERATOR;
  }

  public String controlPlane() {
    return cluster + "-control-plane";
  }

  /** Each is a container of Docker by the same name. */
  public List<String> nodes() {
    return client.nodes().list().getItems().stream().map(it -> it.getMetadata().getName()).toList();
  }

  @Override
  public void close() {
    client.close();
  }

  private static void step(String name, Runnable step) {
    long start = System.nanoTime();
    step.run();
    System.out.printf("prepared: %s in %.1f s%n", name, (System.nanoTime() - start) / 1e9);
  }

  /** Of the checkout that the tests run in. */
  public static Path findRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("e2e-tests/cluster"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run the stories inside a checkout of the project");
    }
    return folder;
  }
}
