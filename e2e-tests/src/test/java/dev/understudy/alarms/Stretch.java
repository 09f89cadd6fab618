package dev.understudy.alarms;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What one service went through during one disturbance.
 *
 * @param end the next one has not begun, and who leads is settled
 * @param takeovers how often another of the operator's replicas began to lead
 * @param changes of leadership
 * @param excuse why the changes were not needless, after all; empty if they were
 */
record Stretch(
    int round,
    Disturbance disturbance,
    Profile profile,
    Instant start,
    Instant end,
    int takeovers,
    List<Change> changes,
    int requests,
    int failed,
    String excuse) {
  static final String HEADER =
      "round,start,seconds,disturbance,profile,operator_takeovers,needless_changes,reasons,requests,failed,excuse\n";

  /**
   * One change of leadership.
   *
   * @param reason the operator's word; empty if it is no longer told
   */
  record Change(long epoch, String reason) {}

  Stretch {
    changes = List.copyOf(changes);
  }

  int needless() {
    return excuse.isEmpty() ? changes.size() : 0;
  }

  String csv() {
    return "%d,%s,%d,%s,%s,%d,%d,%s,%d,%d,%s%n"
        .formatted(
            round,
            start.truncatedTo(ChronoUnit.SECONDS),
            Duration.between(start, end).toSeconds(),
            disturbance.word(),
            profile.title(),
            takeovers,
            needless(),
            String.join(" ", changes.stream().map(Change::reason).toList()),
            requests,
            failed,
            excuse.replace(',', ';'));
  }
}
