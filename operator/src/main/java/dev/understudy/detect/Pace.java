package dev.understudy.detect;

import java.time.Duration;

/**
 * How a tether dials.
 *
 * @param deadline for the answer to one dial
 * @param unanswered how many dials in succession must go without an answer before the peer counts
 *     as silent; one alone may have lost a packet
 * @param brief a connection that ends sooner shows nothing that a dial would not
 * @param first pause before a dial after one that failed; it doubles each time
 * @param longest pause
 * @param keepalive when a connection that is there has gone silent
 */
public record Pace(
    Duration deadline,
    int unanswered,
    Duration brief,
    Duration first,
    Duration longest,
    Keepalive keepalive) {
  public static final Pace BALANCED =
      new Pace(
          Duration.ofSeconds(1),
          3,
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          new Keepalive(1, 1, 3));

  public Pace {
    if (!deadline.isPositive() || unanswered < 1 || !first.isPositive()) {
      throw new IllegalArgumentException("needs a deadline, a dial and a pause");
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("the longest pause is shorter than the first");
    }
  }

  /**
   * @param times how often it has failed in succession, at least once
   */
  Duration pause(int times) {
    Duration doubled = first.multipliedBy(1L << Math.min(times - 1, 20));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
