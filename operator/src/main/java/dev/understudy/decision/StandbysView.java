package dev.understudy.decision;

/** The Service to the standbys: what is declared of it, compared with what is there. */
public sealed interface StandbysView {
  StandbysView AS_DECLARED = new AsDeclared();

  /** Also if none is declared, and none is there. */
  record AsDeclared() implements StandbysView {}

  /** Declared, and not there. */
  record Missing() implements StandbysView {}

  /** Made by Understudy, and not as it should be. */
  record Outdated(String version) implements StandbysView {}

  /** Made by Understudy, and no longer declared. */
  record Unwanted(String uid) implements StandbysView {}

  /** Declared, and its name belongs to somebody else. */
  record Taken(String by) implements StandbysView {}
}
