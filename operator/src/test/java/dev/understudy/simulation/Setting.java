package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.Keeper;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.WhenNoCandidate;
import java.util.function.UnaryOperator;

/** What may be declared, as far as it decides what becomes of a fault. */
enum Setting {
  HOLD_LAST("fencing: None", policy -> policy),
  CLOSE(
      "fencing: None, whenNoCandidate: Close",
      policy -> policy.whenNoCandidate(WhenNoCandidate.CLOSE)),
  STOP_LEADER("fencing: StopLeader", policy -> policy.fencing(Fencing.STOP_LEADER)),
  KEPT("keeper: Workload", policy -> policy.keeper(Keeper.WORKLOAD)),
  ACTIVE_ACTIVE("ActiveActive", policy -> policy.mode(Mode.ACTIVE_ACTIVE));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
  private final UnaryOperator<PolicyBuilder> how;

  Setting(String title, UnaryOperator<PolicyBuilder> how) {
    this.title = title;
    this.how = how;
  }

  String title() {
    return title;
  }

  Policy policy(int replicas) {
    return how.apply(PolicyBuilder.of(Mode.ACTIVE_PASSIVE, replicas, Revisions.make(1, false)))
        .build();
  }

  boolean isKept() {
    return this == KEPT;
  }
}
