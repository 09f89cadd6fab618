package dev.understudy.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Verdict RIGHT = new Verdict("yes", 9, 9, 0, 0, 0, 3, 3, List.of());
  private static final Verdict WRONG =
      new Verdict("no", 9, 9, 0, 0, 0, 3, 3, List.of(new Verdict.Part(1, 2, 3)));
  private static final Verdict UNDECIDED = new Verdict("undecided", 9, 9, 0, 0, 0, 3, 3, List.of());

  private static Result result(Cell cell, Verdict verdict, long shared) {
    var outcome = new Outcome(5, new Counts(5, 9, 0, 0, shared), verdict);
    return new Result(Map.of(cell, outcome), Map.of(Fault.NODE_PAUSED, 2), 1);
  }

  @Test
  void whatIsPromisedMustBeRight() {
    assertThat(result(Cell.TRUSTING_STOP, RIGHT, 0).isAsPromised()).isTrue();
    assertThat(result(Cell.TRUSTING_STOP, WRONG, 0).isAsPromised()).isFalse();
    assertThat(result(Cell.ASKING_NONE, UNDECIDED, 0).isAsPromised()).isFalse();
  }

  @Test
  void whatIsNotPromisedMayBeWrong() {
    Result result = result(Cell.TRUSTING_NONE, WRONG, 0);
    assertThat(result.isAsPromised()).isTrue();
    assertThat(result.table()).contains("2 NODE_PAUSED", "no, in 1 of 3 parts (not promised)");
  }

  @Test
  void anEpochHasOneMember() {
    assertThat(result(Cell.TRUSTING_NONE, RIGHT, 1).isAsPromised()).isFalse();
  }
}
