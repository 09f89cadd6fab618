package dev.understudy.replicas;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knows of the operator lease by its own monotonic clock: whether it leads and may
 * write, and whether it may take the lease that another holds. It knows the times of no other
 * machine: a lease is as old as the time for which this replica has seen it unchanged, and a
 * renewal counts from when it was begun.
 *
 * <p>One thread turns it; {@link #leads} and {@link #mayWrite} may be asked by any.
 */
final class LeaseClock {
  /** What a write of the lease that was accepted meant. */
  enum Renewal {
    /** This replica leads from now on. */
    BEGAN,
    IN_TIME,
    /** It had been overdue: for a while nothing could be written. */
    LATE
  }

  private final LeaseTimes times;
  private final LongSupplier nanoTime;

  private volatile boolean leads;
  private volatile long renewedAt;

  private @Nullable String seenVersion;
  private long seenAt;

  LeaseClock(LeaseTimes times, LongSupplier nanoTime) {
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /** In nanoseconds; of use only to compare. */
  long now() {
    return nanoTime.getAsLong();
  }

  boolean leads() {
    return leads;
  }

  /** False as soon as the lease could have run out. */
  boolean mayWrite() {
    return leads && isYoung();
  }

  /** Whether it leads, but can no longer be sure that no other does. */
  boolean isOverdue() {
    return leads && !isYoung();
  }

  private boolean isYoung() {
    return now() - renewedAt < times.deadline().toNanos();
  }

  /** Whether a lease of this version, which another holds, was seen unchanged for its duration. */
  boolean hasRunOut(String version) {
    long now = now();
    if (!version.equals(seenVersion)) {
      seenVersion = version;
      seenAt = now;
    }
    return now - seenAt >= times.duration().toNanos();
  }

  /** This replica's write of the lease, begun then, was accepted. */
  Renewal renewed(long begun) {
    Renewal renewal = !leads ? Renewal.BEGAN : isYoung() ? Renewal.IN_TIME : Renewal.LATE;
    renewedAt = begun;
    leads = true;
    return renewal;
  }

  /** It leads no more; what it saw before does not count. */
  void ceased() {
    leads = false;
    seenVersion = null;
  }
}
