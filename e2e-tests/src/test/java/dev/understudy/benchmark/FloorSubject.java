package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.PeerManifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.peer.Floor;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The least that can fail over: see {@link Floor}. Each fault hits the leader. */
final class FloorSubject extends Subject {
  private final int warmupSeconds;

  /**
   * @param warmupSeconds from the start of the sample's process until it is ready
   */
  FloorSubject(Space space, int warmupSeconds) {
    super(space, Results.FLOOR, 2);
    this.warmupSeconds = warmupSeconds;
  }

  /** It takes part in every round, since all are compared with it. */
  @Override
  boolean isPeer() {
    return false;
  }

  @Override
  boolean routesByService() {
    return true;
  }

  @Override
  String manifest(String revision) {
    return PeerManifests.of(space().installation(), "floor", Map.of("WARMUP", warmupSeconds));
  }

  @Override
  List<Pod> pods() {
    return space().pods("app");
  }

  @Override
  Target target() {
    return new Target(space().pod(leader()), epoch());
  }

  private String leader() {
    return Objects.requireNonNull(space().selector().get(Floor.POD));
  }

  private long epoch() {
    return Objects.requireNonNullElse(space().lease().getSpec().getLeaseTransitions(), 0);
  }

  @Override
  void awaitAllReady() {
    Space.eventually(() -> {
      assertThat(pods()).hasSize(replicas()).allMatch(Space::isReady);
      assertThat(log()).endsWith("holds " + leader());
    });
  }

  private String log() {
    return space()
        .client()
        .pods()
        .inNamespace(space().namespace())
        .withName("floor")
        .getLog()
        .strip();
  }

  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    Space.eventually(() -> {
      assertThat(epoch()).as("epoch").isGreaterThan(target.epoch());
      assertThat(leader()).isNotEqualTo(Space.name(target.pod()));
    });
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.turns())
        .extracting(Answers::pod)
        .as("who answered, in turns")
        .containsExactly(Space.name(target.pod()), leader());
  }

  @Override
  Optional<String> senseless(Fault fault) {
    if (fault == Fault.KILLED_WITH_OPERATOR) {
      return Optional.of("it has no operator");
    }
    if (fault.isPlanned()) {
      return Optional.of("not compared where it is planned");
    }
    return fault.disables()
        ? Optional.of("it knows nothing but ended connections")
        : Optional.empty();
  }
}
