package dev.understudy.api;

/** Who writes the service lease. */
public enum Keeper {
  /** Understudy, when leadership changes. */
  Operator,
  /** The workload, by its own election; Understudy reads it and follows. */
  Workload
}
