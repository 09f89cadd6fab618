package dev.understudy.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One request and how it ended.
 *
 * @param scheduledMicros when it was due, since the epoch
 * @param lagMicros how much later the client really began: its own slowness, not the service's
 * @param latencyMicros from when it was due to its end, so that waiting in the client counts
 * @param pod who answered; empty if nobody did
 */
public record Attempt(
    long sequence,
    Kind kind,
    long scheduledMicros,
    long lagMicros,
    long latencyMicros,
    Outcome outcome,
    String pod) {

  public Attempt {
    if (sequence < 0 || lagMicros < 0 || latencyMicros < lagMicros) {
      throw new IllegalArgumentException(
          "attempt %d: lag %d, latency %d".formatted(sequence, lagMicros, latencyMicros));
    }
  }

  public boolean isSuccess() {
    return outcome.isSuccess();
  }

  public long startedMicros() {
    return scheduledMicros + lagMicros;
  }

  public long endedMicros() {
    return scheduledMicros + latencyMicros;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
