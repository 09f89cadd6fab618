package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.api.HAService;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the operator takes: of disks, of time to start, and of memory. */
final class OperatorCost {
  private static final String HOME = "/opt/understudy/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Installation installation;
  private final Faults faults;
  private final int replicas;

  OperatorCost(Space space) {
    this.installation = space.installation();
    this.faults = new Faults(space);
    this.replicas = faults.operators().size();
  }

  /**
   * One start of a replica.
   *
   * @param syncedMillis from the start of its JVM until its caches were synced
   * @param readySeconds from the start of its container until its pod was Ready, by the kubelet's
   *     clock, which tells whole seconds
   */
  record Start(long syncedMillis, long readySeconds) {}

  /**
   * Of the replica that leads.
   *
   * @param residentMiB all that it has in memory
   * @param anonymousMiB without files, which the kernel can drop and read again
   */
  record Memory(long residentMiB, long anonymousMiB, int services) {}

  /** The image as Docker tells it, and its parts as they are in a running pod; in MiB. */
  Map<String, Double> sizes() {
    Map<String, Double> sizes = new LinkedHashMap<>();
    String image =
        installation
            .shell()
            .run("docker", "image", "inspect", "-f", "{{.Size}}", Installation.OPERATOR_IMAGE);
    sizes.put("image", mebi(Long.parseLong(image)));
    Pod pod = faults.leadingOperator();
    sizes.put("runtime", mebi(size(pod, "runtime")));
    sizes.put("jars", mebi(size(pod, "lib") + size(pod, "understudy-operator.jar")));
    sizes.put("AOT cache", mebi(size(pod, "understudy.aot")));
    return sizes;
  }

  private long size(Pod pod, String file) {
    String path = "/proc/" + process(pod) + "/root" + HOME + file;
    return Long.parseLong(inNode(pod, "du", "-sb", path).split("\\s", 2)[0]);
  }

  /** Replaces the leading replica, again and again: afterwards all of them are new. */
  List<Start> starts(int count) {
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faults.awaitOperators(replicas);
      List<String> before = faults.operators().stream().map(Space::name).toList();
      faults.delete(faults.leadingOperator());
      Space.eventually(() -> assertThat(fresh(before)).hasSize(1).allMatch(Space::isReady));
      starts.add(start(fresh(before).getFirst()));
    }
    faults.awaitOperators(replicas);
    return starts;
  }

  private List<Pod> fresh(List<String> before) {
    return faults.operators().stream().filter(it -> !before.contains(Space.name(it))).toList();
  }

  private Start start(Pod pod) {
    String started =
        pod.getStatus().getContainerStatuses().getFirst().getState().getRunning().getStartedAt();
    String ready =
        pod.getStatus().getConditions().stream()
            .filter(it -> "Ready".equals(it.getType()))
            .findFirst()
            .orElseThrow()
            .getLastTransitionTime();
    Duration took = Duration.between(Instant.parse(started), Instant.parse(ready));
    return new Start(syncedMillis(pod), took.toSeconds());
  }

  private long syncedMillis(Pod pod) {
    String log =
        installation
            .client()
            .pods()
            .inNamespace(Installation.NAMESPACE)
            .withName(Space.name(pod))
            .getLog();
    JsonNode uptime =
        log.lines()
            .filter(it -> it.contains("Caches are synced."))
            .map(OperatorCost::parse)
            .map(it -> it.path("uptimeMillis"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("its caches were not synced: " + log));
    assertThat(uptime.isMissingNode()).as("uptimeMillis is missing in " + log).isFalse();
    return uptime.asLong();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  Memory memory() {
    Pod pod = faults.leadingOperator();
    String status = inNode(pod, "cat", "/proc/" + process(pod) + "/status");
    return new Memory(mebi(status, "VmRSS:"), mebi(status, "RssAnon:"), services());
  }

  private int services() {
    return installation
        .client()
        .resources(HAService.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .size();
  }

  private String process(Pod pod) {
    String container = Faults.container(pod);
    return inNode(pod, "ctr", "-n", "k8s.io", "task", "ls")
        .lines()
        .filter(it -> it.startsWith(container))
        .map(it -> it.split("\\s+", 3)[1])
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of " + Space.name(pod)));
  }

  private String inNode(Pod pod, String... command) {
    List<String> words = new ArrayList<>(List.of("docker", "exec", pod.getSpec().getNodeName()));
    words.addAll(List.of(command));
    return installation.shell().run(words.toArray(String[]::new));
  }

  private static long mebi(String status, String field) {
    return status
        .lines()
        .filter(it -> it.startsWith(field))
        .map(it -> it.split("\\s+", 3)[1])
        .mapToLong(it -> Long.parseLong(it) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static double mebi(long bytes) {
    return bytes / 1024.0 / 1024.0;
  }
}
