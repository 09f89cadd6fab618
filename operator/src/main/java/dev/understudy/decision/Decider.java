package dev.understudy.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one entry: from what was seen to what to do. */
public final class Decider {
  /** A conflict over a name may end without an event that reaches us. */
  private static final Duration LOOK_AGAIN_AT_CONFLICTS = Duration.ofSeconds(30);

  /** A pod that goes before the caches have shown it may go without an event that reaches us. */
  private static final Duration LOOK_AGAIN_FOR_THE_UNSEEN = Duration.ofSeconds(1);

  private Decider() {}

  public static Decision decide(Observation seen) {
    if (seen.policy().deleting()) {
      return letGo(seen);
    }
    return conflict(seen)
        .map(step -> Decision.of(step).recheckAfter(LOOK_AGAIN_AT_CONFLICTS))
        .orElseGet(() -> seen.policy().paused() ? withhold(foresee(seen)) : serve(seen));
  }

  private static Decision serve(Observation seen) {
    List<Step> steps = new ArrayList<>();
    Step traffic = traffic(seen);
    steps.add(traffic);
    Labels.decide(seen).forEach(steps::add);
    Roles.decide(seen, steps).ifPresent(steps::add);
    if (traffic.actions().isEmpty()) {
      Orders.decide(seen).or(() -> Undoing.decide(seen)).ifPresent(steps::add);
      Trials.decide(seen).ifPresent(steps::add);
      Holding.decide(seen).ifPresent(steps::add);
      rotation(seen, steps).ifPresent(steps::add);
    }
    Rollout.Outcome rollout = members(seen, !traffic.actions().isEmpty());
    steps.add(rollout.step());
    if (steps.stream().noneMatch(Decider::writesService)) {
      declaredService(seen).ifPresent(steps::add);
    }
    Budget.decide(seen).ifPresent(steps::add);
    Standbys.decide(seen).ifPresent(steps::add);
    return new Decision(
        steps,
        sooner(
            Ejection.recheckAfter(seen),
            sooner(rollout.recheckAfter(), leadershipMayChangeIn(seen, traffic))));
  }

  private static Rollout.Outcome members(Observation seen, boolean moving) {
    boolean adopted = seen.policy().maker().isAdopted();
    return seen.policy()
        .flaw()
        .map(flaw -> Step.of(flaw.reason(), flaw.sentence()))
        .or(() -> adopted ? Optional.of(Adopted.decide(seen)) : Optional.empty())
        .map(Rollout.Outcome::of)
        .orElseGet(() -> Rollout.decide(seen, moving));
  }

  /** In active-active it is about traffic, and decided there. */
  private static Optional<Step> rotation(Observation seen, List<Step> before) {
    return seen.isActivePassive() ? Ejection.decide(seen, before) : Optional.empty();
  }

  private static boolean writesService(Step step) {
    return step.actions().stream()
        .anyMatch(it -> it.routed().isPresent() || it instanceof Action.ListOut);
  }

  private static Step traffic(Observation seen) {
    if (seen.isFollowing()) {
      return Following.decide(seen);
    }
    return seen.isActivePassive() ? ActivePassive.decide(seen) : ActiveActive.decide(seen);
  }

  /** When time alone may change who leads. */
  private static Optional<Duration> leadershipMayChangeIn(Observation seen, Step traffic) {
    if (traffic.reason() == Reason.LeaderUnseen) {
      return Optional.of(LOOK_AGAIN_FOR_THE_UNSEEN);
    }
    if (seen.isFollowing()) {
      return Following.recheckAfter(seen);
    }
    if (traffic.reason() == Reason.HandingOver) {
      return Gap.left(seen);
    }
    if (traffic.reason() == Reason.BackingOff) {
      return Backoff.of(seen).left();
    }
    return seen.isActivePassive() ? Switchover.failbackIn(seen) : Optional.empty();
  }

  private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().compareTo(other.get()) < 0 ? one : other;
  }

  /** Names that belong to others: nothing is written until somebody has resolved that. */
  private static Optional<Step> conflict(Observation seen) {
    if (seen.service() instanceof ServiceView.Taken taken) {
      return Optional.of(
          Step.of(
              Reason.ServiceTaken,
              "The Service belongs to "
                  + taken.by()
                  + "; give another name in service.name, or release it."));
    }
    if (seen.isActivePassive() && seen.lease() instanceof LeaseView.Taken taken) {
      return Optional.of(
          Step.of(
              Reason.LeaseTaken,
              "The Lease belongs to "
                  + taken.by()
                  + "; give another name in activePassive.lease.name, or delete that Lease."));
    }
    if (seen.service() instanceof ServiceView.Absent && !seen.policy().servicePortsDeclared()) {
      return Optional.of(
          Step.of(
              Reason.ServicePortsMissing,
              "There is no Service to adopt and none can be created without ports; add"
                  + " service.ports, or create the Service."));
    }
    return seen.policy().forbidden().map(why -> Step.of(Reason.RightsMissing, why));
  }

  /**
   * Last, because what is declared may be refused, and members must be able to lead anyway. Not in
   * a pass that moves the route: that changes the version which this would depend on.
   */
  private static Optional<Step> declaredService(Observation seen) {
    return seen.service() instanceof ServiceView.Claimed claimed && !claimed.asDeclared()
        ? Optional.of(
            Step.of(
                Reason.ServiceUpdated,
                "Brought label, ports, type and annotations of the Service to what is declared.",
                new Action.ApplyService(claimed.version())))
        : Optional.empty();
  }

  /**
   * What was created goes with its owner; what was adopted must be given back, paused or not: the
   * members go, and a Service that went on selecting them would select nobody.
   */
  private static Decision letGo(Observation seen) {
    List<Action> actions = new ArrayList<>(Holding.release(seen));
    if (seen.service() instanceof ServiceView.Claimed claimed && claimed.adopted()) {
      actions.add(new Action.GiveBackService(claimed.version()));
      actions.addAll(Adopted.giveBack(seen)); // after it: until then the route selects by them
      return Decision.of(
          new Step(Reason.ServiceGivenBack, "Put the Service's own selector back.", actions));
    }
    boolean held = !actions.isEmpty();
    actions.addAll(Adopted.giveBack(seen));
    return Decision.of(
        actions.isEmpty()
            ? Step.of(Reason.Deleted, "Being deleted.")
            : new Step(
                held ? Reason.MembersHeld : Reason.MembersLabelled,
                "Let go of the pods, which are as they were.",
                actions));
  }

  /** Also what follows once members have their labels: who looks wants to know where it ends. */
  private static Decision foresee(Observation seen) {
    List<Step> steps = new ArrayList<>(Labels.decide(seen));
    Decision then = serve(seen.labelled());
    steps.addAll(then.steps());
    return new Decision(steps, then.recheckAfter());
  }

  private static Decision withhold(Decision decision) {
    String would =
        decision.steps().stream()
            .filter(step -> !step.actions().isEmpty())
            .map(step -> step.reason() + ": " + step.sentence())
            .reduce((one, other) -> one + " " + other)
            .map(what -> "Paused; would do this: " + what)
            .orElse("Paused; there is nothing to do.");
    return new Decision(List.of(Step.of(Reason.Paused, would)), decision.recheckAfter());
  }
}
