package dev.understudy.decision;

/** Whether a member takes part in the rotation of active-active, as the label of its pod says. */
public enum Rotation {
  IN,
  /** Understudy has put it out, or somebody by hand. */
  OUT,
  /** The label says neither, or is not there: by hand, and as good as out. */
  FOREIGN
}
