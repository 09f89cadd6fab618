package dev.understudy.simulation;

import dev.understudy.decision.Action;
import java.util.Optional;

/**
 * An action on its way to the API server.
 *
 * @param version that the object must have; only writes of Lease and Service carry one
 * @param uid that the pod must have
 */
record Request(Action action, Optional<Long> version, Optional<String> uid) {
  static Request of(Action action) {
    return new Request(action, version(action).map(Long::parseLong), uid(action));
  }

  Request withoutPrecondition() {
    return new Request(action, Optional.empty(), Optional.empty());
  }

  /** Which kind must not have changed since it was decided on. */
  Optional<Kind> conditionalOn() {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(Kind.SERVICE);
      case Action.MoveRoute it -> Optional.of(Kind.SERVICE);
      case Action.GiveBackService it -> Optional.of(Kind.SERVICE);
      case Action.ApplyService it -> Optional.of(Kind.SERVICE);
      case Action.GrantLease it -> Optional.of(Kind.LEASE);
      case Action.VacateLease it -> Optional.of(Kind.LEASE);
      default -> Optional.empty();
    };
  }

  boolean isOfPod() {
    return uid(action).isPresent();
  }

  private static Optional<String> version(Action action) {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(it.version());
      case Action.MoveRoute it -> Optional.of(it.version());
      case Action.GiveBackService it -> Optional.of(it.version());
      case Action.ApplyService it -> Optional.of(it.version());
      case Action.GrantLease it -> Optional.of(it.version());
      case Action.VacateLease it -> Optional.of(it.version());
      default -> Optional.empty();
    };
  }

  private static Optional<String> uid(Action action) {
    return switch (action) {
      case Action.LabelMember it -> Optional.of(it.uid());
      case Action.UnlabelPod it -> Optional.of(it.uid());
      case Action.SetDeletionCost it -> Optional.of(it.uid());
      case Action.StopMember it -> Optional.of(it.uid());
      case Action.HoldMember it -> Optional.of(it.uid());
      case Action.ReleaseMember it -> Optional.of(it.uid());
      default -> Optional.empty();
    };
  }
}
