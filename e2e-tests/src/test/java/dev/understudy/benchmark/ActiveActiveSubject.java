package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** Active-active, with Understudy: every ready member answers, and each fault hits one of them. */
final class ActiveActiveSubject extends Subject {
  private static final int MEMBERS = 2;
  private static final String ROTATION = "understudy.dev/rotation";

  private final int warmupSeconds;

  /**
   * @param warmupSeconds from the start of the sample's process until it is ready
   */
  ActiveActiveSubject(Space space, int warmupSeconds) {
    super(space, "HAService ActiveActive", MEMBERS);
    this.warmupSeconds = warmupSeconds;
  }

  @Override
  boolean isPeer() {
    return false;
  }

  @Override
  String manifest(String revision) {
    return Manifests.impatient(
        Manifests.orders("ActiveActive", MEMBERS, "HoldLast", revision, warmupSeconds));
  }

  @Override
  List<Pod> pods() {
    return space().members();
  }

  /** Beside which no operator works, if there is such a member. */
  @Override
  Target target() {
    String beside = Spread.node(faults().leadingOperator());
    return new Target(
        pods().stream()
            .filter(it -> !node(it).equals(beside))
            .findFirst()
            .orElse(pods().getFirst()),
        0);
  }

  @Override
  void awaitAllReady() {
    space().awaitMembers(MEMBERS);
    Space.eventually(() ->
        assertThat(pods())
            .allMatch(it -> Space.labels(it).getOrDefault(ROTATION, "").equals("in")));
  }

  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    int left = fault.disables() ? MEMBERS - 1 : MEMBERS;
    Space.eventually(
        patience(fault),
        () -> {
          if (fault == Fault.UPDATED) {
            assertThat(space().has().getStatus().updatedReplicas).isEqualTo(MEMBERS);
          } else {
            assertThat(pods()).as("it is as it was").noneMatch(it -> isUnharmed(it, target.pod()));
          }
          assertThat(pods().stream().filter(Space::isReady)).hasSize(left);
        });
  }

  @Override
  Optional<String> senseless(Fault fault) {
    return fault.changesMode()
        ? Optional.of("measured where it begins in ActivePassive")
        : Optional.empty();
  }
}
