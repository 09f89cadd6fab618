package dev.understudy.decision;

/** When leadership returns to a member that is preferred to the leader. */
public enum Failback {
  /** Not as long as the leader may lead. */
  NEVER,
  /** As soon as it may lead and has been ready for a while. */
  PREFERRED
}
