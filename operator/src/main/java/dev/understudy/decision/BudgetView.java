package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/**
 * The PodDisruptionBudgets over the members: how many may be evicted at once.
 *
 * @param own the one that Understudy makes
 * @param others those of others that select a member, or will, by name
 * @param clashing those of others of which two select the same member
 */
public record BudgetView(Own own, List<String> others, List<String> clashing) {
  public BudgetView {
    others = List.copyOf(others);
    clashing = List.copyOf(clashing);
  }

  /** What is found under the name of ours. */
  public sealed interface Own {
    record Absent() implements Own {}

    /**
     * Made by Understudy.
     *
     * @param minAvailable members that must stay; empty if it is not as Understudy makes them
     */
    record Ours(Optional<Integer> minAvailable, String uid) implements Own {}

    record Taken(String by) implements Own {}
  }
}
