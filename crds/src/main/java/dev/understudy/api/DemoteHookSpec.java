package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** Called when the route has been closed to a leader that is alive. */
public class DemoteHookSpec extends HookSpec {
  /** What becomes of the promotion of the next leader when the hook has failed. */
  public enum WhenFailed {
    /** Another is promoted all the same. */
    GoOn,
    /** Nobody leads until it succeeds, or the old leader is gone. */
    Hold
  }

  @Default("GoOn")
  @JsonPropertyDescription(
      "When it has failed after all retries. GoOn: another is promoted all the same. Hold: nobody"
          + " leads until it succeeds, or the old leader no longer serves; it is called again"
          + " every 30 seconds.")
  public @Nullable WhenFailed whenFailed;
}
