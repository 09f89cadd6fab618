package dev.understudy.detect;

/** What became of one question. */
enum Reply {
  ANSWERED,
  /** The connection was accepted, and the deadline passed. */
  UNANSWERED,
  /** There was no connection, or it was cut: that tells nothing of whether it hangs. */
  UNREACHED
}
