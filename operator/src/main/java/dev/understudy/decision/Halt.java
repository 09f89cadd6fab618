package dev.understudy.decision;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An update that is to replace nobody: because people say so, or because the new leader failed in
 * its trial. The members of either revision stay as they are, and only as many are made or taken
 * away as scaling needs.
 */
final class Halt {
  private final Rollout update;

  Halt(Rollout update) {
    this.update = update;
  }

  /** There is somebody to replace, and nobody is to be. */
  static boolean applies(Observation seen, int replicasOfOld) {
    return replicasOfOld > 0 && (seen.policy().update().paused() || Trials.isStopped(seen));
  }

  Rollout.Outcome decide() {
    return grow()
        .or(this::shrink)
        .orElseGet(
            () -> Rollout.Outcome.of(Trials.isStopped(update.seen) ? failed() : pausedByPeople()));
  }

  private Step failed() {
    return Step.of(
        Reason.TrialFailed,
        "Revision "
            + update.revision
            + " failed when it led: the update is stopped, with "
            + replicasOfNewest()
            + " members of it and "
            + update.replicasOfOld()
            + " of the revision before, to lead. Change spec.template; or order"
            + " understudy.dev/undo=previous; or set update.trialSeconds: 0 to go on.");
  }

  private Step pausedByPeople() {
    return Step.of(
        Reason.UpdatePaused,
        "The update is paused, with "
            + replicasOfNewest()
            + " members of revision "
            + update.revision
            + " and "
            + update.replicasOfOld()
            + " of others; set update.paused: false to go on.");
  }

  /** Where the leader is, or else most members are: of what is known to serve. */
  private Optional<Rollout.Outcome> grow() {
    int missing = update.wanted - total();
    return missing <= 0
        ? Optional.empty()
        : update.old.stream()
            .max(Comparator.comparing(update::hasLeader).thenComparingInt(ReplicaSetView::replicas))
            .map(set -> Rollout.Outcome.of(grown(set, set.replicas() + missing)));
  }

  private static Step grown(ReplicaSetView set, int replicas) {
    return Step.of(
        Reason.Scaled,
        "Revision " + set.revision() + " has " + replicas + " members.",
        new Action.ScaleReplicaSet(set.revision(), replicas, set.version()));
  }

  /** Those of the newest revision first. */
  private Optional<Rollout.Outcome> shrink() {
    int excess = total() - (update.wanted == 0 ? 0 : update.wanted + Rollout.SURGE);
    return excess <= 0
        ? Optional.empty()
        : Stream.concat(update.newest.stream(), update.old.stream())
            .filter(set -> spareOf(set) > 0)
            .findFirst()
            .map(set -> shrunk(set, set.replicas() - Math.min(excess, spareOf(set))));
  }

  private int spareOf(ReplicaSetView set) {
    return set.replicas() - (update.wanted > 0 && update.hasLeader(set) ? 1 : 0);
  }

  private Rollout.Outcome shrunk(ReplicaSetView set, int target) {
    Action action =
        update.isNewest(set)
            ? update.applied(set, target)
            : new Action.ScaleReplicaSet(set.revision(), target, set.version());
    return update.isOverfull(set)
        ? Rollout.waiting("members of revision " + set.revision() + " are being deleted")
        : update.guarded(
            set,
            target,
            Step.of(Reason.Scaled, "Scaled to " + update.wanted + " members.", action));
  }

  private int total() {
    return replicasOfNewest() + update.replicasOfOld();
  }

  private int replicasOfNewest() {
    return update.newest.map(ReplicaSetView::replicas).orElse(0);
  }
}
