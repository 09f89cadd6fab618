package dev.understudy.decision;

/** Who takes the traffic. */
public enum Mode {
  /** Every ready member. */
  ACTIVE_ACTIVE,
  /** One leader; the others stand by. */
  ACTIVE_PASSIVE
}
