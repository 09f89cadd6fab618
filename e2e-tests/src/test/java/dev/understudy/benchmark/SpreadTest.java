package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void theMedianOfAnEvenCountIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(40, 10, 30, 20))).isEqualTo(new Spread(4, 25, 40));
  }

  @Test
  void theMedianOfAnOddCountIsTheMiddleOne() {
    assertThat(Spread.of(List.of(7.5, 1.5, 9.5))).isEqualTo(new Spread(3, 7.5, 9.5));
  }

  @Test
  void fractionsAreShownOfSmallNumbersOnly() {
    assertThat(Spread.of(List.of(12.34, 12.34, 1354.8)).text()).isEqualTo("12.3 / 1,355");
    assertThat(Spread.of(List.of(0, 36)).text()).isEqualTo("18 / 36");
  }

  @Test
  void nothingIsNotZero() {
    assertThat(Spread.of(List.of()).text()).isEqualTo("-");
  }
}
