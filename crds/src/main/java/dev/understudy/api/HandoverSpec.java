package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How a leader that could go on hands over to the next. */
public class HandoverSpec {
  /** What becomes of the route in between. */
  public enum Route {
    /** It moves in one write; the old leader finishes what it has while the next one serves. */
    Overlap,
    /** It is closed first, and opened when the old leader has had the time to finish. */
    Gap
  }

  @Default("Overlap")
  @JsonPropertyDescription(
      "What becomes of the route. Overlap: it moves in one write, no client is refused, and the old"
          + " leader finishes what it has while the next one serves. Gap: it is closed first, and"
          + " opened to the next leader drainSeconds later; clients are refused meanwhile. For"
          + " what bears no two members that work at the same time.")
  public @Nullable Route route;

  @Default("2")
  @Min(2)
  @Max(3600)
  @JsonPropertyDescription(
      "How long the old leader is left alone to finish what it has: with Overlap before a rolling"
          + " update may take it away, with Gap before the next one leads. At least 2, since"
          + " kube-proxy programs nodes once a second.")
  public @Nullable Integer drainSeconds;
}
