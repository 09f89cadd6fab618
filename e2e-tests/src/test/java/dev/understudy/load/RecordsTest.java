package dev.understudy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {

  private static final List<Attempt> ATTEMPTS =
      List.of(
          new Attempt(0, Kind.FRESH, 1_767_225_600_000_000L, 55, 812, Status.OK, "orders-1"),
          new Attempt(1, Kind.KEPT, 1_767_225_600_020_000L, 61, 90, Failure.TIMEOUT_READ, ""),
          new Attempt(2, Kind.KEPT, 1_767_225_600_040_000L, 0, 0, new Status(503), "orders-2"));

  @Test
  void csvComesBackAsItWas() {
    Records records = Records.parse(csv(ATTEMPTS) + Records.end(3, true));

    assertThat(records).isEqualTo(new Records(ATTEMPTS, 3, true));
  }

  @Test
  void portionsMakeOne() {
    String first = csv(ATTEMPTS.subList(0, 1)) + Records.end(1, false);
    String second = csv(ATTEMPTS.subList(1, 3)) + Records.end(3, true);

    assertThat(Records.parse(first + second)).isEqualTo(new Records(ATTEMPTS, 3, true));
  }

  @Test
  void aTransferThatWasCutOffIsNotTakenForAllThereIs() {
    assertThatThrownBy(() -> Records.parse(csv(ATTEMPTS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut off after 3");
    assertThatThrownBy(() -> Records.parse("seq,ki")).hasMessageContaining("cut off after 0");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeHasAText(Outcome outcome) {
    assertThat(Outcome.parse(outcome.text())).isEqualTo(outcome);
  }

  static Stream<Outcome> outcomes() {
    return Stream.concat(
        Stream.of(Failure.values()), Stream.of(Status.OK, new Status(404), new Status(503)));
  }

  @Test
  void theLogKeepsWhatItIsGivenAndSaysWhatIsMissing() {
    var log = new AttemptLog(1_767_225_600_000_000L, 3);

    log.record(ATTEMPTS.get(2));
    log.record(ATTEMPTS.get(0));

    assertThat(log.get(0)).contains(ATTEMPTS.get(0));
    assertThat(log.get(1)).isEmpty();
    assertThat(log.get(2)).contains(ATTEMPTS.get(2));
    assertThat(log.get(3)).isEmpty();
    assertThat(log.recorded()).isEqualTo(2);
  }

  @Test
  void theScheduleMergesBothRatesInOrderAndEnds() {
    var schedule = new Schedule(4, 2, Duration.ofSeconds(1));

    List<Schedule.Due> all = new ArrayList<>();
    for (var due = schedule.next(); due.isPresent(); due = schedule.next()) {
      all.add(due.get());
    }

    assertThat(all)
        .extracting(it -> it.nanos() / 1_000_000)
        .containsExactly(0L, 0L, 250L, 500L, 500L, 750L);
    assertThat(all).filteredOn(it -> it.kind() == Kind.KEPT).hasSize(2);
  }

  private static String csv(List<Attempt> attempts) {
    return Records.HEADER + String.join("", attempts.stream().map(Records::line).toList());
  }
}
