package dev.understudy.decision;

/** What the Lease says of the newest revision as one that leads. */
public sealed interface Trial {
  Trial NONE = new None();

  /** Nothing: none is tried, and none has failed. */
  record None() implements Trial {}

  /** A member of this revision leads in place of one of an old one, which is kept meanwhile. */
  record On(String revision) implements Trial {}

  /** The leader of this revision failed in its trial. */
  record Failed(String revision) implements Trial {}
}
