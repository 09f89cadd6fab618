package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/**
 * How the leadership stands: whom the Lease names and to whom the route is open, each with its
 * epoch.
 */
record Standing(Optional<MemberId> named, long namedAt, Optional<MemberId> routed, long routedAt) {
  /** As it was seen, and as these writes leave it. */
  static Standing after(Observation seen, List<Action> actions) {
    Standing standing =
        new Standing(
            seen.lease().leader(), seen.lease().reached(), seen.routed(), seen.routeEpoch());
    for (Action action : actions) {
      standing = standing.after(action);
    }
    return seen.isFollowing() ? standing.counted(standing.routedAt()) : standing;
  }

  /** The leader, whom both name at one epoch. */
  Optional<MemberId> leader() {
    return namedAt == routedAt && named.equals(routed) ? named : Optional.empty();
  }

  private Standing after(Action action) {
    return switch (action) {
      case Action.CreateLease it -> named(Optional.of(it.holder()), it.epoch());
      case Action.GrantLease it -> named(Optional.of(it.holder()), it.epoch());
      case Action.VacateLease it -> named(Optional.empty(), it.epoch());
      case Action.CreateService it -> routed(it.route(), it.epoch());
      case Action.AdoptService it -> routed(it.route(), it.epoch());
      case Action.MoveRoute it -> routed(it.route(), it.epoch());
      default -> this;
    };
  }

  private Standing named(Optional<MemberId> holder, long epoch) {
    return new Standing(holder, epoch, routed, routedAt);
  }

  private Standing routed(Route route, long epoch) {
    Optional<MemberId> to =
        route instanceof Route.ToOne(MemberId member) ? Optional.of(member) : Optional.empty();
    return new Standing(named, namedAt, to, epoch);
  }

  /** The epoch of a Lease that is not ours is counted by the route. */
  private Standing counted(long epoch) {
    return new Standing(named, epoch, routed, routedAt);
  }
}
