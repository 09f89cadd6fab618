package dev.understudy.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Deals faults at random, but each once before any comes again: a short run has seen all. The same
 * seed deals the same faults.
 */
final class Deck {
  /** Of so many rounds, which take about 4 min each, one has the faults that are rationed. */
  private static final int RATION = 4;

  private final Random random;
  private final List<Fault> cards = new ArrayList<>();
  private int rounds;

  Deck(long seed) {
    this.random = new Random(seed);
  }

  Fault next() {
    if (cards.isEmpty()) {
      cards.addAll(round());
      Collections.shuffle(cards, random);
    }
    return cards.removeLast();
  }

  /** Whether everything was dealt that the present round has. */
  boolean isRoundOver() {
    return cards.isEmpty();
  }

  private List<Fault> round() {
    boolean all = rounds++ % RATION == 0;
    return Stream.of(Fault.values()).filter(it -> all || !it.isRationed()).toList();
  }
}
