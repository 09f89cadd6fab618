package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Every observation of a small world, what is decided on it, and what comes of it. */
class SmallWorldTest {
  @Test
  void everyDecisionKeepsTheInvariantsAndEnds() {
    Proof proof = new Proof(Decider::decide);
    LongAdder tried = new LongAdder();
    List<String> complaints =
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
  void pausedDecidesTheSameAndWritesNothing() {
    ConcurrentHashMap<String, LongAdder> reasons = new ConcurrentHashMap<>();
    List<Observation> writing =
        SmallWorld.observations()
            .map(SmallWorldTest::paused)
            .peek(
                seen ->
                    reasons
                        .computeIfAbsent(
                            Decider.decide(seen).reason().name(), name -> new LongAdder())
                        .increment())
            .filter(seen -> !Decider.decide(seen).actions().isEmpty())
            .limit(1)
            .toList();
    assertThat(writing).isEmpty();
    assertThat(new TreeMap<>(reasons)).containsOnlyKeys(Reason.Paused.name());
  }

  private static Observation paused(Observation seen) {
    Policy policy = seen.policy();
    return new Observation(
        new Policy(
            policy.mode(),
            policy.replicas(),
            policy.whenNoCandidate(),
            policy.revision(),
            policy.servicePortsDeclared(),
            true,
            policy.deleting()),
        seen.service(),
        seen.lease(),
        seen.members(),
        seen.replicaSets(),
        seen.impostors());
  }
}
