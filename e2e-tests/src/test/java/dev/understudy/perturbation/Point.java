package dev.understudy.perturbation;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where a story is disturbed.
 *
 * @param at a write or an event, as the undisturbed run had it: the object, and the how-manieth
 */
record Point(Kind kind, String at) {
  /** How. */
  enum Kind {
    /** The operator is killed before its write reaches the API server. */
    KILLED_BEFORE,
    /** The API server has taken the write, and the operator is killed before it sees the answer. */
    KILLED_AFTER,
    /** The event is not told until the object has changed again. */
    WITHHELD,
    /**
     * The operator starts anew, on an API server that knows nothing of this write and later ones.
     */
    LAGGING,
    /** The same, and it catches up the other way round: who leads first, what is declared last. */
    LAGGING_BACKWARDS;

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Point parse(String text) {
    int colon = text.indexOf(':');
    String word = text.substring(0, Math.max(0, colon));
    return Arrays.stream(Kind.values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .map(kind -> new Point(kind, text.substring(colon + 1)))
        .orElseThrow(() ->
            new IllegalArgumentException("no point: '" + text + "'; copy one from the output"));
  }

  boolean isLagging() {
    return kind == Kind.LAGGING || kind == Kind.LAGGING_BACKWARDS;
  }

  @Override
  public String toString() {
    return kind.word() + ":" + at;
  }
}
