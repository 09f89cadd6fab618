package dev.understudy.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Attempts by hand; times in milliseconds since {@link #START}. */
final class Attempts {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Attempt> attempts = new ArrayList<>();
  private Kind kind = Kind.FRESH;

  static Attempts fresh() {
    return new Attempts();
  }

  Attempts thenKept() {
    kind = Kind.KEPT;
    return this;
  }

  Attempts answered(long scheduled, long latency, String pod) {
    return add(scheduled, latency, Status.OK, pod);
  }

  Attempts failed(long scheduled, long latency, Outcome outcome) {
    return add(scheduled, latency, outcome, "");
  }

  private Attempts add(long scheduled, long latency, Outcome outcome, String pod) {
    long due = Attempt.micros(at(scheduled));
    attempts.add(new Attempt(attempts.size(), kind, due, 0, 1000 * latency, outcome, pod));
    return this;
  }

  List<Attempt> list() {
    return List.copyOf(attempts);
  }

  Analysis analysed() {
    return Analysis.of(attempts);
  }

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  static Outage outage(long start, long end, int failed) {
    return new Outage(at(start), Duration.ofMillis(end - start), failed, true);
  }
}
