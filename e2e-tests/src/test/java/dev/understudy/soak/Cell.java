package dev.understudy.soak;

import java.util.Locale;

/** A way to lead with a register, and what Understudy does about an old leader. */
public enum Cell {
  /** The register refuses old epochs, so it does not matter who believes to lead. */
  ASKING_NONE("None", false),
  ASKING_STOP("StopLeader", false),
  /** Whoever leads answers from its memory, but no other leads before it has stopped. */
  TRUSTING_STOP("StopLeader", true),
  /** Nothing is promised: an old leader may answer as long as it believes to lead. */
  TRUSTING_NONE("None", true);

  private final String fencing;
  private final boolean trusting;

  Cell(String fencing, boolean trusting) {
    this.fencing = fencing;
    this.trusting = trusting;
  }

  String fencing() {
    return fencing;
  }

  boolean trusting() {
    return trusting;
  }

  /** Whether its history has to be linearizable. */
  boolean isPromised() {
    return this != TRUSTING_NONE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
