package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  @Test
  void aLastLineThatIsHalfWrittenIsLeftOut() {
    assertThat(Audit.read(List.of("{\"verb\":\"get\"}", "{\"verb\":\"upd"))).hasSize(1);
  }

  @Test
  void anyOtherLineMustBeWhole() {
    assertThatThrownBy(() -> Audit.read(List.of("{\"verb\":\"upd", "{\"verb\":\"get\"}")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("upd");
  }
}
