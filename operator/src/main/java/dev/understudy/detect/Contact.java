package dev.understudy.detect;

/** What the connection to a peer shows. */
public enum Contact {
  /** It was never reached from here: its loss would not be noticed, and proves nothing. */
  NEVER_REACHED,
  /** Connected; when its process ends, its kernel says so. */
  HELD,
  /**
   * It accepts connections and closes each at once. It lives, but its loss is only noticed by the
   * next dial.
   */
  CLOSES,
  /** It was reached before, and now nobody listens: its process has ended. */
  REFUSED,
  /** It was reached before, and now nothing answers: it, its node, or the way there. */
  SILENT
}
