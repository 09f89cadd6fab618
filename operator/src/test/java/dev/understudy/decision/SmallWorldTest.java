package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Every observation of a small world, what is decided on it, and what comes of it. */
class SmallWorldTest {
  @Test
  void everyDecisionKeepsTheInvariantsAndEnds() {
    Proof proof = new Proof(Decider::decide);
    LongAdder tried = new LongAdder();
    List<Proof.Complaint> complaints =
        SmallWorld.observations()
            .peek(seen -> tried.increment())
            .flatMap(seen -> proof.complaint(seen).stream())
            .limit(5)
            .toList();
    System.out.println(
        "Small world: " + tried + " observations, " + proof.decisions + " decisions");
    assertThat(complaints).isEmpty();
  }

  @Test
  void nothingIsWrittenWhilePaused() {
    assertThat(
            SmallWorld.observationsOf(2)
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
