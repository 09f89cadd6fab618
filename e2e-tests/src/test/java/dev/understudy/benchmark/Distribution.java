package dev.understudy.benchmark;

import java.util.Collection;
import java.util.Locale;

/**
 * How measured values are spread, in few words.
 *
 * @param p99 the smallest value that 99 % do not exceed: of fewer than 100 values the worst
 * @param worst the largest
 */
record Distribution(int count, double median, double p99, double worst) {

  static Distribution of(Collection<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return new Distribution(0, Double.NaN, Double.NaN, Double.NaN);
    }
    double lower = sorted[(count - 1) / 2];
    double upper = sorted[count / 2];
    int rank = (int) Math.ceil(0.99 * count);
    return new Distribution(count, (lower + upper) / 2, sorted[rank - 1], sorted[count - 1]);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Median and worst, such as {@code 12 / 1,354}; a dash where there is nothing. */
  String text() {
    return isEmpty() ? "-" : number(median) + " / " + number(worst);
  }

  /** Fractions matter only of small numbers. */
  static String number(double value) {
    boolean whole = Math.abs(value) >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", value);
  }
}
