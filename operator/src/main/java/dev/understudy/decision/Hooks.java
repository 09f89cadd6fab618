package dev.understudy.decision;

import java.util.Optional;

/** Which hooks are declared, and what becomes of a change of leadership when one has failed. */
public record Hooks(Optional<WhenHookFails> onPromote, Optional<WhenHookFails> onDemote) {
  public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty());

  boolean areDeclared() {
    return onPromote.isPresent() || onDemote.isPresent();
  }
}
