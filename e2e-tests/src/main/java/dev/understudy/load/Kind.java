package dev.understudy.load;

/**
 * How a request reaches the service. Kubernetes routes connections, so the two fare differently.
 */
public enum Kind {
  /** On a connection of its own: goes where the Service points now. */
  FRESH,
  /** On a connection kept alive: goes where the Service pointed when it was opened. */
  KEPT
}
