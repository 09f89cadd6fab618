package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/**
 * How many members may be evicted at once, by a drain for example: one; in active-active as many as
 * the declared loss takes. Not by which: an eviction that is refused is tried again in a few
 * seconds, and a budget that protected the leader for as long as it leads would hold off whoever
 * drains without cordoning first.
 *
 * <p>With one member there is no budget: a drain would wait for ever. Nor where somebody else has
 * one: a pod that two select cannot be evicted at all. What must stay is written as a number of
 * members and not as what may be missing, which Kubernetes counts from what ReplicaSets want: an
 * update that hangs wants one more than there will ever be, and every drain would wait for it.
 */
public final class Budget {
  private Budget() {}

  /** How many members must stay; empty if there should be no budget of ours. */
  static Optional<Integer> wanted(Observation seen) {
    int replicas = seen.policy().replicas();
    return replicas < 2 || !seen.budgets().others().isEmpty()
        ? Optional.empty()
        : Optional.of(replicas - Survival.share(seen));
  }

  static Optional<Step> decide(Observation seen) {
    return clash(seen)
        .or(() ->
            switch (seen.budgets().own()) {
              case BudgetView.Own.Absent absent ->
                  wanted(seen)
                      .map(stay ->
                          Step.of(Reason.BudgetSet, says(seen), new Action.CreateBudget(stay)));
              case BudgetView.Own.Ours ours -> kept(seen, ours);
              case BudgetView.Own.Taken taken -> wanted(seen).map(stay -> taken(taken));
            });
  }

  private static Optional<Step> kept(Observation seen, BudgetView.Own.Ours ours) {
    Optional<Integer> wanted = wanted(seen);
    if (wanted.isEmpty()) {
      return Optional.of(
          Step.of(
              seen.budgets().others().isEmpty() ? Reason.BudgetSet : Reason.BudgetLeftToOthers,
              "Took the PodDisruptionBudget away: " + whyNone(seen) + ".",
              new Action.DeleteBudget(ours.uid())));
    }
    return wanted.equals(ours.minAvailable())
        ? Optional.empty()
        : Optional.of(
            Step.of(
                Reason.BudgetSet, says(seen), new Action.ApplyBudget(wanted.get(), ours.uid())));
  }

  private static Optional<Step> clash(Observation seen) {
    List<String> clashing = seen.budgets().clashing();
    return clashing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Step.of(
                Reason.BudgetsClash,
                "The PodDisruptionBudgets "
                    + String.join(" and ", clashing)
                    + " select the same members, so that no eviction of these is ever accepted;"
                    + " leave one of them."));
  }

  private static Step taken(BudgetView.Own.Taken taken) {
    return Step.of(
        Reason.BudgetTaken,
        "The PodDisruptionBudget of this name belongs to "
            + taken.by()
            + ", and selects no member: a drain may take all of them at once. Have it select them,"
            + " or give it another name.");
  }

  private static String whyNone(Observation seen) {
    List<String> others = seen.budgets().others();
    if (!others.isEmpty()) {
      return String.join(", ", others)
          + " of others is in force, and no pod that two select can be evicted";
    }
    return seen.policy().replicas() == 0
        ? "replicas is 0"
        : "replicas is 1, and a drain would wait for ever";
  }

  private static String says(Observation seen) {
    int replicas = seen.policy().replicas();
    return wanted(seen).orElse(0) + " of " + replicas + " members stay when others are evicted.";
  }

  /** For people: which one is in force, or why none is. */
  public static String inForce(Observation seen) {
    if (wanted(seen).isEmpty()) {
      return seen.budgets().others().isEmpty()
          ? "None: " + whyNone(seen) + "."
          : String.join(", ", seen.budgets().others()) + ", not made by Understudy.";
    }
    return seen.budgets().own() instanceof BudgetView.Own.Taken taken
        ? "None: the name is taken by " + taken.by() + "."
        : "By Understudy: " + says(seen);
  }
}
