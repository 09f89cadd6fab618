package dev.understudy.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseClockTest {
  private static final LeaseTimes TIMES =
      new LeaseTimes(Duration.ofNanos(50), Duration.ofNanos(30), Duration.ofNanos(10));

  private long nanos = Long.MAX_VALUE - 15; // the monotonic clock may overflow at any moment
  private final LeaseClock clock = new LeaseClock(TIMES, () -> nanos);

  private LeaseClock.Renewal renewed() {
    return clock.renewed(clock.now());
  }

  @Test
  void aReplicaThatNeverHeldTheLeaseNeitherLeadsNorIsOverdue() {
    assertThat(clock.leads()).isFalse();
    assertThat(clock.mayWrite()).isFalse();
    assertThat(clock.isOverdue()).isFalse();
  }

  @Test
  void itLeadsAndMayWriteFromTheFirstAcceptedWrite() {
    assertThat(renewed()).isEqualTo(LeaseClock.Renewal.BEGAN);
    assertThat(clock.leads()).isTrue();
    assertThat(clock.mayWrite()).isTrue();
    assertThat(clock.isOverdue()).isFalse();
  }

  @Test
  void itMayWriteUntilTheDeadlineAndIsOverdueFromThen() {
    renewed();
    nanos += 29;
    assertThat(clock.mayWrite()).isTrue();
    assertThat(clock.isOverdue()).isFalse();
    nanos += 1;
    assertThat(clock.mayWrite()).isFalse();
    assertThat(clock.isOverdue()).isTrue();
    assertThat(clock.leads()).as("until it has been told to cease").isTrue();
  }

  @Test
  void aRenewalCountsFromWhenItWasBegun() {
    long begun = clock.now();
    nanos += 20;
    clock.renewed(begun);
    nanos += 10;
    assertThat(clock.mayWrite()).isFalse();
  }

  @Test
  void aRenewalInTimeMovesTheDeadline() {
    renewed();
    nanos += 29;
    assertThat(renewed()).isEqualTo(LeaseClock.Renewal.IN_TIME);
    nanos += 29;
    assertThat(clock.mayWrite()).isTrue();
  }

  @Test
  void aRenewalBehindTheDeadlineIsLateAndOpensTheGateAgain() {
    renewed();
    nanos += 30;
    assertThat(renewed()).isEqualTo(LeaseClock.Renewal.LATE);
    assertThat(clock.mayWrite()).isTrue();
  }

  @Test
  void whoCeasedMayNotWriteThoughItRenewedJustNow() {
    renewed();
    clock.ceased();
    assertThat(clock.leads()).isFalse();
    assertThat(clock.mayWrite()).isFalse();
    assertThat(clock.isOverdue()).isFalse();
    assertThat(renewed()).isEqualTo(LeaseClock.Renewal.BEGAN);
  }

  @Test
  void anothersLeaseHasRunOutWhenItWasSeenUnchangedForItsDuration() {
    assertThat(clock.hasRunOut("1")).as("however old it is by its own account").isFalse();
    nanos += 49;
    assertThat(clock.hasRunOut("1")).isFalse();
    nanos += 1;
    assertThat(clock.hasRunOut("1")).isTrue();
  }

  @Test
  void everyChangeOfTheLeaseIsWaitedForAnew() {
    clock.hasRunOut("1");
    nanos += 50;
    assertThat(clock.hasRunOut("2")).isFalse();
    nanos += 49;
    assertThat(clock.hasRunOut("2")).isFalse();
    nanos += 1;
    assertThat(clock.hasRunOut("2")).isTrue();
  }

  @Test
  void whatWasSeenBeforeItLedDoesNotCountAfterwards() {
    clock.hasRunOut("1");
    renewed();
    nanos += 50;
    clock.ceased();
    assertThat(clock.hasRunOut("1")).isFalse();
  }
}
