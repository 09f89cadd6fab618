package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every observation of a small world, what is decided on it, and what comes of it. */
class SmallWorldProof {
  @Test
  void everyDecisionKeepsTheInvariantsAndEnds() {
    LongAdder tried = new LongAdder();
    LongAdder decisions = new LongAdder();
    List<Proof.Complaint> complaints =
        SmallWorld.worlds()
            .map(alike -> alike.peek(seen -> tried.increment()))
            .flatMap(alike -> Proof.complaints(alike, Decider::decide, decisions))
            .limit(5)
            .toList();
    System.out.println("Small world: " + tried + " observations, " + decisions + " decisions");
    assertThat(complaints).isEmpty();
  }

  @Test
  void nothingIsWrittenWhilePaused() {
    assertThat(
            SmallWorld.worldsOf(2)
                .flatMap(alike -> alike)
                .map(SmallWorldProof::paused)
                .map(Decider::decide)
                .filter(
                    decision -> decision.reason() != Reason.Paused || !decision.actions().isEmpty())
                .limit(1))
        .isEmpty();
  }

  /** Once at most, or they are refused; and whatever else there is to do is done all the same. */
  @Test
  void ordersAreCarriedOutAndAnswered() {
    assertHoldsWith("orders", SmallWorld::ordered);
  }

  /** Begun, passed, failed, forgotten; and an update that is stopped stays so. */
  @Test
  void trialsEndAsTheyShould() {
    assertHoldsWith("trials", SmallWorld::tried);
  }

  /** It may be in no view and be there: the API server says so. */
  @Test
  void aLeaderThatIsNotInViewIsNotReplaced() {
    assertThat(
            SmallWorld.worldsOf(2)
                .flatMap(alike -> alike)
                .filter(seen -> seen.policy().grantsLeases())
                .map(SmallWorldProof::nobodyGone)
                .flatMap(seen -> Invariants.broken(seen, Decider.decide(seen)).stream())
                .limit(1))
        .isEmpty();
  }

  private static void assertHoldsWith(
      String what, Function<Observation, Stream<Observation>> also) {
    LongAdder decisions = new LongAdder();
    List<Proof.Complaint> complaints =
        SmallWorld.worldsOf(2)
            .map(alike -> alike.flatMap(also))
            .flatMap(alike -> Proof.complaints(alike, Decider::decide, decisions))
            .limit(5)
            .toList();
    System.out.println("Small world with " + what + ": " + decisions + " decisions");
    assertThat(complaints).isEmpty();
  }

  private static Observation nobodyGone(Observation seen) {
    return ObservationBuilder.like(seen).testimony(new Testimony(Set.of(), seen.stopped())).build();
  }

  private static Observation paused(Observation seen) {
    return ObservationBuilder.like(seen).policy(PolicyBuilder::paused).build();
  }
}
