package dev.understudy.decision;

/** What is known of a call that was made by this process. */
public sealed interface CallResult {
  record Running() implements CallResult {}

  record Done() implements CallResult {}

  /**
   * After all its retries.
   *
   * @param why as a clause
   */
  record Failed(String why) implements CallResult {}
}
