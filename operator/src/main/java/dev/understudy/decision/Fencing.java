package dev.understudy.decision;

/** What must be known of a deposed leader before another may lead. */
public enum Fencing {
  /** Nothing: the route alone says who serves. */
  NONE,
  /** That the processes that led have stopped. */
  STOP_LEADER
}
