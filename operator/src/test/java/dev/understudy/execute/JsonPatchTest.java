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

  /** RFC 6901: the tilde first, or the slash's tilde would be escaped again. */
  @Test
  void escapesKeys() {
    assertThat(new JsonPatch().putIn("/metadata/annotations", "a/b~c~1", "d").operations())
        .containsExactly(
            Map.of("op", "add", "path", "/metadata/annotations/a~1b~0c~01", "value", "d"));
  }
}
