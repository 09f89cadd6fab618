package dev.understudy.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do: steps in their order, the one about traffic first, so that nothing delays it.
 *
 * @param recheckAfter when to look again even if nothing happens; empty if events suffice
 */
public record Decision(List<Step> steps, Optional<Duration> recheckAfter) {
  public Decision {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a decision has a reason");
    }
  }

  static Decision of(Step... steps) {
    return new Decision(List.of(steps), Optional.empty());
  }

  Decision recheckAfter(Duration delay) {
    return new Decision(steps, Optional.of(delay));
  }

  /** Whom the Service selects is written, or written again. */
  public boolean movesRoute() {
    return actions().stream().anyMatch(action -> action.routed().isPresent());
  }

  /** Whom it grants the Lease, and opens the route to. */
  Optional<MemberId> promoted() {
    boolean grants =
        actions().stream()
            .anyMatch(it -> it instanceof Action.GrantLease || it instanceof Action.CreateLease);
    return actions().stream()
        .filter(it -> grants)
        .flatMap(it -> it.routed().flatMap(Route::one).stream())
        .findFirst();
  }

  /** Whom it promotes, or means to promote when who is deposed has stopped, or finished. */
  Optional<MemberId> successor() {
    return promoted().or(() -> steps.getFirst().next());
  }

  /** Why, in the first place: about traffic. */
  public Reason reason() {
    return steps.getFirst().reason();
  }

  public List<Action> actions() {
    List<Action> all = new ArrayList<>();
    steps.forEach(step -> all.addAll(step.actions()));
    return List.copyOf(all);
  }
}
