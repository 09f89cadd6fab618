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
  public Pace {
    if (!deadline.isPositive() || unanswered < 1 || !first.isPositive()) {
      throw new IllegalArgumentException("needs a deadline, a dial and a pause");
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("the longest pause is shorter than the first");
    }
  }

  /** How long a peer may be silent at most before it counts as such. */
  Duration worst() {
    Duration dials = deadline.multipliedBy(unanswered);
    for (int i = 1; i < unanswered; i++) {
      dials = dials.plus(pause(i));
    }
    return keepalive.worst().plus(dials);
  }

  /**
   * @param times how often it has failed in succession, at least once
   */
  Duration pause(int times) {
    Duration doubled = first.multipliedBy(1L << Math.min(times - 1, 20));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
