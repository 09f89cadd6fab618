package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
  @Test
  void asksForTheVersionBeforeAnythingElse() {
    assertThat(new JsonPatch().ifVersion("7").put("/spec/selector", Map.of("a", "b")).operations())
        .containsExactly(
            Map.of("op", "replace", "path", "/metadata/resourceVersion", "value", "7"),
            Map.of("op", "add", "path", "/spec/selector", "value", Map.of("a", "b")));
  }
}
