package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.PeerManifests;
import dev.understudy.harness.Space;
import dev.understudy.peer.Elected;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who elect their leader by a library: see {@link Elected}. Each fault hits the leader. */
final class ElectionSubject extends Subject {
  private final Times times;
  private final int warmupSeconds;

  /** As the library calls them; in milliseconds. */
  private record Times(long lease, long deadline, long retry, boolean release) {}

  private ElectionSubject(Space space, String title, Times times, int warmupSeconds) {
    super(space, title, 2);
    this.times = times;
    this.warmupSeconds = warmupSeconds;
  }

  /** With the defaults of client-go and of whatever is built on it. */
  static ElectionSubject byDefault(Space space, int warmupSeconds) {
    var times = new Times(15_000, 10_000, 2_000, false);
    return new ElectionSubject(space, "leader election 15/10/2 s", times, warmupSeconds);
  }

  static ElectionSubject tuned(Space space, int warmupSeconds) {
    var times = new Times(3_000, 2_000, 500, true);
    return new ElectionSubject(space, "leader election 3/2/0.5 s", times, warmupSeconds);
  }

  @Override
  String manifest(String revision) {
    return PeerManifests.of(
        space().installation(),
        "election",
        Map.of(
            "LEASE", times.lease(),
            "DEADLINE", times.deadline(),
            "RETRY", times.retry(),
            "RELEASE", times.release(),
            "WARMUP", warmupSeconds));
  }

  @Override
  List<Pod> pods() {
    return space().pods("app");
  }

  @Override
  Target target() {
    return new Target(leaders().getFirst(), epoch());
  }

  /** Of those who hold the label, the one that holds the Lease. */
  private List<Pod> leaders() {
    String holder = space().lease().getSpec().getHolderIdentity();
    return pods().stream()
        .filter(it -> Elected.LEADER.equals(Space.labels(it).get(Elected.ROLE)))
        .filter(it -> holder.startsWith(Space.name(it) + "_"))
        .toList();
  }

  private long epoch() {
    return Objects.requireNonNullElse(space().lease().getSpec().getLeaseTransitions(), 0);
  }

  @Override
  void awaitAllReady() {
    Space.eventually(() -> {
      assertThat(pods()).hasSize(replicas()).allMatch(Space::isReady);
      assertThat(leaders()).hasSize(1);
    });
  }

  /** The process that was killed may lead again, after it was started again. */
  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    Space.eventually(
        patience(fault),
        () -> {
          assertThat(epoch()).as("leadership").isGreaterThan(target.epoch());
          assertThat(leaders()).hasSize(1).allMatch(Space::isReady);
        });
  }

  @Override
  Optional<String> senseless(Fault fault) {
    if (fault == Fault.KILLED_WITH_OPERATOR) {
      return Optional.of("it has no operator");
    }
    return fault.isPlanned() ? Optional.of("not compared where it is planned") : Optional.empty();
  }
}
