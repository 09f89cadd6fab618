package dev.understudy.observe;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a second watch was told and the cache of the first does not show. A watch tells everything
 * in the order in which it happened: one event that stays out of the cache is enough.
 */
final class Missed {
  private @Nullable Told awaited;

  /**
   * @param told by the second watch since it was last asked, at least; the oldest first
   * @param cached the version in the cache; empty if it is not there
   * @return what was missing the last time and is missing still
   */
  Optional<Told> look(List<Told> told, Function<ResourceID, OptionalLong> cached) {
    if (awaited != null && !isIn(awaited, told, cached)) {
      return Optional.of(awaited);
    }
    awaited =
        told.stream()
            .filter(it -> !isIn(it, told, cached))
            .findFirst()
            .map(it -> new Told(it.id(), it.version(), isGone(it, told)))
            .orElse(null);
    return Optional.empty();
  }

  boolean isAwaiting() {
    return awaited != null;
  }

  private static boolean isIn(
      Told event, List<Told> told, Function<ResourceID, OptionalLong> cached) {
    OptionalLong version = cached.apply(event.id());
    return version.isPresent() ? version.getAsLong() >= event.version() : isGone(event, told);
  }

  /** By this event or one that came after it. */
  private static boolean isGone(Told event, List<Told> told) {
    return event.gone()
        || told.stream()
            .anyMatch(
                it -> it.gone() && it.id().equals(event.id()) && it.version() >= event.version());
  }
}
