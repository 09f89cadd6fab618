package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What people use without Understudy: every ready pod answers, and each fault hits one of them. */
final class WorkloadSubject extends Subject {
  private final String kind;
  private final boolean movesAtOnce;
  private final int warmupSeconds;

  private WorkloadSubject(
      Space space,
      String kind,
      int replicas,
      boolean movesAtOnce,
      String title,
      int warmupSeconds) {
    super(space, title, replicas);
    this.kind = kind;
    this.movesAtOnce = movesAtOnce;
    this.warmupSeconds = warmupSeconds;
  }

  /**
   * @param kind Deployment or StatefulSet
   * @param warmupSeconds from the start of the sample's process until it is ready
   */
  static WorkloadSubject of(Space space, String kind, int replicas, int warmupSeconds) {
    String title = kind + " of " + replicas;
    return new WorkloadSubject(space, kind, replicas, false, title, warmupSeconds);
  }

  /** Whose pod is replaced as soon as its node is known to be lost, and not five minutes later. */
  static WorkloadSubject movingAtOnce(Space space, int warmupSeconds) {
    return new WorkloadSubject(
        space, "Deployment", 1, true, "Deployment of 1 tolerating 0 s", warmupSeconds);
  }

  @Override
  String manifest(String revision) {
    String manifest =
        Manifests.impatient(Manifests.workload(kind, replicas(), revision, warmupSeconds));
    return movesAtOnce ? Manifests.intolerant(manifest) : manifest;
  }

  @Override
  List<Pod> pods() {
    return space().pods("app").stream().filter(it -> !isLeftBehind(it)).toList();
  }

  /** Of a node that was lost: it is replaced, and stays until its kubelet is back. */
  private boolean isLeftBehind(Pod pod) {
    return movesAtOnce && pod.getMetadata().getDeletionTimestamp() != null;
  }

  @Override
  Target target() {
    return new Target(pods().getFirst(), 0);
  }

  @Override
  void awaitAllReady() {
    Space.eventually(() -> {
      assertThat(pods()).hasSize(replicas()).allMatch(Space::isReady);
      assertUpdated();
    });
  }

  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    boolean replaced = movesAtOnce && fault.losesANode();
    int left = fault.disables() && !replaced ? replicas() - 1 : replicas();
    Space.eventually(
        patience(fault),
        () -> {
          if (fault == Fault.UPDATED) {
            assertUpdated();
          } else {
            assertThat(pods()).as("it is as it was").noneMatch(it -> isUnharmed(it, target.pod()));
          }
          assertThat(pods().stream().filter(Space::isReady)).hasSize(left);
        });
  }

  @Override
  Optional<String> senseless(Fault fault) {
    if (fault.changesMode()) {
      return Optional.of("it has no mode");
    }
    if (fault == Fault.KILLED_WITH_OPERATOR) {
      return Optional.of("it has no operator");
    }
    if (movesAtOnce && !fault.losesANode()) {
      return Optional.of("as any Deployment of 1");
    }
    if (replicas() > 1 || !fault.disables() || movesAtOnce) {
      return Optional.empty();
    }
    return Optional.of(
        fault.losesANode()
            ? "its pod is replaced when it has been lost for five minutes, if at all"
            : "nothing replaces a pod that is unready: the outage lasts until it is ready");
  }

  private void assertUpdated() {
    GenericKubernetesResource workload =
        Objects.requireNonNull(
            space()
                .client()
                .genericKubernetesResources("apps/v1", kind)
                .inNamespace(space().namespace())
                .withName(Space.NAME)
                .get());
    Integer generation = Math.toIntExact(workload.getMetadata().getGeneration());
    assertThat(workload.<Object>get("status", "observedGeneration")).isEqualTo(generation);
    for (String count : List.of("replicas", "updatedReplicas", "readyReplicas")) {
      assertThat(workload.<Object>get("status", count)).as(count).isEqualTo(replicas());
    }
  }
}
