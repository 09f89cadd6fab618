package dev.understudy.benchmark;

import dev.understudy.api.FailoverStatus;
import dev.understudy.load.Analysis;
import dev.understudy.load.Outage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One fault inflicted once on one subject, and what clients saw.
 *
 * @param outageMillis the longest stretch in which no fresh connection was answered
 * @param lagMillis how late the client itself was, at the 99th percentile: doubt the machine then
 * @param promotion where one service has a leader, and it changed
 * @param phases where a Service follows the leader, and it was moved
 * @param broken why the run did not show what it should; empty if it did
 */
record Run(
    int round,
    Instant start,
    String subject,
    Fault fault,
    double outageMillis,
    int failed,
    int requests,
    double lagMillis,
    Optional<FailoverStatus> promotion,
    Optional<Phases> phases,
    String broken) {

  static final String HEADER =
      "round,start,subject,fault,outage_ms,failed,requests,client_lag_p99_ms"
          + ",reason,epoch,decide_ms,lease_ms,route_ms"
          + ",routed_ms,offered_ms,answered_ms,broken\n";

  private static final int CELLS = HEADER.split(",", -1).length;

  static Run of(
      int round,
      Instant start,
      String subject,
      Fault fault,
      Analysis fresh,
      Optional<FailoverStatus> promotion,
      Optional<Phases> phases) {
    return new Run(
        round,
        start,
        subject,
        fault,
        millis(fresh.longestOutage().map(Outage::length).orElse(Duration.ZERO)),
        fresh.failed(),
        fresh.requests(),
        millis(fresh.lags().p99()),
        promotion,
        phases,
        "");
  }

  static Run broken(int round, Instant start, String subject, Fault fault, String why) {
    String line = why.strip().replaceAll("\\s+", " ");
    return new Run(
        round, start, subject, fault, 0, 0, 0, 0, Optional.empty(), Optional.empty(), line);
  }

  /**
   * As {@link #csv} wrote it.
   *
   * @throws IllegalArgumentException if it is of another version of the benchmark
   */
  static Run parse(String csv) {
    List<String> cells = List.of(csv.strip().split(",", CELLS));
    if (cells.size() < CELLS) {
      throw new IllegalArgumentException("not a run of this benchmark: " + csv);
    }
    boolean worked = cells.getLast().isEmpty();
    return new Run(
        Integer.parseInt(cells.get(0)),
        Instant.parse(cells.get(1)),
        cells.get(2),
        Fault.parse(cells.get(3)),
        worked ? Double.parseDouble(cells.get(4)) : 0,
        worked ? Integer.parseInt(cells.get(5)) : 0,
        worked ? Integer.parseInt(cells.get(6)) : 0,
        worked ? Double.parseDouble(cells.get(7)) : 0,
        promotion(cells.subList(8, 13)),
        phases(cells.subList(13, 16)),
        cells.getLast().replace("\"", ""));
  }

  private static Optional<FailoverStatus> promotion(List<String> cells) {
    if (cells.getFirst().isEmpty()) {
      return Optional.empty();
    }
    FailoverStatus told = new FailoverStatus();
    told.reason = cells.get(0);
    told.epoch = number(cells.get(1));
    told.decideMillis = number(cells.get(2));
    told.leaseMillis = number(cells.get(3));
    told.routeMillis = number(cells.get(4));
    return Optional.of(told);
  }

  private static @Nullable Long number(String cell) {
    return cell.isEmpty() ? null : Long.valueOf(cell);
  }

  private static Optional<Phases> phases(List<String> cells) {
    return cells.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Phases(
                Double.parseDouble(cells.get(0)),
                Double.parseDouble(cells.get(1)),
                Double.parseDouble(cells.get(2))));
  }

  boolean worked() {
    return broken.isEmpty();
  }

  String csv() {
    List<Object> cells = new ArrayList<>();
    cells.addAll(List.of(round, start.truncatedTo(ChronoUnit.SECONDS), subject, fault.word()));
    cells.addAll(worked() ? measured() : nothing(4));
    cells.addAll(promotion.map(Run::told).orElse(nothing(5)));
    cells.addAll(phases.map(Run::seen).orElse(nothing(3)));
    cells.add(worked() ? "" : "\"" + broken.replace('"', '\'') + "\"");
    return cells.stream()
        .map(it -> Objects.toString(it, ""))
        .collect(Collectors.joining(",", "", "\n"));
  }

  /** For people, while they wait. */
  String line() {
    String what = "%3d  %-36s  %-31s  ".formatted(round, subject, fault.title());
    return worked()
        ? what
            + String.format(
                Locale.ROOT, "outage %8.1f ms, %4d of %d failed", outageMillis, failed, requests)
            + promotion.map(it -> ", " + it.reason + ", epoch " + it.epoch).orElse("")
        : what + "BROKEN: " + broken;
  }

  private List<Object> measured() {
    return List.of(tenths(outageMillis), failed, requests, tenths(lagMillis));
  }

  private static List<Object> told(FailoverStatus it) {
    return Arrays.asList(it.reason, it.epoch, it.decideMillis, it.leaseMillis, it.routeMillis);
  }

  private static List<Object> seen(Phases it) {
    return List.of(
        tenths(it.routedMillis()), tenths(it.offeredMillis()), tenths(it.answeredMillis()));
  }

  private static List<Object> nothing(int cells) {
    return Collections.nCopies(cells, "");
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
