package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/**
 * One part of a decision: what to write, and why.
 *
 * @param sentence the why for people, about this service
 * @param next who is to lead when the leader that is deposed here has stopped, or finished
 */
public record Step(Reason reason, String sentence, List<Action> actions, Optional<MemberId> next) {
  public Step {
    actions = List.copyOf(actions);
  }

  public Step(Reason reason, String sentence, List<Action> actions) {
    this(reason, sentence, actions, Optional.empty());
  }

  static Step of(Reason reason, String sentence, Action... actions) {
    return new Step(reason, sentence, List.of(actions));
  }
}
