package dev.understudy.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan plan(String words) {
    return Plan.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
  }

  @Test
  void countsGrow() {
    assertThat(plan("--services 100,1,100").services()).containsExactly(1, 100);
  }

  @Test
  void theCommandSaysAllThatWasAskedFor() {
    String all = "--services 1,20 --minutes 0.5 --detection Fast";
    assertThat(plan(all).command()).isEqualTo("e2e-tests/idle-cost " + all);
    assertThat(plan("").command())
        .isEqualTo("e2e-tests/idle-cost --services 1,100,1000 --minutes 5");
  }

  @Test
  void nonsenseIsRefused() {
    for (String words :
        List.of("--services 0", "--services 99999", "--minutes 0.1", "--hours 1", "--minutes")) {
      assertThatThrownBy(() -> plan(words)).as(words).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
