package dev.understudy.observe;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one Lease change, by this process's own monotonic clock alone: when a record came, and
 * whether another was there before. Another machine's clock may be off by an hour.
 */
final class LeaseWatch {
  private record Seen(Optional<LeaseRecord> record, long version, long atNanos, boolean changed) {}

  private final LongSupplier nanoTime;
  private @Nullable Seen last;

  LeaseWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What is older than what was seen already is no news: a watch may tell late what an answer told
   * before.
   *
   * @return whether a pass should look: not if a holder that was seen alive renews in time
   */
  synchronized boolean see(Optional<Lease> lease) {
    Optional<LeaseRecord> record = lease.map(LeaseRecord::of);
    long version = lease.map(LeaseWatch::version).orElse(Long.MAX_VALUE);
    if (last == null) {
      last = new Seen(record, version, nanoTime.getAsLong(), false);
      return true;
    }
    if (record.equals(last.record()) || isOlder(version, last)) {
      return false;
    }
    boolean routine = isRoutine(last, record);
    last = new Seen(record, version, nanoTime.getAsLong(), true);
    return !routine;
  }

  /** Empty if nothing was seen yet. */
  synchronized Optional<Watched> watched() {
    return Optional.ofNullable(last)
        .map(seen -> new Watched(seen.record(), unchangedFor(seen), seen.changed()));
  }

  /** Than nothing, nothing is older: a Lease that is gone may be made anew. */
  private static boolean isOlder(long version, Seen last) {
    return last.record().isPresent() && version < last.version();
  }

  private boolean isRoutine(Seen before, Optional<LeaseRecord> now) {
    return before.changed()
        && now.isPresent()
        && before.record().filter(record -> now.get().isRenewalOf(record)).isPresent()
        && unchangedFor(before).compareTo(now.get().duration()) < 0;
  }

  private Duration unchangedFor(Seen seen) {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - seen.atNanos()));
  }

  /** Kubernetes promises since 1.35 that they can be compared. */
  private static long version(Lease lease) {
    return Long.parseLong(lease.getMetadata().getResourceVersion());
  }
}
