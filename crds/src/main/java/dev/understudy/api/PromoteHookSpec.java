package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** Called before the route is opened to a member. */
public class PromoteHookSpec extends HookSpec {
  /** What becomes of the promotion when the hook has failed. */
  public enum WhenFailed {
    /** Another member is promoted, the old leader last of all. */
    NextCandidate,
    /** Nobody leads until it succeeds. */
    Hold
  }

  @Default("NextCandidate")
  @JsonPropertyDescription(
      "When it has failed after all retries. NextCandidate: another member is promoted, the old"
          + " leader last of all; for hooks that leave a member as it was when they fail. Hold:"
          + " nobody leads until it succeeds; it is called again every 30 seconds.")
  public @Nullable WhenFailed whenFailed;
}
