package dev.understudy.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;

/** How durations are spread; all zero if there are none. */
public record Percentiles(Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

  static Percentiles of(LongStream micros) {
    long[] sorted = micros.sorted().toArray();
    return new Percentiles(
        at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
  }

  /** The smallest value that is not exceeded by this share of all. */
  private static Duration at(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return rank == 0 ? Duration.ZERO : Duration.of(sorted[rank - 1], ChronoUnit.MICROS);
  }
}
