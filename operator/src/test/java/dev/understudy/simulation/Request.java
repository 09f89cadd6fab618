package dev.understudy.simulation;

import dev.understudy.decision.Action;
import java.util.Optional;

/**
 * An action on its way to the API server.
 *
 * @param version that the object must have; writes of Lease and Service carry one, and what pods
 *     are told of their part
 * @param uid that the pod must have
 */
record Request(Action action, Optional<Long> version, Optional<String> uid) {
  static Request of(Action action) {
    return new Request(action, version(action).map(Long::parseLong), action.podWritten());
  }

  Request withoutPrecondition() {
    return new Request(action, Optional.empty(), Optional.empty());
  }

  /** Which object must not have changed since it was decided on. */
  Optional<Target> conditionalOn() {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(Target.SERVICE);
      case Action.MoveRoute it -> Optional.of(Target.SERVICE);
      case Action.GiveBackService it -> Optional.of(Target.SERVICE);
      case Action.ApplyService it -> Optional.of(Target.SERVICE);
      case Action.GrantLease it -> Optional.of(Target.LEASE);
      case Action.VacateLease it -> Optional.of(Target.LEASE);
      case Action.TellRole it -> Optional.of(new Target(Kind.POD, it.pod()));
      default -> Optional.empty();
    };
  }

  /** An object, by its kind and name. */
  record Target(Kind kind, String name) {
    static final Target LEASE = new Target(Kind.LEASE, Stored.ONLY);
    static final Target SERVICE = new Target(Kind.SERVICE, Stored.ONLY);
  }

  boolean isOfPod() {
    return action.podWritten().isPresent();
  }

  private static Optional<String> version(Action action) {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(it.version());
      case Action.MoveRoute it -> Optional.of(it.version());
      case Action.GiveBackService it -> Optional.of(it.version());
      case Action.ApplyService it -> Optional.of(it.version());
      case Action.GrantLease it -> Optional.of(it.version());
      case Action.VacateLease it -> Optional.of(it.version());
      case Action.TellRole it -> Optional.of(it.version());
      default -> Optional.empty();
    };
  }
}
