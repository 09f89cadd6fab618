package dev.understudy.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Under {@code fencing: StopLeader} the object of a pod that leads is held: deleted by force, it
 * would else be gone while its processes run, and with it whatever could prove that they stopped.
 */
final class Holding {
  private Holding() {}

  /** Not in a pass that moves the leadership: whom to hold is open then. */
  static Optional<Step> decide(Observation seen) {
    List<Action> actions = Stream.concat(held(seen), released(seen)).toList();
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(
                Reason.MembersHeld,
                "Held the leader's pod, and let others go that had been.",
                actions));
  }

  /** All that are held, for a service that is deleted. */
  static List<Action> release(Observation seen) {
    return seen.members().stream()
        .filter(member -> member.marking().held())
        .map(Holding::release)
        .toList();
  }

  static Action hold(Member member, long epoch) {
    return new Action.HoldMember(member.pod(), member.uid(), epoch, member.version());
  }

  private static Action release(Member member) {
    return new Action.ReleaseMember(member.pod(), member.uid(), member.version());
  }

  private static Stream<Action> held(Observation seen) {
    return applies(seen)
        ? seen.holder().stream()
            .filter(it -> it.isStaying() && !it.marking().held() && !isBeingLabelled(it))
            .map(it -> hold(it, seen.lease().reached()))
        : Stream.of();
  }

  private static Stream<Action> released(Observation seen) {
    return seen.members().stream()
        .filter(it -> it.marking().held() && !isNeeded(seen, it) && !isBeingLabelled(it))
        .map(Holding::release);
  }

  /** In this very pass, which gives it another version. */
  private static boolean isBeingLabelled(Member member) {
    return member.isStaying() && member.ineligibilities().contains(Ineligibility.UNLABELLED);
  }

  /** Who is held for an epoch that the Lease has not reached is about to be granted it. */
  private static boolean isNeeded(Observation seen, Member member) {
    return applies(seen)
        && (member.marking().heldFor() > seen.lease().reached()
            || mayLead(seen.lease(), member.id(), Gated.mayRun(seen, member.id())));
  }

  /** Nobody knows who led if the Lease is lost, or vacant for another reason than a promotion. */
  private static boolean mayLead(LeaseView lease, MemberId id, boolean mayRun) {
    return switch (lease) {
      case LeaseView.Ours ours when ours.holder().isPresent() ->
          ours.holder().equals(Optional.of(id));
      case LeaseView.Ours ours when ours.last().isPresent() ->
          mayRun && ours.last().equals(Optional.of(id));
      case LeaseView.Ours ours -> mayRun;
      case LeaseView.Absent absent -> mayRun;
      case LeaseView.Kept kept -> false;
      case LeaseView.Taken taken -> false;
    };
  }

  private static boolean applies(Observation seen) {
    return seen.isActivePassive() && Gated.applies(seen);
  }
}
