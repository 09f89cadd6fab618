package dev.understudy.decision;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every member is told its part: that it leads, and at which epoch, or that it stands by.
 *
 * <p>Only what is so by what was seen or written before in this pass: a member is told that it
 * leads when the Lease names it and the route is open to it, at that epoch; and when the Lease is
 * the workload's, when that names it and the route is open to it, at the epoch of the route. Who
 * was told before that it leads hears first that it does not.
 *
 * <p>The epoch that a pod is told never falls, whoever writes. Each telling says at which epoch it
 * was decided, which stays with the pod also when it stands by, and is refused unless the pod is as
 * it was seen. So an operator whose view of the Lease is old finds a later epoch at the pod if its
 * view of that is new, and is refused if that is old too.
 */
final class Roles {
  private record Telling(Member member, Told now) {
    Action action() {
      return new Action.TellRole(member.pod(), member.uid(), member.version(), now);
    }

    /** Who was told that it leads, and does not; who leads; everybody else. */
    int turn() {
      if (isLeader(now.role())) {
        return 1;
      }
      return isLeader(member.marking().told().role()) ? 0 : 2;
    }

    String words() {
      return switch (now.role()) {
        case Role.Leader leader -> member.pod() + " that it leads at epoch " + leader.epoch();
        case Role.Standby standby -> member.pod() + " that it stands by";
        case Role.None none -> member.pod() + " nothing any more";
        case Role.Foreign foreign -> throw new IllegalStateException("not ours: " + foreign);
      };
    }
  }

  private Roles() {}

  /**
   * @param before the steps that come before in this pass; a pod that they write is told in the
   *     next one, because it is at another version then
   */
  static Optional<Step> decide(Observation seen, List<Step> before) {
    List<Action> actions = before.stream().flatMap(step -> step.actions().stream()).toList();
    Set<String> written =
        actions.stream().flatMap(it -> it.podWritten().stream()).collect(Collectors.toSet());
    Standing standing = Standing.after(seen, actions);
    List<Telling> tellings =
        seen.members().stream()
            .filter(member -> !written.contains(member.uid()))
            .filter(Roles::listens)
            .flatMap(member -> telling(seen, standing, member).stream())
            .sorted(Comparator.comparingInt(Telling::turn))
            .toList();
    return tellings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(
                Reason.RolesTold,
                "Told " + String.join(", ", tellings.stream().map(Telling::words).toList()) + ".",
                tellings.stream().map(Telling::action).toList()));
  }

  /** On its way out it is told no news but that it leads no more. */
  private static boolean listens(Member member) {
    return member.isStaying() || (!member.stopped() && isLeader(member.marking().told().role()));
  }

  private static Optional<Telling> telling(Observation seen, Standing standing, Member member) {
    Told before = member.marking().told();
    if (!seen.isActivePassive()) {
      return telling(member, new Told(new Role.None(), before.epoch()));
    }
    return before.epoch() > standing.namedAt()
        ? Optional.empty()
        : telling(member, new Told(role(standing, member), standing.namedAt()));
  }

  private static Optional<Telling> telling(Member member, Told now) {
    return now.role().equals(member.marking().told().role())
        ? Optional.empty()
        : Optional.of(new Telling(member, now));
  }

  private static Role role(Standing standing, Member member) {
    return standing.leader().equals(Optional.of(member.id()))
        ? new Role.Leader(standing.namedAt())
        : new Role.Standby();
  }

  private static boolean isLeader(Role role) {
    return role instanceof Role.Leader;
  }
}
