package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a command is told. How it is run is told by story HookIT, on a real kubelet. */
class HookCommandsTest {
  private static final Map<String, String> TOLD =
      Map.of("UNDERSTUDY_EPOCH", "7", "UNDERSTUDY_HOOK", "promote");

  private static String[] expanded(String... command) {
    return HookCommands.expanded(List.of(command), TOLD);
  }

  @Test
  void wordsAreReplacedWhereverTheyStand() {
    assertThat(expanded("sh", "-c", "tell $(UNDERSTUDY_HOOK) at $(UNDERSTUDY_EPOCH)"))
        .containsExactly("sh", "-c", "tell promote at 7");
    assertThat(expanded("$(UNDERSTUDY_EPOCH)$(UNDERSTUDY_EPOCH)")).containsExactly("77");
  }

  /** A shell's own substitution is as it was. */
  @Test
  void nothingElseIs() {
    assertThat(expanded("$(date)", "$UNDERSTUDY_EPOCH", "${UNDERSTUDY_EPOCH}", "UNDERSTUDY_EPOCH"))
        .containsExactly("$(date)", "$UNDERSTUDY_EPOCH", "${UNDERSTUDY_EPOCH}", "UNDERSTUDY_EPOCH");
  }
}
