package dev.understudy.decision;

import java.util.List;

/**
 * One part of a decision: what to write, and why.
 *
 * @param sentence the why for people, about this service
 */
public record Step(Reason reason, String sentence, List<Action> actions) {
  public Step {
    actions = List.copyOf(actions);
  }

  static Step of(Reason reason, String sentence, Action... actions) {
    return new Step(reason, sentence, List.of(actions));
  }
}
