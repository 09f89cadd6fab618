package dev.understudy.api;

/** When leadership returns to a member that is preferred to the leader. */
public enum Failback {
  /** Not as long as the leader may lead. */
  Never,
  /** Once the preferred member has been ready for 30 seconds. */
  Preferred
}
