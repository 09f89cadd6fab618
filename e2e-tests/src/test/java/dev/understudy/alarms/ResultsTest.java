package dev.understudy.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private static Stretch stretch(
      int round, Disturbance disturbance, Profile profile, String excuse, String... reasons) {
    return new Stretch(
        round,
        disturbance,
        profile,
        NOON,
        NOON.plusSeconds(40),
        1,
        Stream.of(reasons).map(it -> new Stretch.Change(2, it)).toList(),
        100,
        3,
        excuse);
  }

  private static final Results RESULTS =
      new Results(
          List.of(
              stretch(1, Disturbance.HOGS, Profile.FAST, "", "LeaderSilent", "LeaderSilent"),
              stretch(1, Disturbance.HOGS, Profile.TOLERANT, ""),
              stretch(2, Disturbance.HOGS, Profile.FAST, ""),
              stretch(2, Disturbance.HOGS, Profile.TOLERANT, ""),
              stretch(2, Disturbance.FROZEN, Profile.FAST, "frozen for 900 ms", "LeaderHangs")));

  @Test
  void changesAreCountedByDisturbanceAndProfile() {
    assertThat(RESULTS.table().replaceAll(" +", " "))
        .contains("| hogs | 2 | 2 | 2 | 0 | 6 / 200 | 6 / 200 |")
        .contains("| frozen | 1 | 1 | 0 | 0 | 3 / 100 | 0 / 0 |")
        .contains("| all | 3 | 3 | 2 | 0 | 9 / 300 | 6 / 200 |");
  }

  @Test
  void whyIsTold() {
    assertThat(RESULTS.reasons())
        .isEqualTo(
            """
            - Fast, frozen: LeaderHangs (not needless: frozen for 900 ms), 1 times
            - Fast, hogs: LeaderSilent, 2 times
            """);
    assertThat(new Results(List.of()).reasons()).isEqualTo("- None.\n");
  }

  @Test
  void aRowHasAValueForEachName() {
    String row = stretch(1, Disturbance.LOSS_5, Profile.UNSET, "a, b", "LeaderSilent").csv();
    assertThat(row.split(",", -1)).hasSameSizeAs(Stretch.HEADER.split(",", -1));
  }
}
