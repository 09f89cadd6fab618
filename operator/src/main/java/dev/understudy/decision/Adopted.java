package dev.understudy.decision;

import java.util.List;

/**
 * The members are made by a workload that was there before: how many there are, and of which
 * revision, is not for us to say. What can be said is who is deleted last.
 */
final class Adopted {
  private Adopted() {}

  static Step decide(Observation seen) {
    List<Action> costs = costs(seen);
    return costs.isEmpty()
        ? rest(seen)
        : new Step(Reason.MembersLabelled, "Marked the leader to be deleted last.", costs);
  }

  /** What somebody else has set on other pods stays. */
  private static List<Action> costs(Observation seen) {
    return seen.policy().maker() == Maker.DEPLOYMENT
        ? seen.members().stream()
            .filter(Member::isStaying)
            .filter(it -> isMarked(it) != seen.isLeader(it))
            .map(it -> Rollout.costing(seen, it))
            .toList()
        : List.of();
  }

  private static boolean isMarked(Member member) {
    return member.marking().deletionCost() == Rollout.LEADER_COST;
  }

  private static Step rest(Observation seen) {
    long serving = seen.members().stream().filter(seen::isServing).count();
    int wanted = seen.policy().replicas();
    return serving >= wanted
        ? Step.of(Reason.Serving, serving + " members are ready.")
        : Step.of(
            Reason.RolloutWaiting,
            "Waiting until "
                + (wanted - serving)
                + " more pods of the "
                + seen.policy().maker().word()
                + " are ready.");
  }

  /** Of a service that is deleted: its pods stay, as they were. */
  static List<Action> giveBack(Observation seen) {
    return seen.policy().maker().isAdopted()
        ? seen.members().stream()
            .filter(Member::isStaying)
            .<Action>map(it -> new Action.GiveBackPod(it.pod(), it.uid(), isMarked(it)))
            .toList()
        : List.of();
  }
}
