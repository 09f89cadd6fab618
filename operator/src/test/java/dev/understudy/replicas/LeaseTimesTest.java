package dev.understudy.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimesTest {
  /** A write begun just before the deadline times out after 1.5 s: nobody else writes before. */
  @Test
  void leaveRoomForTheLastWriteBeforeAnotherReplicaMayTakeTheLease() {
    assertThat(LeaseTimes.DEFAULT.duration().minus(LeaseTimes.DEFAULT.deadline()))
        .isGreaterThan(Duration.ofMillis(1500));
  }

  /** One renewal may fail. */
  @Test
  void leaveRoomForASecondTry() {
    assertThat(LeaseTimes.DEFAULT.retry().multipliedBy(2))
        .isLessThan(LeaseTimes.DEFAULT.deadline());
  }

  @Test
  void areTakenAsTheyAreGivenInThisOrder() {
    assertThat(new LeaseTimes(Duration.ofNanos(3), Duration.ofNanos(2), Duration.ofNanos(1)))
        .extracting(LeaseTimes::duration, LeaseTimes::deadline, LeaseTimes::retry)
        .containsExactly(Duration.ofNanos(3), Duration.ofNanos(2), Duration.ofNanos(1));
  }

  @ParameterizedTest
  @CsvSource({"5, 3, 3", "5, 3, 4", "5, 5, 1", "4, 5, 1", "5, 3, 0", "5, 3, -1"})
  void areRefusedInAnyOtherOrder(long duration, long deadline, long retry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new LeaseTimes(
                Duration.ofSeconds(duration),
                Duration.ofSeconds(deadline),
                Duration.ofSeconds(retry)))
        .withMessage("needs 0 < retry < deadline < duration");
  }
}
