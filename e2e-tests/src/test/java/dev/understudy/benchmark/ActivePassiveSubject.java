package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Active-passive, with Understudy: each fault hits the leader. */
final class ActivePassiveSubject extends Subject {
  private static final int MEMBERS = 2;

  /** So many failovers within so long are not delayed: none of those that are measured may be. */
  private static final int AT_ONCE = 3;

  private static final Duration BACKOFF = Duration.ofMinutes(5);
  private static final Set<String> FAILURES =
      Set.of(
          "LeaderRefuses",
          "LeaderSilent",
          "LeaderHangs",
          "LeaderTerminated",
          "LeaderNotReady",
          "LeaderNodeNotReady");

  private final String detection;
  private final int warmupSeconds;

  private ActivePassiveSubject(Space space, String title, String detection, int warmupSeconds) {
    super(space, title, MEMBERS);
    this.detection = detection;
    this.warmupSeconds = warmupSeconds;
  }

  /**
   * @param warmupSeconds from the start of the sample's process until it is ready
   */
  static Subject byDefault(Space space, int warmupSeconds) {
    return new ActivePassiveSubject(space, "HAService ActivePassive", "Balanced", warmupSeconds);
  }

  static Subject fast(Space space, int warmupSeconds) {
    return new ActivePassiveSubject(space, "HAService ActivePassive Fast", "Fast", warmupSeconds);
  }

  @Override
  boolean isPeer() {
    return false;
  }

  @Override
  boolean routesByService() {
    return true;
  }

  @Override
  void prepareForTheLossOfANode() {
    Spread.over(space(), faults());
  }

  @Override
  String manifest(String revision) {
    return Manifests.profile(
        detection,
        Manifests.impatient(
            Manifests.orders("ActivePassive", MEMBERS, "HoldLast", revision, warmupSeconds)));
  }

  @Override
  List<Pod> pods() {
    return space().members();
  }

  /** In ActiveActive, who led last and will lead again. */
  @Override
  Target target() {
    long epoch = space().lease().getSpec().getLeaseTransitions();
    return status().leader == null
        ? new Target(pods().getFirst(), epoch)
        : new Target(space().leader().pod(), space().leader().epoch());
  }

  @Override
  void awaitAllReady() {
    space().awaitMembers(MEMBERS);
    if (recentFailures() >= AT_ONCE) {
      makeAnew();
    }
  }

  /** What is new has no past: quicker than to wait until it does not count any more. */
  private void makeAnew() {
    space().delete();
    Space.eventually(() -> {
      assertThat(pods()).isEmpty();
      assertThatThrownBy(() -> space().lease()).hasMessageContaining("no Lease");
      assertThatThrownBy(() -> space().service()).hasMessageContaining("no Service");
    });
    apply();
    space().awaitMembers(MEMBERS);
    space().leader();
  }

  /** Those that count when the operator decides whether the next failover waits. */
  private long recentFailures() {
    Instant since = Instant.now().minus(BACKOFF);
    return Objects.requireNonNullElse(status().failovers, List.<FailoverStatus>of()).stream()
        .filter(it -> FAILURES.contains(Objects.requireNonNullElse(it.reason, "")))
        .filter(it -> it.time != null && Instant.parse(it.time).isAfter(since))
        .count();
  }

  @Override
  void awaitAnswerTo(Fault fault, Target target) {
    switch (fault) {
      case TO_ACTIVE_ACTIVE -> Space.eventually(this::assertOpenToAll);
      case TO_ACTIVE_PASSIVE -> space().leader();
      case UPDATED -> {
        space().leaderAfter(led(target));
        Space.eventually(Duration.ofMinutes(2), this::assertUpdated); // trial included
      }
      case KILLED_WITH_OPERATOR -> {
        faults().awaitOperators(faults().operators().size());
        space().leader();
      }
      case KILLED, EXITED, STOPPED, DELETED, DELETED_BY_FORCE -> space().leaderAfter(led(target));
      case NODE_PAUSED, NODE_CUT, EVICTED, UNREADY, DRAINED ->
          space().leaderAfter(led(target), patience(fault));
    }
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    List<Answers> turns = fresh.turns();
    long epoch = space().lease().getSpec().getLeaseTransitions();
    if (fault == Fault.TO_ACTIVE_ACTIVE) {
      assertThat(fresh.answers()).as("who answered").hasSize(MEMBERS);
      assertThat(epoch).as("epoch").isEqualTo(target.epoch());
      return;
    }
    Leader leader = space().leader();
    assertThat(turns.getLast().pod()).as("who answered last").isEqualTo(leader.name());
    if (fault == Fault.TO_ACTIVE_PASSIVE) {
      assertThat(epoch).as("epoch").isGreaterThanOrEqualTo(target.epoch());
      return;
    }
    if (fault == Fault.KILLED_WITH_OPERATOR && epoch == target.epoch()) {
      // before an operator worked again the leader was started again: nothing was to be done
      return;
    }
    assertThat(epoch).as("epoch").isEqualTo(target.epoch() + 1);
    // where no operator works for a while, the leader may have been started again and serve on
    assertThat(fault == Fault.KILLED_WITH_OPERATOR ? fresh.answers() : turns)
        .extracting(Answers::pod)
        .as("who answered, in turns")
        .containsExactly(Space.name(target.pod()), leader.name());
    assertThat(fresh.overlaps()).as("two at the same time").isEmpty();
    assertThat(promotion(target)).as("its entry in status.failovers").isPresent();
  }

  @Override
  Optional<FailoverStatus> promotion(Target target) {
    return Objects.requireNonNullElse(status().failovers, List.<FailoverStatus>of()).stream()
        .filter(it -> Objects.equals(it.epoch, target.epoch() + 1))
        .findFirst();
  }

  @Override
  void changeMode(String mode) {
    space().patch("{\"spec\":{\"mode\":\"%s\"}}".formatted(mode));
  }

  @Override
  void restoreMode() {
    changeMode("ActivePassive");
    space().leader();
  }

  @Override
  Optional<String> senseless(Fault fault) {
    return Optional.empty();
  }

  private static Leader led(Target target) {
    return new Leader(target.pod(), target.epoch());
  }

  private void assertOpenToAll() {
    assertThat(space().selector())
        .isEqualTo(Map.of("understudy.dev/service", Space.NAME, "understudy.dev/rotation", "in"));
    assertThat(status().leader).isNull();
  }

  private void assertUpdated() {
    assertThat(status().replicas).isEqualTo(MEMBERS);
    assertThat(status().updatedReplicas).isEqualTo(MEMBERS);
  }

  private HAServiceStatus status() {
    return space().has().getStatus();
  }
}
