package dev.understudy.api;

/** What becomes of the route when the leader is lost and no standby may lead. */
public enum WhenNoCandidate {
  /** The route stays with the lost leader, which may come back. */
  HoldLast,
  /** The route is closed until a member may lead: clients are refused at once. */
  Close
}
