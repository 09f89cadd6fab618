package dev.understudy.benchmark;

import java.time.Duration;
import java.time.Instant;

/**
 * Where the time of an outage goes, as clients and the watches of this process saw it.
 *
 * @param routedMillis from the first request without an answer until the Service was seen to select
 *     another pod
 * @param offeredMillis from then until its EndpointSlice was seen to offer that pod; negative if
 *     that was seen first, since they are two watches
 * @param answeredMillis from then until it answered
 */
record Phases(double routedMillis, double offeredMillis, double answeredMillis) {

  static Phases between(Instant lost, Instant routed, Instant offered, Instant answered) {
    return new Phases(millis(lost, routed), millis(routed, offered), millis(offered, answered));
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
