package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What became of the last order of its kind. */
public class OrderStatus {
  /** How an order ended. */
  public enum Answer {
    Done,
    Refused
  }

  @JsonPropertyDescription("What was ordered, as it stood in the annotation.")
  public @Nullable String order;

  @JsonPropertyDescription("Done: it is so. Refused: it cannot be, and nothing was changed.")
  public @Nullable Answer answer;

  @JsonPropertyDescription("What is so since, or why it was refused.")
  public @Nullable String message;

  @JsonPropertyDescription("When it was answered, by the operator's clock.")
  public @Nullable String time;
}
