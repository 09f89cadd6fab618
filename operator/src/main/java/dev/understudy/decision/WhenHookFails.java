package dev.understudy.decision;

/** What becomes of a change of leadership when a hook has failed. */
public enum WhenHookFails {
  /** Another member is promoted; or, who could not be demoted is left as it is. */
  GO_ON,
  /** Nobody leads until the hook succeeds. */
  HOLD
}
