package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** What a rule decides: the reason and the writes, in their order. */
final class DecisionAssert {
  private final Decision decision;

  private DecisionAssert(Decision decision) {
    this.decision = decision;
  }

  static DecisionAssert assertDecided(Given given) {
    return new DecisionAssert(given.decide());
  }

  /** About traffic: what stands first in the decision. */
  DecisionAssert traffic(Reason reason, Action... actions) {
    assertStep(decision.steps().getFirst(), reason, actions);
    assertThat(decision.reason()).isEqualTo(reason);
    return this;
  }

  /** About how many members there are: what stands last. */
  DecisionAssert rollout(Reason reason, Action... actions) {
    assertStep(decision.steps().getLast(), reason, actions);
    return this;
  }

  /** The one step with this reason. */
  DecisionAssert step(Reason reason, Action... actions) {
    assertThat(decision.steps()).filteredOn(step -> step.reason() == reason).hasSize(1);
    decision.steps().stream()
        .filter(step -> step.reason() == reason)
        .forEach(step -> assertStep(step, reason, actions));
    return this;
  }

  DecisionAssert nothingElse() {
    assertThat(decision.steps()).hasSize(1);
    return this;
  }

  DecisionAssert writesNothing() {
    assertThat(decision.actions()).isEmpty();
    return this;
  }

  DecisionAssert saying(String words) {
    assertThat(decision.steps()).extracting(Step::sentence).anyMatch(it -> it.contains(words));
    return this;
  }

  DecisionAssert rechecksAfter(Duration delay) {
    assertThat(decision.recheckAfter()).contains(delay);
    return this;
  }

  DecisionAssert waitsForEvents() {
    assertThat(decision.recheckAfter()).isEmpty();
    return this;
  }

  private static void assertStep(Step step, Reason reason, Action... actions) {
    assertThat(step.reason()).as(step.sentence()).isEqualTo(reason);
    assertThat(step.actions()).as(step.sentence()).containsExactly(actions);
  }
}
