package dev.understudy.load;

import java.time.Duration;
import java.util.Optional;

/** Which request is due when: two constant rates, merged in the order of time. */
final class Schedule {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** What is due, as time since the start. */
  record Due(Kind kind, long nanos) {}

  private final int freshRate;
  private final int keptRate;
  private final long endNanos;
  private long fresh;
  private long kept;

  Schedule(int freshRate, int keptRate, Duration length) {
    this.freshRate = freshRate;
    this.keptRate = keptRate;
    this.endNanos = length.toNanos();
  }

  /** Empty once the run is over. */
  Optional<Due> next() {
    long freshDue = due(fresh, freshRate);
    long keptDue = due(kept, keptRate);
    if (Math.min(freshDue, keptDue) >= endNanos) {
      return Optional.empty();
    }
    if (freshDue <= keptDue) {
      fresh++;
      return Optional.of(new Due(Kind.FRESH, freshDue));
    }
    kept++;
    return Optional.of(new Due(Kind.KEPT, keptDue));
  }

  private static long due(long index, int rate) {
    return rate == 0 ? Long.MAX_VALUE : index * SECOND / rate;
  }
}
