package dev.understudy.load;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * All attempts of a run, at 16 bytes each, allocated at the start so that recording never pauses.
 *
 * <pre>
 * word 0: scheduled, micros since the start (32 bits) | latency, micros (32)
 * word 1: lag, micros (32) | number of the ending, from 1 (32); 0 while in flight
 * </pre>
 */
final class AttemptLog {

  private static final long HALF = 0xFFFF_FFFFL;

  /** What few attempts differ in. */
  private record Ending(Kind kind, Outcome outcome, String pod) {}

  private final long startMicros;
  private final AtomicLongArray words;
  private final LongAdder recorded = new LongAdder();
  private final CopyOnWriteArrayList<Ending> endings = new CopyOnWriteArrayList<>();
  private final Map<Ending, Integer> numbers = new ConcurrentHashMap<>();

  AttemptLog(long startMicros, int capacity) {
    this.startMicros = startMicros;
    this.words = new AtomicLongArray(Math.multiplyExact(2, capacity));
  }

  long startMicros() {
    return startMicros;
  }

  long recorded() {
    return recorded.sum();
  }

  void record(Attempt attempt) {
    int at = Math.toIntExact(2 * attempt.sequence());
    long scheduled = fit(attempt.scheduledMicros() - startMicros);
    words.setPlain(at, scheduled << 32 | fit(attempt.latencyMicros()));
    var ending = new Ending(attempt.kind(), attempt.outcome(), attempt.pod());
    words.setRelease(at + 1, fit(attempt.lagMicros()) << 32 | number(ending));
    recorded.increment();
  }

  /** Empty while the attempt is in flight, or not yet issued. */
  Optional<Attempt> get(int sequence) {
    long high = 2 * sequence < words.length() ? words.getAcquire(2 * sequence + 1) : 0;
    if (high == 0) {
      return Optional.empty();
    }
    long low = words.getPlain(2 * sequence);
    Ending ending = endings.get((int) high - 1);
    return Optional.of(
        new Attempt(
            sequence,
            ending.kind(),
            startMicros + (low >>> 32),
            high >>> 32,
            low & HALF,
            ending.outcome(),
            ending.pod()));
  }

  private static long fit(long micros) {
    return Math.clamp(micros, 0, HALF);
  }

  private int number(Ending ending) {
    return numbers.computeIfAbsent(ending, this::add);
  }

  private synchronized int add(Ending ending) {
    endings.add(ending);
    return endings.size();
  }
}
