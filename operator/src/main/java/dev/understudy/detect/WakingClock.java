package dev.understudy.detect;

import java.util.function.LongSupplier;

/**
 * Time in which this thread could have heard an answer. While it was frozen, or collected garbage,
 * or got no processor, answers waited in the kernel; that time is nobody else's silence, and does
 * not count.
 */
final class WakingClock {
  /** What is longer than was meant to be is a time away. */
  private static final long TOLERATED = 20_000_000;

  private final LongSupplier nanoTime;
  private long last;
  private long now;

  WakingClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** In nanoseconds, from when it began. */
  long now() {
    return now;
  }

  /**
   * Time has passed.
   *
   * @param meant how much of it, at most, in nanoseconds
   */
  void advance(long meant) {
    long reading = nanoTime.getAsLong();
    now += Math.min(reading - last, meant + TOLERATED);
    last = reading;
  }
}
