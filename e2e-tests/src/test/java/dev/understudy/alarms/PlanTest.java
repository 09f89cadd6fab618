package dev.understudy.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan plan(String words) {
    return Plan.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
  }

  @Test
  void allProfilesThatCanBeDeclaredAndAllDisturbances() {
    assertThat(plan("").profiles())
        .containsExactly(Profile.FAST, Profile.BALANCED, Profile.TOLERANT);
    assertThat(plan("").disturbances()).containsExactly(Disturbance.values());
  }

  @Test
  void theCommandSaysWhatWasAskedFor() {
    assertThat(plan("loss-20 --profile Tolerant --minutes 2.5 --profile fast hogs").command())
        .isEqualTo(
            "e2e-tests/false-alarms --minutes 2.5 --profile fast --profile tolerant hogs loss-20");
    assertThat(plan("--minutes 60 --profile unset").command())
        .isEqualTo("e2e-tests/false-alarms --minutes 60 --profile unset");
  }

  @Test
  void nonsenseIsRefused() {
    for (String words : List.of("flood", "--profile Quick", "--profile", "--hours 1")) {
      assertThatThrownBy(() -> plan(words)).as(words).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Its kubelet forgets within 10 minutes that it died, and a round takes more than 5. */
  @Test
  void theApiServerIsKilledInOneRoundOfThree() {
    assertThat(List.of(1, 2, 3, 4)).filteredOn(Disturbance.API_SERVER::isIn).containsExactly(1, 4);
    assertThat(List.of(1, 2, 3, 4)).allMatch(Disturbance.HOGS::isIn);
  }
}
