package dev.understudy.decision;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How many members of which revision there are.
 *
 * <p>An update makes one member more than wanted, waits until it is ready, and only then takes an
 * old one away, so that the wanted number is always ready. In active-passive the leader is the last
 * of the old ones: it is replaced after one switchover, when all others are new, and when the new
 * leader has led through its trial.
 *
 * <p>What holds of an update that is to replace nobody is in {@link Halt}.
 */
final class Rollout {
  /** How many members an update may make beyond those wanted. */
  static final int SURGE = 1;

  /** A cost above everybody else's, who have none. */
  static final int LEADER_COST = 100;

  /** What the rollout does in this pass, and when to look again if it waits for time to pass. */
  record Outcome(Step step, Optional<Duration> recheckAfter) {
    static Outcome of(Step step) {
      return new Outcome(step, Optional.empty());
    }
  }

  final Observation seen;
  final int wanted;

  /** How long a route must have stood before its former leader is taken away. */
  private final Duration settle;

  final String revision;
  final Optional<ReplicaSetView> newest;
  final List<ReplicaSetView> old;

  /** The route is being moved in this very pass. */
  private final boolean moving;

  private Rollout(Observation seen, boolean moving) {
    this.seen = seen;
    this.moving = moving;
    this.wanted = seen.policy().replicas();
    this.settle = seen.policy().succession().handover().drain();
    this.revision = seen.policy().revision();
    this.newest = seen.replicaSets().stream().filter(this::isNewest).findFirst();
    this.old = seen.replicaSets().stream().filter(set -> !isNewest(set)).toList();
  }

  boolean isNewest(ReplicaSetView set) {
    return set.revision().equals(revision);
  }

  static Outcome decide(Observation seen, boolean moving) {
    Rollout rollout = new Rollout(seen, moving);
    return rollout
        .halted()
        .or(rollout::grow)
        .or(rollout::shrinkNewest)
        .or(rollout::shrinkOld)
        .or(rollout::removeEmpty)
        .map(rollout::orRefused)
        .orElseGet(rollout::rest);
  }

  /** The old leader is all that is left to replace, and can be spared. */
  static boolean awaitsSwitchover(Observation seen, Member leader) {
    return !seen.policy().maker().isAdopted() && new Rollout(seen, false).isSpare(leader);
  }

  private boolean isSpare(Member leader) {
    return isLastOfOld() && canGo(leader) && !Halt.applies(seen, replicasOfOld());
  }

  private boolean isLastOfOld() {
    return replicasOfOld() == 1;
  }

  /** Enough others serve without it, and no ReplicaSet has still to delete. */
  private boolean canGo(Member leader) {
    return !leader.revision().equals(revision)
        && serving() - (seen.isServing(leader) ? 1 : 0) >= wanted
        && seen.replicaSets().stream().noneMatch(this::isOverfull);
  }

  private Optional<Outcome> grow() {
    int has = newest.map(ReplicaSetView::replicas).orElse(0);
    int others = replicasOfOld();
    int room = Math.min(wanted - has, wanted + SURGE - has - others);
    if (room < 0 || (room == 0 && newest.isPresent() && !isNumberedBehind())) {
      return Optional.empty();
    }
    int replicas = has + room;
    return Optional.of(
        Outcome.of(
            Step.of(
                others == 0 ? Reason.Scaled : Reason.RolloutProgressed,
                "Revision " + revision + " has " + replicas + " of " + wanted + " members.",
                newest
                    .<Action>map(set -> applied(set, replicas))
                    .orElseGet(() -> new Action.CreateReplicaSet(revision, replicas, number())))));
  }

  private Optional<Outcome> shrinkNewest() {
    return newest
        .filter(set -> set.replicas() > wanted)
        .map(set ->
            guarded(
                set,
                wanted,
                Step.of(Reason.Scaled, "Scaled to " + wanted + " members.", applied(set, wanted))));
  }

  Action applied(ReplicaSetView set, int replicas) {
    return new Action.ApplyReplicaSet(set.revision(), replicas, number(), set.version());
  }

  /** A revision that is declared again is the latest again. */
  private int number() {
    int others = old.stream().mapToInt(ReplicaSetView::number).max().orElse(0);
    int has = newest.map(ReplicaSetView::number).orElse(0);
    return has > others ? has : others + 1;
  }

  private boolean isNumberedBehind() {
    int has = newest.map(ReplicaSetView::number).orElse(0);
    return old.stream().anyMatch(set -> set.number() > has);
  }

  int replicasOfOld() {
    return old.stream().mapToInt(ReplicaSetView::replicas).sum();
  }

  private Optional<Outcome> halted() {
    return Halt.applies(seen, replicasOfOld())
        ? Optional.of(new Halt(this).decide())
        : Optional.empty();
  }

  private Optional<Outcome> shrinkOld() {
    List<Outcome> outcomes =
        old.stream().filter(set -> set.replicas() > 0).map(this::shrink).toList();
    return outcomes.stream()
        .filter(outcome -> !outcome.step().actions().isEmpty())
        .findFirst()
        .or(() -> outcomes.stream().filter(it -> it.recheckAfter().isPresent()).findFirst())
        .or(() -> outcomes.stream().findFirst());
  }

  private Outcome shrink(ReplicaSetView set) {
    if (isOverfull(set)) {
      return waiting("members of revision " + set.revision() + " are being deleted");
    }
    if (wanted > 0 && Trials.isOn(seen)) {
      return new Outcome(
          waiting("revision " + revision + " has led for " + trial() + " s").step(),
          Trials.left(seen).filter(Duration::isPositive));
    }
    long serving = membersOf(set).stream().filter(seen::isServing).count();
    long spare = Math.max(0, serving() - wanted);
    long idle = set.replicas() - serving;
    int floor = wanted > 0 && hasLeader(set) && !mayTakeLeader(set) ? 1 : 0;
    int target = (int) Math.max(floor, set.replicas() - idle - Math.min(spare, serving));
    if (target >= set.replicas()) {
      return waiting(
          floor == set.replicas()
              ? "a new member may lead in place of the old leader"
              : "a new member is ready");
    }
    return guarded(
        set,
        target,
        Step.of(
            Reason.RolloutProgressed,
            "Revision " + set.revision() + " goes: " + target + " members left.",
            new Action.ScaleReplicaSet(set.revision(), target, set.version())));
  }

  private long trial() {
    return seen.policy().update().trial().toSeconds();
  }

  /** Takes members away only when the leader is known not to be among them. */
  Outcome guarded(ReplicaSetView set, int target, Step step) {
    if (!seen.isActivePassive() || wanted == 0) {
      return Outcome.of(step);
    }
    if (moving) {
      return waiting("the change of the route has settled");
    }
    if (Gap.isOpen(seen)) {
      return waiting("another member leads");
    }
    if (seen.service() instanceof ServiceView.Claimed route
        && route.settledFor().compareTo(settle) < 0) {
      Duration left = settle.minus(route.settledFor());
      return new Outcome(
          waiting("the last change of the route has settled").step(), Optional.of(left));
    }
    List<Action> costs = target > 0 ? costs(set) : List.of();
    return costs.isEmpty()
        ? Outcome.of(step)
        : Outcome.of(
            new Step(Reason.MembersLabelled, "Marked the leader to be deleted last.", costs));
  }

  private List<Action> costs(ReplicaSetView set) {
    return membersOf(set).stream()
        .filter(Member::isStaying)
        .filter(member -> member.marking().deletionCost() != cost(member))
        .map(member -> costing(seen, member))
        .toList();
  }

  /** Who leads is deleted last; of all others nothing is said. */
  static Action costing(Observation seen, Member member) {
    return new Action.SetDeletionCost(
        member.pod(),
        member.uid(),
        seen.isLeader(member) ? Optional.of(LEADER_COST) : Optional.empty());
  }

  private int cost(Member member) {
    return seen.isLeader(member) ? LEADER_COST : 0;
  }

  private Optional<Outcome> removeEmpty() {
    return old.stream()
        .filter(set -> set.replicas() == 0 && membersOf(set).isEmpty())
        .sorted(Comparator.comparingInt(ReplicaSetView::number).reversed())
        .skip(seen.policy().update().history())
        .reduce((later, earliest) -> earliest)
        .map(set ->
            Outcome.of(
                Step.of(
                    Reason.RolloutProgressed,
                    "Revision " + set.revision() + " is gone.",
                    new Action.DeleteReplicaSet(set.revision(), set.version()))));
  }

  private Outcome rest() {
    long serving = serving();
    return orRefused(
        serving >= wanted
            ? Outcome.of(Step.of(Reason.Serving, serving + " members are ready."))
            : waiting(wanted - serving + " more members are ready"));
  }

  private Outcome orRefused(Outcome outcome) {
    return newest
        .flatMap(ReplicaSetView::refusal)
        .filter(refusal -> outcome.step().actions().isEmpty())
        .map(refusal ->
            new Outcome(
                Step.of(Reason.RolloutRefused, "Pods cannot be created: " + refusal),
                outcome.recheckAfter()))
        .orElse(outcome);
  }

  static Outcome waiting(String until) {
    return Outcome.of(Step.of(Reason.RolloutWaiting, "Waiting until " + until + "."));
  }

  private List<Member> membersOf(ReplicaSetView set) {
    return seen.members().stream()
        .filter(member -> member.revision().equals(set.revision()))
        .toList();
  }

  /** Those that will still be there when the ReplicaSets have done what they were told. */
  private long serving() {
    return seen.replicaSets().stream()
        .mapToLong(set -> Math.min(set.replicas(), servingOf(set)))
        .sum();
  }

  private long servingOf(ReplicaSetView set) {
    return membersOf(set).stream().filter(seen::isServing).count();
  }

  /**
   * Nobody can be asked to lead before it goes: the workload's own election sees that it went. A
   * holder that is not ready, and may never be, takes the place of a new member and serves nobody;
   * it need not be the last.
   */
  private boolean mayTakeLeader(ReplicaSetView set) {
    return seen.isFollowing()
        && membersOf(set).stream()
            .filter(seen::isLeader)
            .anyMatch(leader -> (isLastOfOld() || !seen.isServing(leader)) && canGo(leader));
  }

  /** Which of its members its controller will delete is open. */
  boolean isOverfull(ReplicaSetView set) {
    return membersOf(set).stream().filter(Member::isStaying).count() > set.replicas();
  }

  boolean hasLeader(ReplicaSetView set) {
    return membersOf(set).stream().anyMatch(seen::isLeader);
  }
}
