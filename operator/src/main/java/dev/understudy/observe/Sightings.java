package dev.understudy.observe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When this process first saw things as they are. Times are of its own monotonic clock: what
 * another machine's clock says never counts. A restart times everything anew, which can only add
 * waiting.
 */
public final class Sightings {
  private record Sighting(Object value, long atNanos) {}

  private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  public Sightings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long the thing has been seen to have this value. */
  public Duration unchangedFor(String thing, Object value) {
    long now = nanoTime.getAsLong();
    Sighting sighting =
        sightings.compute(
            thing,
            (key, last) ->
                last != null && last.value().equals(value) ? last : new Sighting(value, now));
    return Duration.ofNanos(Math.max(0, now - sighting.atNanos()));
  }

  /** Forgets everything whose name begins so. */
  public void forget(String prefix) {
    sightings.keySet().removeIf(thing -> thing.startsWith(prefix));
  }
}
