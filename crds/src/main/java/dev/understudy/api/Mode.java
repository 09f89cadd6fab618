package dev.understudy.api;

/** Who takes the traffic of a service. */
public enum Mode {
  /** Every ready member. */
  ActiveActive,
  /** One leader; the others stand by. */
  ActivePassive
}
