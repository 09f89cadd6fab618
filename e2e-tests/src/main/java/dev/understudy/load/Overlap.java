package dev.understudy.load;

import java.time.Duration;
import java.time.Instant;

/**
 * Two members served at the same time: the earlier one answered requests that were begun after the
 * later one's first answer had been received.
 *
 * @param kind of all requests concerned; kept connections stay with a demoted, living member
 * @param since when the later one's first answer was received
 * @param until when the last of those requests was begun
 */
public record Overlap(
    Kind kind, String earlier, String later, Instant since, Instant until, int count) {

  public Duration length() {
    return Duration.between(since, until);
  }
}
