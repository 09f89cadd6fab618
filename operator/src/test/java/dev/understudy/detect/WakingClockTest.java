package dev.understudy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WakingClockTest {
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final WakingClock clock = new WakingClock(nanoTime::get);

  @Test
  void countsWhatPasses() {
    pass(Duration.ofMillis(30), Duration.ofMillis(40));
    pass(Duration.ofMillis(40), Duration.ofMillis(40));
    assertThat(clock.now()).isEqualTo(Duration.ofMillis(70).toNanos());
  }

  @Test
  void countsNoTimeAway() {
    pass(Duration.ofMinutes(5), Duration.ofMillis(40));
    assertThat(clock.now()).isLessThan(Duration.ofMillis(100).toNanos());
    pass(Duration.ofMillis(40), Duration.ofMillis(40));
    assertThat(clock.now()).isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
  }

  private void pass(Duration real, Duration meant) {
    nanoTime.addAndGet(real.toNanos());
    clock.advance(meant.toNanos());
  }
}
