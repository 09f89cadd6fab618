package dev.understudy.simulation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Everything that happens by chance comes from one seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean percent(int likelihood) {
    return random.nextInt(100) < likelihood;
  }

  /** From zero to the bound, which is not reached. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both bounds may be reached. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  <T> T oneOf(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  <T> Optional<T> anyOf(List<T> from) {
    return from.isEmpty() ? Optional.empty() : Optional.of(oneOf(from));
  }
}
