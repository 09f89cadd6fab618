package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.api.FailoverStatus;
import dev.understudy.benchmark.Benchmark.Plan;
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
              run(1, "HAService", Fault.KILLED, 1000, 30, promotion("LeaderTerminated", 2, 4)),
              run(1, "Deployment", Fault.KILLED, 5000.5, 400, Optional.empty()),
              run(2, "HAService", Fault.KILLED, 1200, 36, promotion("LeaderNotReady", 4, 9)),
              Run.broken(2, START, "Deployment", Fault.KILLED, "it is\nas \"it\" was"),
              run(1, "HAService", Fault.UPDATED, 20, 0, promotion("RollingUpdate", 1, 1))),
          Map.of("Deployment", Map.of(Fault.UPDATED, "it is perfect")));

  @Test
  void subjectsStandSideBySide() {
    assertThat(results.sideBySide(Run::outageMillis))
        .isEqualTo(
            """
            | fault                     | HAService     | Deployment              |
            |---------------------------|---------------|-------------------------|
            | process killed by SIGKILL | 1,100 / 1,200 | 5,001 / 5,001, 1 BROKEN |
            | rolling update            | 20 / 20       | no sense                |
            """);
  }

  @Test
  void promotionsAreOfThoseThatHaveALeader() {
    assertThat(results.promotions())
        .isEqualTo(
            """
            | fault                     | decide ms | Lease ms | Service ms | reasons, how often                   |
            |---------------------------|-----------|----------|------------|--------------------------------------|
            | process killed by SIGKILL | 3 / 4     | 6.5 / 9  | 5 / 5      | LeaderNotReady 1, LeaderTerminated 1 |
            | rolling update            | 1 / 1     | 1 / 1    | 5 / 5      | RollingUpdate 1                      |
            """);
  }

  @Test
  void whatIsNotInTheTablesIsSaid() {
    assertThat(results.notes())
        .containsExactly(
            "2 Deployment process killed by SIGKILL BROKEN: it is as \"it\" was",
            "Deployment, rolling update: it is perfect.");
    assertThat(results.broken()).hasSize(1);
  }

  @Test
  void aRunIsARow() {
    int columns = Run.HEADER.split(",", -1).length;
    assertThat(run(3, "A", Fault.EVICTED, 12.34, 1, promotion("LeaderEvicted", 2, 4)).csv())
        .isEqualTo("3,2026-11-24T12:00:00Z,A,evicted,12.3,1,500,0.5,LeaderEvicted,7,2,4,5,\n")
        .satisfies(it -> assertThat(it.split(",", -1)).hasSize(columns));
    assertThat(run(3, "A", Fault.EVICTED, 12.34, 1, Optional.empty()).csv())
        .isEqualTo("3,2026-11-24T12:00:00Z,A,evicted,12.3,1,500,0.5,,,,,,\n");
    assertThat(results.broken().getFirst().csv())
        .isEqualTo("2,2026-11-24T12:00:00Z,Deployment,killed,,,,,,,,,,\"it is as 'it' was\"\n");
  }

  @Test
  void theCommandIsReadAndSaid() {
    Plan plan = Plan.parse(List.of("--runs", "2", "killed", "--warmup", "5", "drained"));
    assertThat(plan).isEqualTo(new Plan(2, 5, List.of(Fault.KILLED, Fault.DRAINED)));
    assertThat(plan.command()).isEqualTo("e2e-tests/benchmark --runs 2 --warmup 5 killed drained");
    assertThat(Plan.parse(List.of()).command())
        .isEqualTo("e2e-tests/benchmark --runs 10 --warmup 0");
    assertThatThrownBy(() -> Plan.parse(List.of("meteorite"))).hasMessageContaining("meteorite");
  }

  private static Run run(
      int round,
      String subject,
      Fault fault,
      double outage,
      int failed,
      Optional<FailoverStatus> promotion) {
    return new Run(round, START, subject, fault, outage, failed, 500, 0.5, promotion, "");
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
