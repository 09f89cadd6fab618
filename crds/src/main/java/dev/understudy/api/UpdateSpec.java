package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a changed template takes the place of the one before. That trialSeconds has no default in the
 * schema is because it must be absent with a keeper that knows no trial.
 */
public class UpdateSpec {
  @Min(0)
  @Max(3600)
  @JsonPropertyDescription(
      "For how long a new revision must have led, in ActivePassive, before the last member of the"
          + " one before goes; 30 if absent, 0 for no trial. If its leader fails meanwhile (ends,"
          + " hangs, is not ready, or its node is lost), a member of the revision before leads"
          + " again at once, and the update stops with conditions Ready and Progressing False until"
          + " template is another.")
  public @Nullable Integer trialSeconds;

  @Default("false")
  @JsonPropertyDescription(
      "Whether the update waits: no member is replaced by one of another revision. Losses are"
          + " answered as ever, and the number of members follows replicas.")
  public @Nullable Boolean paused;

  @Default("2")
  @Min(0)
  @Max(100)
  @JsonPropertyDescription(
      "How many ReplicaSets of old revisions are kept, without members, to go back to by"
          + " annotation understudy.dev/undo.")
  public @Nullable Integer revisionHistoryLimit;
}
