package dev.understudy.decision;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Under {@code fencing: StopLeader} the object of a pod that leads is held: deleted by force, it
 * would else be gone while its processes run, and with it whatever could prove that they stopped.
 */
final class Holding {
  private Holding() {}

  /** Not in a pass that moves the leadership: whom to hold is open then. */
  static Optional<Step> decide(Observation seen) {
    List<Action> actions =
        Stream.concat(held(seen), released(seen, it -> !isNeeded(seen, it))).toList();
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
    return released(seen, member -> true).toList();
  }

  private static Stream<Action> held(Observation seen) {
    return Gated.applies(seen)
        ? seen
            .holder()
            .filter(Member::isStaying)
            .filter(it -> !it.marking().held())
            .filter(it -> isNeeded(seen, it))
            .stream()
            .map(it -> new Action.HoldMember(it.pod(), it.uid()))
        : Stream.of();
  }

  private static Stream<Action> released(Observation seen, Predicate<Member> which) {
    return seen.members().stream()
        .filter(member -> member.marking().held())
        .filter(which)
        .map(member -> new Action.ReleaseMember(member.pod(), member.uid()));
  }

  /**
   * As long as it may run, whatever our view of the Lease says of it: that may be old, and another
   * operator may have granted the Lease to the very member that we would let go.
   *
   * <p>And as long as the Lease names it, unless its kubelet says that it is over: one whose node
   * was declared out of service counts as stopped, but its node may come back and start it again.
   */
  private static boolean isNeeded(Observation seen, Member member) {
    return Gated.applies(seen)
        && (Gated.mayRun(seen, member.id()) || (isNamed(seen, member.id()) && !member.stopped()));
  }

  private static boolean isNamed(Observation seen, MemberId id) {
    return seen.lease().leader().filter(id::equals).isPresent() || seen.lease().last().contains(id);
  }
}
