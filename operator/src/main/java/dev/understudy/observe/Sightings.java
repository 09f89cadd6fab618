package dev.understudy.observe;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When this process first saw things as they are. Times are of its own monotonic clock: what
 * another machine's clock says never counts. A restart times everything anew, which can only add
 * waiting.
 */
public final class Sightings {
  private record Sighting(Object value, long atNanos) {}

  private final Map<String, Map<String, Sighting>> byService = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  public Sightings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long a thing of a service has been seen to have this value. */
  public Duration unchangedFor(String service, String thing, Object value) {
    long now = nanoTime.getAsLong();
    Sighting sighting =
        byService
            .computeIfAbsent(service, key -> new ConcurrentHashMap<>())
            .compute(
                thing,
                (key, last) ->
                    last != null && last.value().equals(value) ? last : new Sighting(value, now));
    return Duration.ofNanos(Math.max(0, now - sighting.atNanos()));
  }

  /** Forgets the things of a service that are not among these: they are no more. */
  public void keepOnly(String service, Set<String> things) {
    Map<String, Sighting> sightings = byService.get(service);
    if (sightings != null) {
      sightings.keySet().retainAll(things);
    }
  }

  public void forget(String service) {
    byService.remove(service);
  }
}
