package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.understudy.api.FailoverStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00.250Z");

  private final Results results =
      new Results(
          List.of(
              seen(run(1, "HAService", Fault.KILLED, 100, 30, promotion("LeaderTerminated", 2, 4))),
              run(1, "Deployment", Fault.KILLED, 5000.5, 400, Optional.empty()),
              run(2, "HAService", Fault.KILLED, 120, 36, promotion("LeaderNotReady", 4, 9)),
              seen(run(2, "the floor", Fault.KILLED, 88, 3, Optional.empty())),
              Run.broken(2, START, "Deployment", Fault.KILLED, "it is\nas \"it\" was"),
              run(1, "HAService", Fault.UPDATED, 20, 0, promotion("RollingUpdate", 1, 1))),
          Map.of("Deployment", Map.of(Fault.UPDATED, "it is perfect")));

  @Test
  void subjectsStandBelowEachOtherTheQuickestFirst() {
    assertThat(results.table(Fault.KILLED))
        .isEqualTo(
            """
            | subject    | runs        | median ms | p99 ms | worst ms | x floor | failed requests |
            |------------|-------------|-----------|--------|----------|---------|-----------------|
            | the floor  | 1           | 88        | 88     | 88       | 1.00    | 3 / 3           |
            | HAService  | 2           | 110       | 120    | 120      | 1.25    | 33 / 36         |
            | Deployment | 1, 1 BROKEN | 5,001     | 5,001  | 5,001    | 56.82   | 400 / 400       |
            """);
  }

  @Test
  void withoutAFloorThereIsNoRatio() {
    assertThat(results.table(Fault.UPDATED))
        .contains(
            "| HAService | 1    | 20        | 20     | 20       | -       | 0 / 0           |");
  }

  @Test
  void whatTheOperatorSaysIsSubtractedFromWhatWasSeen() {
    assertThat(results.phases())
        .isEqualTo(
            """
            | fault                     | subject   | noticed | decided | Lease   | Service | EndpointSlice | answer  | reasons, how often                   |
            |---------------------------|-----------|---------|---------|---------|---------|---------------|---------|--------------------------------------|
            | process killed by SIGKILL | HAService | 29 / 29 | 3 / 4   | 6.5 / 9 | 5 / 5   | 12 / 12       | 30 / 30 | LeaderNotReady 1, LeaderTerminated 1 |
            | process killed by SIGKILL | the floor | 40 / 40 | -       | -       | -       | 12 / 12       | 30 / 30 |                                      |
            | rolling update            | HAService | -       | 1 / 1   | 1 / 1   | 5 / 5   | -             | -       | RollingUpdate 1                      |
            """);
  }

  @Test
  void everyFaultHasItsPicture() {
    assertThat(results.text())
        .contains("## Process killed by SIGKILL", "](failover-killed.png)")
        .contains("## Rolling update", "](failover-updated.png)")
        .doesNotContain("failover-drained");
  }

  @Test
  void picturesShowWhatWorked() {
    assertThat(results.outages(Fault.KILLED))
        .containsExactly(
            entry("HAService", List.of(100.0, 120.0)),
            entry("Deployment", List.of(5000.5)),
            entry("the floor", List.of(88.0)));
  }

  @Test
  void whatIsNotInTheTablesIsSaid() {
    assertThat(results.notes())
        .containsExactly(
            "2 Deployment process killed by SIGKILL BROKEN: it is as \"it\" was",
            "rolling update, Deployment: it is perfect.");
    assertThat(results.broken()).hasSize(1);
  }

  @Test
  void aRunIsARow() {
    int columns = Run.HEADER.split(",", -1).length;
    assertThat(run(3, "A", Fault.EVICTED, 12.34, 1, promotion("LeaderEvicted", 2, 4)).csv())
        .isEqualTo("3,2026-11-24T12:00:00Z,A,evicted,12.3,1,500,0.5,LeaderEvicted,7,2,4,5,,,,\n")
        .satisfies(it -> assertThat(it.split(",", -1)).hasSize(columns));
    assertThat(run(3, "A", Fault.EVICTED, 12.34, 1, Optional.empty()).csv())
        .isEqualTo("3,2026-11-24T12:00:00Z,A,evicted,12.3,1,500,0.5,,,,,,,,,\n");
    assertThat(results.broken().getFirst().csv())
        .isEqualTo("2,2026-11-24T12:00:00Z,Deployment,killed,,,,,,,,,,,,,\"it is as 'it' was\"\n");
  }

  /** A benchmark goes on with it another day. */
  @Test
  void aRowIsARun() {
    Run whole = seen(run(3, "A", Fault.EVICTED, 12.3, 1, promotion("LeaderEvicted", 2, 4)));
    List<String> rows =
        List.of(
            whole.csv(),
            run(3, "A", Fault.EVICTED, 12.3, 1, Optional.empty()).csv(),
            results.broken().getFirst().csv());
    assertThat(rows).allSatisfy(it -> assertThat(Run.parse(it).csv()).isEqualTo(it));
    assertThat(Run.parse(whole.csv()).outageMillis()).isEqualTo(12.3);
    assertThatIllegalArgumentException().isThrownBy(() -> Run.parse("1,2"));
  }

  @Test
  void theCommandIsReadAndSaid() {
    Plan plan =
        Plan.parse(
            List.of("--runs", "2", "killed", "--warmup", "5", "drained", "--subjects", "floor"));
    assertThat(plan)
        .isEqualTo(
            new Plan(
                2, 2, 2, 5, false, List.of(Lineup.FLOOR), List.of(Fault.KILLED, Fault.DRAINED)));
    assertThat(plan.command())
        .isEqualTo(
            "e2e-tests/benchmark --runs 2 --node-runs 2 --peer-runs 2 --warmup 5 --subjects floor"
                + " killed drained");
    assertThat(Plan.parse(List.of("--peer-runs", "4")).command())
        .isEqualTo("e2e-tests/benchmark --runs 10 --node-runs 2 --peer-runs 4 --warmup 0");
    assertThatThrownBy(() -> Plan.parse(List.of("meteorite"))).hasMessageContaining("meteorite");
    assertThatThrownBy(() -> Plan.parse(List.of("--subjects", "floor,sky")))
        .hasMessageContaining("sky");
  }

  private static Run run(
      int round,
      String subject,
      Fault fault,
      double outage,
      int failed,
      Optional<FailoverStatus> promotion) {
    return new Run(
        round, START, subject, fault, outage, failed, 500, 0.5, promotion, Optional.empty(), "");
  }

  private static Run seen(Run it) {
    Instant lost = START.plusMillis(1000);
    Instant routed = lost.plusMillis(40);
    Instant offered = routed.plusMillis(12);
    return new Run(
        it.round(),
        START,
        it.subject(),
        it.fault(),
        it.outageMillis(),
        it.failed(),
        it.requests(),
        it.lagMillis(),
        it.promotion(),
        Optional.of(Phases.between(lost, routed, offered, offered.plusMillis(30))),
        "");
  }

  private static Optional<FailoverStatus> promotion(String reason, long decide, long lease) {
    var promotion = new FailoverStatus();
    promotion.reason = reason;
    promotion.epoch = 7L;
    promotion.decideMillis = decide;
    promotion.leaseMillis = lease;
    promotion.routeMillis = 5L;
    return Optional.of(promotion);
  }
}
