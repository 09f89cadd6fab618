package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/** What is seen of PodDisruptionBudgets. */
public final class BudgetViews {
  static final String UID = "budget-uid";

  private BudgetViews() {}

  /** As Understudy makes it, where no loss is declared. */
  public static BudgetView asWanted(Policy policy) {
    return policy.replicas() < 2
        ? seen(new BudgetView.Own.Absent())
        : seen(new BudgetView.Own.Ours(Optional.of(policy.replicas() - 1), UID));
  }

  static BudgetView seen(BudgetView.Own own, String... others) {
    return new BudgetView(own, List.of(others), List.of());
  }
}
