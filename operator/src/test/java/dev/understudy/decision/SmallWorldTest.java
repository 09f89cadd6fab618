package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Every observation of a small world, what is decided on it, and what comes of it. */
class SmallWorldTest {
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
                .map(SmallWorldTest::paused)
                .map(Decider::decide)
                .filter(
                    decision -> decision.reason() != Reason.Paused || !decision.actions().isEmpty())
                .limit(1))
        .isEmpty();
  }

  private static Observation paused(Observation seen) {
    return ObservationBuilder.like(seen).policy(PolicyBuilder::paused).build();
  }
}
