package dev.understudy.decision;

import java.time.Duration;

/**
 * What was declared of how a new revision takes the place of an old one.
 *
 * @param trial how long a new revision must have led before the old one goes; zero if at once
 * @param paused nobody is replaced meanwhile
 * @param history how many ReplicaSets of old revisions are kept, for people who want one back
 */
public record Update(Duration trial, boolean paused, int history) {
  /** Without a trial, and nothing of old revisions is kept. */
  public static final Update AT_ONCE = new Update(Duration.ZERO, false, 0);

  public Update {
    if (trial.isNegative() || history < 0) {
      throw new IllegalArgumentException("trial " + trial + ", history " + history);
    }
  }
}
