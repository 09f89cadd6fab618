package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/** What people use without Understudy: every ready pod answers, and each fault hits one of them. */
final class DeploymentSubject extends Subject {
  DeploymentSubject(Space space, int replicas, int warmupSeconds) {
    super(space, "Deployment of " + replicas, replicas, warmupSeconds);
  }

  @Override
  String manifest(String revision, int warmupSeconds) {
    return Manifests.impatient(Manifests.deployment(replicas(), revision, warmupSeconds));
  }

  @Override
  List<Pod> pods() {
    return space().pods("app");
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
    assertThat(pods()).noneMatch(Subject::wasRestarted);
  }

  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    int left = fault == Fault.UNREADY ? replicas() - 1 : replicas();
    Space.eventually(() -> {
      if (fault == Fault.UPDATED) {
        assertUpdated();
      } else {
        assertThat(pods()).as("it is as it was").noneMatch(it -> isUnharmed(it, target.pod()));
      }
      assertThat(pods().stream().filter(Space::isReady)).hasSize(left);
    });
  }

  private static boolean isUnharmed(Pod pod, Pod target) {
    return Space.name(pod).equals(Space.name(target)) && Space.isReady(pod) && !wasRestarted(pod);
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.answers())
        .as("who answered")
        .anyMatch(it -> it.pod().equals(Space.name(target.pod())));
  }

  @Override
  Optional<FailoverStatus> promotion(Target target) {
    return Optional.empty();
  }

  @Override
  void changeMode(String mode) {
    throw new UnsupportedOperationException(title() + " has no mode");
  }

  @Override
  void restoreMode() {}

  @Override
  Optional<String> senseless(Fault fault) {
    if (fault.changesMode()) {
      return Optional.of("it has no mode");
    }
    return fault == Fault.UNREADY && replicas() == 1
        ? Optional.of("nothing replaces a pod that is unready: the outage lasts until it is ready")
        : Optional.empty();
  }

  private void assertUpdated() {
    Deployment deployment =
        space()
            .client()
            .apps()
            .deployments()
            .inNamespace(space().namespace())
            .withName(Space.NAME)
            .get();
    var status = deployment.getStatus();
    assertThat(status.getObservedGeneration()).isEqualTo(deployment.getMetadata().getGeneration());
    assertThat(status.getReplicas()).isEqualTo(replicas());
    assertThat(status.getUpdatedReplicas()).isEqualTo(replicas());
    assertThat(status.getReadyReplicas()).isEqualTo(replicas());
  }
}
