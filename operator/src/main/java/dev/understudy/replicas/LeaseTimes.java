package dev.understudy.replicas;

import java.time.Duration;

/**
 * The periods of the operator lease.
 *
 * @param duration a lease unchanged for so long may be taken
 * @param deadline a holder that could not renew for so long stops writing
 * @param retry how often the holder renews
 */
public record LeaseTimes(Duration duration, Duration deadline, Duration retry) {
  /**
   * Between deadline and duration there is time for a write that was begun just before the deadline
   * to end: its request times out after 1.5 s.
   */
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1));

  public LeaseTimes {
    if (!retry.isPositive()
        || retry.compareTo(deadline) >= 0
        || deadline.compareTo(duration) >= 0) {
      throw new IllegalArgumentException("needs 0 < retry < deadline < duration");
    }
  }
}
