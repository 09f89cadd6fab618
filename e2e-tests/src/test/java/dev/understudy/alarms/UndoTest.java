package dev.understudy.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {
  private final List<String> undone = new ArrayList<>();
  private final Undo undo = new Undo();

  @Test
  void allIsUndoneOnceAndTheLastFirst() {
    undo.add("one", () -> undone.add("one"));
    undo.add(
        "two",
        () -> {
          throw new IllegalStateException("gone");
        });
    undo.add("three", () -> undone.add("three"));
    undo.close();
    undo.close();
    assertThat(undone).containsExactly("three", "one");
  }

  @Test
  void nothingIsDisturbedAfterTheEnd() {
    undo.end();
    assertThatThrownBy(() -> undo.add("one", () -> {})).isInstanceOf(IllegalStateException.class);
  }
}
