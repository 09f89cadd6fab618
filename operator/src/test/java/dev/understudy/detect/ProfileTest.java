package dev.understudy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** As the description of the field {@code detection} says. */
class ProfileTest {
  @Test
  void silenceIsNoticedAfterSoLongAtMost() {
    assertThat(Profile.FAST.silence()).isEqualTo(Duration.ofMillis(2650));
    assertThat(Profile.BALANCED.silence()).isEqualTo(Duration.ofMillis(7150));
    assertThat(Profile.TOLERANT.silence()).isEqualTo(Duration.ofMillis(21150));
  }

  @Test
  void aHangIsNoticedAfterSoLongAtMost() {
    assertThat(Profile.FAST.hang()).isEqualTo(Duration.ofMillis(700));
    assertThat(Profile.BALANCED.hang()).isEqualTo(Duration.ofSeconds(7));
    assertThat(Profile.TOLERANT.hang()).isEqualTo(Duration.ofSeconds(20));
  }
}
