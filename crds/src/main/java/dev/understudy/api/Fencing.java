package dev.understudy.api;

/** What must be known of a deposed leader before another may lead. */
public enum Fencing {
  /** Nothing. */
  None,
  /** That it has stopped. */
  StopLeader
}
