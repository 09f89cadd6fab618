package dev.understudy.load;

import static java.util.Comparator.comparingLong;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/*
 * How long was there no service, and why this is not coordinated with the client's own waiting
 *
 * Order all attempts by when they ended. Two successes that follow each other in that order bound a
 * gap: in it, no success was received. A gap alone is no outage, since there may have been nothing to
 * answer. So its start moves to when the first of those requests was due that had not ended when the
 * gap began:
 *
 *   due          a  b     c  d  e                       (every 1/rate, whatever happens)
 *   received      A  B            C E D                 c, d: refused or slow
 *   gap             |-------------|
 *   unserved              |-------|                     from c, due first, to the next success
 *
 * Both ends are free of what the client did: requests are due by the clock, never by earlier answers,
 * and the end is the receipt of a success and not the sending of one. A hang without a single failure
 * is seen as well, since requests that wait are due.
 *
 * A doomed request that is still waiting when others are answered makes a stretch too long by one
 * interval of the schedule at most: better than too short.
 *
 * A request that fails late, by its timeout, failed in the longest of the gaps that it spans.
 */
final class Outages {

  private final List<Attempt> byEnd;
  private final List<Gap> gaps = new ArrayList<>();

  private static final class Gap {
    private final long start;
    private final long end;
    private final boolean recovered;
    private int failed;

    Gap(long start, long end, boolean recovered) {
      this.start = start;
      this.end = Math.max(start, end);
      this.recovered = recovered;
    }

    long length() {
      return end - start;
    }

    Outage toOutage() {
      var length = Duration.of(length(), ChronoUnit.MICROS);
      return new Outage(Attempt.instant(start), length, failed, recovered);
    }
  }

  private Outages(List<Attempt> attempts) {
    byEnd = attempts.stream().sorted(comparingLong(Attempt::endedMicros)).toList();
  }

  /** All gaps, in the order of time, with and without failures. */
  static List<Outage> in(List<Attempt> attempts) {
    var outages = new Outages(attempts);
    outages.findGaps();
    outages.assignFailures();
    return outages.gaps.stream().map(Gap::toOutage).toList();
  }

  private void findGaps() {
    long[] firstDue = firstDueFrom();
    long lastSuccess = Long.MIN_VALUE;
    int gapBegin = 0;
    for (int i = 0; i < byEnd.size(); i++) {
      if (byEnd.get(i).isSuccess()) {
        long end = byEnd.get(i).endedMicros();
        gaps.add(new Gap(Math.max(lastSuccess, firstDue[gapBegin]), end, true));
        lastSuccess = end;
        gapBegin = i + 1;
      }
    }
    findOpenEnd(lastSuccess);
  }

  /** For each position in the order of ending: when the first of all from there on was due. */
  private long[] firstDueFrom() {
    long[] firstDue = new long[byEnd.size()];
    long first = Long.MAX_VALUE;
    for (int i = byEnd.size() - 1; i >= 0; i--) {
      first = Math.min(first, byEnd.get(i).scheduledMicros());
      firstDue[i] = first;
    }
    return firstDue;
  }

  /** Only requests due after the last success witness that it was the last. */
  private void findOpenEnd(long lastSuccess) {
    var due =
        byEnd.stream()
            .mapToLong(Attempt::scheduledMicros)
            .filter(it -> it > lastSuccess)
            .summaryStatistics();
    if (due.getCount() > 0) {
      gaps.add(new Gap(due.getMin(), due.getMax(), false));
    }
  }

  private void assignFailures() {
    for (Attempt attempt : byEnd) {
      if (!attempt.isSuccess() && !gaps.isEmpty()) {
        longestGapOf(attempt).failed++;
      }
    }
  }

  private Gap longestGapOf(Attempt failed) {
    int last = gaps.size() - 1;
    int at = Math.min(firstGapEndingAfter(failed.scheduledMicros()), last);
    Gap longest = gaps.get(at);
    for (at++; at <= last && gaps.get(at).start <= failed.endedMicros(); at++) {
      longest = gaps.get(at).length() > longest.length() ? gaps.get(at) : longest;
    }
    return longest;
  }

  private int firstGapEndingAfter(long micros) {
    int low = 0;
    int high = gaps.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (gaps.get(middle).end < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
