package dev.understudy.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * How measured values are spread, in few words: the median, and the worst, which is the largest.
 */
record Spread(int count, double median, double worst) {

  static Spread of(Collection<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(0, Double.NaN, Double.NaN);
    }
    double lower = sorted[(sorted.length - 1) / 2];
    double upper = sorted[sorted.length / 2];
    return new Spread(
        sorted.length, (lower + upper) / 2, Arrays.stream(sorted).max().orElseThrow());
  }

  /** Such as {@code 12 / 1,354}; a dash where there is nothing. */
  String text() {
    return count == 0 ? "-" : number(median) + " / " + number(worst);
  }

  /** Fractions matter only of small numbers. */
  static String number(double value) {
    boolean whole = value >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", value);
  }
}
