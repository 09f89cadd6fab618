package dev.understudy.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table = new Table(List.of("of", "count"));
    table.row(List.of("sockets", "3"));
    assertThat(table.text())
        .isEqualTo(
            """
            | of      | count |
            |---------|-------|
            | sockets | 3     |
            """);
  }

  @Test
  void aRowHasACellForEachColumn() {
    var table = new Table(List.of("of", "count"));
    assertThatThrownBy(() -> table.row(List.of("sockets")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void smallNumbersKeepTheirDigits() {
    assertThat(Table.number(0.0123)).isEqualTo("0.012");
    assertThat(Table.number(1.25)).isEqualTo("1.25");
    assertThat(Table.number(31.25)).isEqualTo("31.3");
    assertThat(Table.number(12_345.6)).isEqualTo("12,346");
    assertThat(Table.number(4)).isEqualTo("4");
  }
}
