package dev.understudy.decision;

/** Who writes the service lease. */
public enum Keeper {
  /** Understudy, when leadership changes. */
  OPERATOR,
  /** The workload, by its own election; Understudy follows it. */
  WORKLOAD
}
