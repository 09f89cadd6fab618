package dev.understudy.idle;

import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Shell;
import dev.understudy.http.HttpServer;
import dev.understudy.http.Response;
import dev.understudy.measure.Circumstances;
import dev.understudy.perturbation.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Measures what one replica of the operator takes of this machine while nothing happens, with so
 * many services, with tethers and without.
 *
 * <p>Usage: {@code e2e-tests/idle-cost [--services N,...] [--minutes N] [--detection PROFILE]}.
 */
public final class IdleCost {
  private static final Path FOLDER = Path.of("target", "idle").toAbsolutePath();
  private static final String NAMESPACE = "operator";
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** For so long nothing but the operator lease must have been written before it is measured. */
  private static final int QUIET_SECONDS = 20;

  private static final String REAL =
      """
      Real: one replica of the operator from its image, with the chart's 512 MiB, in a network namespace of its own; etcd and two
      API servers of this Kubernetes, of which the operator asks one and the measurement the other; every tether, a TCP connection over a
      bridge to a process that accepts it and answers GET with 200. Not real: nodes and pods are objects that the measurement wrote, so no
      kubelet reports anything, nothing else happens in the cluster, and all members and kubelets are at one address and port. The
      replica that stands by is not there.
      """;

  private final Plan plan;
  private final Path root;
  private final Shell shell;
  private final Circumstances circumstances;
  private final List<Cost> costs = new ArrayList<>();
  private String kubernetes = "";

  private IdleCost(Plan plan) {
    this.plan = plan;
    this.root = Installation.findRoot();
    this.shell = new Shell(root, Map.of());
    this.circumstances = new Circumstances(shell, plan.command());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new IdleCost(Plan.parse(List.of(arguments))).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    say(
        "Services: %s; measured for %d s each, with tethers and without.%n%s"
            .formatted(plan.services(), plan.seconds(), REAL));
    String image = shell.run("e2e-tests/cluster/images", "--unloaded");
    String gateway =
        shell.run(
            "docker", "network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}");
    var requests = new Requests(FOLDER.getParent().resolve("idle-audit.log"));
    HttpServer members = HttpServer.start(0, _ -> Response.text(200, "ok"));
    try (ControlPlane plane = ControlPlane.start(root, FOLDER, setting(gateway, requests))) {
      plane
          .client()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
      var population = new Population(plane.client(), gateway, members.port(), plan.detection());
      for (int count : plan.services()) {
        for (boolean tethered : new boolean[] {true, false}) {
          try (OperatorContainer operator =
              OperatorContainer.start(shell, image, plane.second(), NAMESPACE, tethered)) {
            settle(count, population, requests, operator);
            measure(count, tethered, members.port(), requests, operator);
          }
        }
      }
    } finally {
      members.kill();
    }
    conclude();
  }

  /** The second API server writes down what it is asked. */
  private static ControlPlane.Setting setting(String address, Requests requests)
      throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(requests.log());
    Path policy = FOLDER.getParent().resolve("idle-audit-policy.yaml");
    Files.writeString(policy, Requests.POLICY);
    List<String> audit =
        List.of(
            "--audit-policy-file=" + policy,
            "--audit-log-path=" + requests.log(),
            "--audit-log-maxsize=2000");
    return new ControlPlane.Setting(address, name -> name.equals("second") ? audit : List.of());
  }

  private static void settle(
      int count, Population population, Requests requests, OperatorContainer operator) {
    Instant start = Instant.now();
    try {
      await("all have pods", () -> population.grow(count));
      await("all are led", () -> population.settled() == count);
      await("the operator has begun", () -> hasBegun(requests, start));
      await("nothing is written any more", () -> isQuiet(requests));
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + operator.lastWords(), e);
    }
    say(
        "%d services with %d members on %d nodes are led, and all is quiet, after %d s."
            .formatted(
                count,
                population.members(),
                population.nodes(),
                Duration.between(start, Instant.now()).toSeconds()));
  }

  /** What the one before left may look as if it had. */
  private static boolean hasBegun(Requests requests, Instant start) {
    Set<String> asked = requests.between(start, Instant.now()).keySet();
    return asked.contains("watch pods") && asked.contains("update leases");
  }

  private static boolean isQuiet(Requests requests) {
    Instant now = Instant.now();
    return requests.between(now.minusSeconds(QUIET_SECONDS), now).keySet().stream()
        .allMatch(it -> it.endsWith(" leases"));
  }

  private static void await(String what, BooleanSupplier isSo) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(isSo::getAsBoolean);
  }

  private void measure(
      int count, boolean tethered, int port, Requests requests, OperatorContainer operator) {
    long process = operator.process();
    Instant from = Instant.now();
    Usage before = Usage.of(process, port);
    Load.go(plan.seconds());
    Usage after = Usage.of(process, port);
    if (operator.process() != process) {
      throw new IllegalStateException(
          "the operator ended while it was measured\n" + operator.lastWords());
    }
    Cost cost =
        Cost.between(
            count,
            tethered,
            before,
            after,
            operator.restarts(),
            requests.between(from, Instant.now()));
    costs.add(cost);
    say(Cost.table(List.of(cost)));
  }

  private void conclude() throws IOException {
    Path folder = Files.createDirectories(root.resolve("docs/benchmarks"));
    Path csv = Files.writeString(folder.resolve("idle-cost.csv"), Cost.HEADER);
    StringBuilder requests = new StringBuilder();
    for (Cost cost : costs) {
      Files.writeString(csv, cost.csv(), StandardOpenOption.APPEND);
      requests.append("- ").append(cost.requestsText()).append('\n');
    }
    String text =
        """
        # What the operator takes while nothing happens

        As data in [idle-cost.csv](idle-cost.csv); how to read it: [false-alarms-and-idle-cost.md](false-alarms-and-idle-cost.md).

        %s
        %s
        ## Requests to the API server

        %s
        %s\
        """
            .formatted(
                REAL,
                Cost.table(costs),
                requests,
                circumstances.text(kubernetes + ", etcd and API servers alone"));
    Files.writeString(folder.resolve("idle-cost.md"), text);
    say(text);
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
