package dev.understudy.simulation;

import dev.understudy.decision.Action;
import java.util.Optional;

/**
 * An action on its way to the API server.
 *
 * @param version that the object must have; writes of Lease, Service, ReplicaSet and orders carry
 *     one, and what pods are told of their part or of the rotation
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
  Optional<Subject> conditionalOn() {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(Subject.SERVICE);
      case Action.MoveRoute it -> Optional.of(Subject.SERVICE);
      case Action.ListOut it -> Optional.of(Subject.SERVICE);
      case Action.GiveBackService it -> Optional.of(Subject.SERVICE);
      case Action.ApplyService it -> Optional.of(Subject.SERVICE);
      case Action.GrantLease it -> Optional.of(Subject.LEASE);
      case Action.VacateLease it -> Optional.of(Subject.LEASE);
      case Action.NoteTrial it -> Optional.of(Subject.LEASE);
      case Action.ApplyReplicaSet it -> Optional.of(Subject.replicaSet(it.revision()));
      case Action.ScaleReplicaSet it -> Optional.of(Subject.replicaSet(it.revision()));
      case Action.DeleteReplicaSet it -> Optional.of(Subject.replicaSet(it.revision()));
      case Action.TellRole it -> Optional.of(Subject.pod(it.pod()));
      case Action.SetRotation it -> Optional.of(Subject.pod(it.pod()));
      case Action.TakeOrder it -> Optional.of(Subject.DECLARATION);
      case Action.AnswerOrder it -> Optional.of(Subject.DECLARATION);
      case Action.AnswerUndo it -> Optional.of(Subject.DECLARATION);
      default -> Optional.empty();
    };
  }

  boolean isOfPod() {
    return action.podWritten().isPresent();
  }

  private static Optional<String> version(Action action) {
    return switch (action) {
      case Action.AdoptService it -> Optional.of(it.version());
      case Action.MoveRoute it -> Optional.of(it.version());
      case Action.ListOut it -> Optional.of(it.version());
      case Action.GiveBackService it -> Optional.of(it.version());
      case Action.ApplyService it -> Optional.of(it.version());
      case Action.GrantLease it -> Optional.of(it.version());
      case Action.VacateLease it -> Optional.of(it.version());
      case Action.NoteTrial it -> Optional.of(it.version());
      case Action.ApplyReplicaSet it -> Optional.of(it.version());
      case Action.ScaleReplicaSet it -> Optional.of(it.version());
      case Action.DeleteReplicaSet it -> Optional.of(it.version());
      case Action.TellRole it -> Optional.of(it.version());
      case Action.SetRotation it -> Optional.of(it.version());
      case Action.TakeOrder it -> Optional.of(it.version());
      case Action.AnswerOrder it -> Optional.of(it.version());
      case Action.AnswerUndo it -> Optional.of(it.version());
      default -> Optional.empty();
    };
  }
}
