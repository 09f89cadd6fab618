package dev.understudy.load;

import static dev.understudy.load.Attempts.at;
import static dev.understudy.load.Attempts.fresh;
import static dev.understudy.load.Attempts.outage;
import static dev.understudy.load.Failure.REFUSED;
import static dev.understudy.load.Failure.TIMEOUT_CONNECT;
import static dev.understudy.load.Failure.TIMEOUT_READ;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  @Test
  void anOutageLastsFromTheFirstFailureDueToTheReceiptOfTheNextSuccess() {
    var analysis =
        fresh()
            .answered(0, 2, "a")
            .failed(10, 1, REFUSED)
            .failed(20, 1, REFUSED)
            .answered(30, 3, "b")
            .answered(40, 2, "b")
            .analysed();

    assertThat(analysis.outages()).containsExactly(outage(10, 33, 2));
    assertThat(analysis.longestOutage()).contains(outage(10, 33, 2));
  }

  @Test
  void aHangIsAnOutageThoughEveryRequestIsAnsweredInTheEnd() {
    var analysis =
        fresh()
            .answered(0, 2, "a")
            .answered(10, 502, "a")
            .answered(200, 312, "a")
            .answered(600, 2, "a")
            .analysed();

    assertThat(analysis.failed()).isZero();
    assertThat(analysis.outages()).isEmpty();
    assertThat(analysis.longestOutage()).contains(outage(10, 512, 0));
  }

  @Test
  void timeWithoutDemandIsNoOutage() {
    var analysis = fresh().answered(0, 2, "a").answered(5_000, 3, "a").analysed();

    assertThat(analysis.longestOutage()).contains(outage(5_000, 5_003, 0));
  }

  @Test
  void anOutageStartsAtTheLastSuccessWhenRequestsWereWaitingAlready() {
    var analysis =
        fresh()
            .answered(0, 8, "a")
            .failed(5, 2_000, TIMEOUT_READ)
            .failed(15, 1, REFUSED)
            .answered(25, 1, "a")
            .analysed();

    assertThat(analysis.outages()).containsExactly(outage(8, 26, 2));
  }

  @Test
  void aTimeoutThatEndsAfterTheRecoveryFailedInTheOutage() {
    var attempts = fresh().answered(0, 1, "a");
    for (long due = 100; due < 1_000; due += 100) {
      attempts.failed(due, 2_000, TIMEOUT_CONNECT);
    }
    for (long due = 1_000; due < 4_000; due += 100) {
      attempts.answered(due, 1, "b");
    }

    assertThat(attempts.analysed().outages()).containsExactly(outage(100, 1_001, 9));
  }

  @Test
  void halfOfAllFailingLateIsNoLongOutage() {
    var attempts = fresh();
    for (long i = 0; i < 100; i++) {
      attempts.failed(20 * i, 2_000, TIMEOUT_CONNECT).answered(20 * i + 10, 1, "a");
    }

    var analysis = attempts.analysed();

    assertThat(analysis.failed()).isEqualTo(100);
    assertThat(analysis.longestOutage().orElseThrow().length())
        .isLessThanOrEqualTo(Duration.ofMillis(20));
    assertThat(analysis.outages().stream().mapToInt(Outage::failed).sum()).isEqualTo(100);
  }

  @Test
  void anOutageWithoutRecoveryIsKnownUntilTheLastRequestWasDue() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .failed(10, 1, REFUSED)
            .failed(50, 2_000, TIMEOUT_READ)
            .analysed();

    assertThat(analysis.outages())
        .containsExactly(new Outage(at(10), Duration.ofMillis(40), 2, false));
  }

  @Test
  void nothingAnsweredAtAllIsOneOutage() {
    var analysis = fresh().failed(0, 1, REFUSED).failed(10, 1, REFUSED).analysed();

    assertThat(analysis.outages())
        .containsExactly(new Outage(at(0), Duration.ofMillis(10), 2, false));
  }

  @Test
  void aLateStartIsAnOutageFromTheFirstRequestOn() {
    var analysis = fresh().failed(0, 1, REFUSED).answered(10, 1, "a").analysed();

    assertThat(analysis.outages()).containsExactly(outage(0, 11, 1));
  }

  @Test
  void noRequestsSayNothing() {
    var analysis = fresh().analysed();

    assertThat(analysis.longestOutage()).isEmpty();
    assertThat(analysis.outages()).isEmpty();
    assertThat(analysis.answers()).isEmpty();
    assertThat(analysis.turns()).isEmpty();
    assertThat(analysis.latencies().max()).isZero();
  }

  @Test
  void keptConnectionsHideTheOutageOfFreshOnesUnlessSeparated() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .failed(10, 1, REFUSED)
            .answered(90, 1, "b")
            .thenKept()
            .answered(40, 1, "a")
            .analysed();

    assertThat(analysis.only(Kind.FRESH).longestOutage()).contains(outage(10, 91, 1));
    assertThat(analysis.only(Kind.KEPT).failed()).isZero();
    assertThat(analysis.longestOutage()).contains(outage(90 - 80, 41, 1));
  }

  @Test
  void aWindowHoldsWhatWasDueInIt() {
    var analysis =
        fresh()
            .failed(0, 1, REFUSED)
            .answered(10, 1, "a")
            .failed(20, 1, REFUSED)
            .answered(30, 500, "a")
            .failed(40, 1, REFUSED)
            .analysed()
            .between(at(10), at(40));

    assertThat(analysis.requests()).isEqualTo(3);
    assertThat(analysis.outages()).containsExactly(outage(20, 530, 1));
  }

  @Test
  void outcomesAreCountedByTheirText() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .failed(10, 1, new Status(503))
            .failed(20, 1, REFUSED)
            .failed(30, 1, new Status(503))
            .analysed();

    assertThat(analysis.outcomes()).isEqualTo(Map.of("OK", 1, "STATUS_503", 2, "REFUSED", 1));
  }

  @Test
  void percentilesAreThoseOfAnswers() {
    var attempts = fresh().failed(0, 9_000, TIMEOUT_READ);
    for (long i = 1; i <= 100; i++) {
      attempts.answered(10 * i, i, "a");
    }

    Percentiles latencies = attempts.analysed().latencies();

    assertThat(latencies.p50()).isEqualTo(Duration.ofMillis(50));
    assertThat(latencies.p99()).isEqualTo(Duration.ofMillis(99));
    assertThat(latencies.max()).isEqualTo(Duration.ofMillis(100));
  }
}
