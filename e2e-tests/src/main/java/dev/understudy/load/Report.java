package dev.understudy.load;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints what a CSV of records says, for people.
 *
 * <p>Usage: {@code Report records.csv}, or {@code -} for the standard input. Times are relative to
 * the first request.
 */
public final class Report {

  /** A longer list is no longer read. */
  private static final int SHOWN = 12;

  private static final String INDENT = " ".repeat(18);

  private final StringBuilder text = new StringBuilder();
  private final Analysis all;
  private final Instant start;

  private Report(Analysis all) {
    this.all = all;
    this.start =
        all.attempts().isEmpty()
            ? Instant.EPOCH
            : Attempt.instant(all.attempts().getFirst().scheduledMicros());
  }

  static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: Report records.csv | -");
      System.exit(2);
    }
    try (Reader csv = open(arguments[0])) {
      System.out.print(of(Records.parse(csv).attempts()));
    }
  }

  private static Reader open(String file) throws IOException {
    return file.equals("-")
        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
        : Files.newBufferedReader(Path.of(file));
  }

  public static String of(List<Attempt> attempts) {
    var report = new Report(Analysis.of(attempts));
    for (Kind kind : Kind.values()) {
      report.describe(kind);
    }
    report.describeOverlaps();
    report.describeLag();
    return report.text.toString();
  }

  private void describe(Kind kind) {
    Analysis some = all.only(kind);
    if (some.requests() == 0) {
      return;
    }
    line("%s connections: %s".formatted(kind == Kind.FRESH ? "Fresh" : "Kept", counts(some)));
    line("  latency         " + describe(some.latencies()));
    some.longestOutage().ifPresent(it -> line("  longest outage  " + describe(it)));
    describeOutages(some.outages());
    describeTurns(some);
  }

  private static String describe(Percentiles spread) {
    return "p50 %s, p99 %s, max %s"
        .formatted(millis(spread.p50()), millis(spread.p99()), millis(spread.max()));
  }

  private static String counts(Analysis some) {
    return "%d requests, %d failed %s".formatted(some.requests(), some.failed(), some.outcomes());
  }

  private void describeOutages(List<Outage> outages) {
    if (outages.size() < 2) {
      return;
    }
    line("  with failures   " + outages.size() + " outages");
    Stream<Outage> longest =
        outages.stream().sorted(comparing(Outage::length).reversed()).limit(SHOWN);
    longest.sorted(comparing(Outage::start)).forEach(it -> line(INDENT + describe(it)));
    showMore(outages.size());
  }

  private String describe(Outage outage) {
    return "%s from %s, %d failed%s"
        .formatted(
            millis(outage.length()),
            at(outage.start()),
            outage.failed(),
            outage.recovered() ? "" : ", not recovered");
  }

  /** In active-active there are too many turns to be read: then only the sums. */
  private void describeTurns(Analysis some) {
    List<Answers> turns = some.turns();
    boolean readable = turns.size() <= SHOWN;
    line("  answered by     " + (readable ? "" : turns.size() + " turns, in sum"));
    for (Answers answers : readable ? turns : some.answers()) {
      line(INDENT + describe(answers));
    }
  }

  private String describe(Answers answers) {
    return "%-24s %s to %s, %d times"
        .formatted(answers.pod(), at(answers.first()), at(answers.last()), answers.count());
  }

  private void describeOverlaps() {
    List<Overlap> overlaps = all.overlaps();
    line("Two at the same time: " + (overlaps.isEmpty() ? "never" : ""));
    overlaps.stream().limit(SHOWN).forEach(it -> line("  " + describe(it)));
    showMore(overlaps.size());
  }

  private String describe(Overlap overlap) {
    return "%-5s %s answered %d times after %s did, %s from %s"
        .formatted(
            overlap.kind(),
            overlap.earlier(),
            overlap.count(),
            overlap.later(),
            millis(overlap.length()),
            at(overlap.since()));
  }

  private void describeLag() {
    line("The client's own lateness: " + describe(all.lags()));
  }

  private void showMore(int size) {
    if (size > SHOWN) {
      line("  ... and " + (size - SHOWN) + " more");
    }
  }

  private String at(Instant instant) {
    return String.format(Locale.ROOT, "%+.3f s", Duration.between(start, instant).toNanos() / 1e9);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
