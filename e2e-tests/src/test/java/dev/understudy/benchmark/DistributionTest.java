package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void theMedianOfAnEvenCountIsBetweenTheMiddleTwo() {
    assertThat(Distribution.of(List.of(40, 10, 30, 20))).isEqualTo(new Distribution(4, 25, 40, 40));
  }

  @Test
  void theMedianOfAnOddCountIsTheMiddleOne() {
    assertThat(Distribution.of(List.of(7.5, 1.5, 9.5)))
        .isEqualTo(new Distribution(3, 7.5, 9.5, 9.5));
  }

  @Test
  void ofManyOneInAHundredMayBeWorse() {
    List<Integer> values = IntStream.rangeClosed(1, 200).boxed().toList();
    assertThat(Distribution.of(values)).isEqualTo(new Distribution(200, 100.5, 198, 200));
  }

  @Test
  void fractionsAreShownOfSmallNumbersOnly() {
    assertThat(Distribution.of(List.of(12.34, 12.34, 1354.8)).text()).isEqualTo("12.3 / 1,355");
    assertThat(Distribution.of(List.of(0, 36)).text()).isEqualTo("18 / 36");
  }

  @Test
  void nothingIsNotZero() {
    assertThat(Distribution.of(List.of()).text()).isEqualTo("-");
  }
}
