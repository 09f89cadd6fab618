package dev.understudy.load;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time in which requests were due and none was answered with success.
 *
 * @param start when the first request was due that was not answered before the stretch, but at the
 *     earliest when the last success before it was received
 * @param length until the next success was received; or else until the last request was due
 * @param failed the requests that failed in it
 * @param recovered whether a success followed; if not, the length is what is known at least
 */
public record Outage(Instant start, Duration length, int failed, boolean recovered) {

  public Outage {
    if (length.isNegative() || failed < 0) {
      throw new IllegalArgumentException("length " + length + ", failed " + failed);
    }
  }

  public Instant end() {
    return start.plus(length);
  }
}
