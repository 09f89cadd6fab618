package dev.understudy.detect;

import java.time.Duration;

/**
 * How a peer is asked whether it answers.
 *
 * @param period between an answer and the next question
 * @param deadline for an answer; when it has passed the next question follows at once
 * @param failures how many questions in succession must go without an answer
 */
public record Cadence(Duration period, Duration deadline, int failures) {
  /** A member that takes no traffic is asked so many times less often than one that does. */
  private static final int STANDING_BY = 5;

  public Cadence {
    if (!period.isPositive() || !deadline.isPositive() || failures < 1) {
      throw new IllegalArgumentException("needs a period, a deadline and a question");
    }
  }

  /** Of members that take no traffic. */
  public Cadence standingBy() {
    return new Cadence(period.multipliedBy(STANDING_BY), deadline, failures);
  }

  Duration worst() {
    return period.plus(deadline.multipliedBy(failures));
  }
}
