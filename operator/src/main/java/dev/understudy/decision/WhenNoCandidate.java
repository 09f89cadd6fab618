package dev.understudy.decision;

/** What becomes of the route when the leader is lost and no standby may lead. */
public enum WhenNoCandidate {
  /** It stays with the lost leader. */
  HOLD_LAST,
  /** It is closed until a member may lead. */
  CLOSE
}
