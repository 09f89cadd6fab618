package dev.understudy.decision;

/** A member's part, as it is told of it. */
public sealed interface Role {
  /**
   * It leads.
   *
   * @param epoch of its leadership
   */
  record Leader(long epoch) implements Role {}

  /** Another member leads, or none does. */
  record Standby() implements Role {}

  /** It is told nothing: it is new, or all members serve. */
  record None() implements Role {}

  /** Something that Understudy did not write. */
  record Foreign(String text) implements Role {}
}
