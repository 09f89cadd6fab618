package dev.understudy.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final Usage BEFORE =
      new Usage(0, 1_000, 1, 1, 1, 1, 1, new Usage.Traffic(100, 1, 200, 2));
  private static final Usage AFTER =
      new Usage(
          10_000_000_000L,
          1_500,
          204_800,
          307_200,
          102_400,
          9,
          4,
          new Usage.Traffic(1_100, 11, 2_200, 22));

  private static Cost cost() {
    return Cost.between(2, true, BEFORE, AFTER, 3, Map.of("update leases", 10L, "watch pods", 1L));
  }

  @Test
  void whatGrowsIsTakenByTheSecond() {
    assertThat(cost().cores()).isEqualTo(0.05);
    assertThat(cost().sentBytes()).isEqualTo(200);
    assertThat(cost().receivedBytes()).isEqualTo(100);
    assertThat(cost().packets()).isEqualTo(3);
    assertThat(cost().requestsPerSecond()).isEqualTo(1.1);
  }

  @Test
  void whatIsThereIsThatOfTheEnd() {
    assertThat(cost().residentMiB()).isEqualTo(200);
    assertThat(cost().peakMiB()).isEqualTo(300);
    assertThat(cost().anonymousMiB()).isEqualTo(100);
    assertThat(cost().connections()).isEqualTo(9);
    assertThat(cost().tethers()).isEqualTo(4);
  }

  @Test
  void aRowHasAValueForEachName() {
    assertThat(cost().csv().split(",")).hasSameSizeAs(Cost.HEADER.split(","));
    assertThat(Cost.table(List.of(cost()))).contains("| 2        | on      | 0.050 ");
  }

  @Test
  void theMostFrequentRequestComesFirst() {
    assertThat(cost().requestsText())
        .isEqualTo("2 services, tethers on: in 10 s 10 update leases, 1 watch pods");
  }
}
