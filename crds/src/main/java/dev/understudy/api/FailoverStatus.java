package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One change of leadership. Milliseconds are of the operator's own monotonic clock. */
public class FailoverStatus {
  @JsonPropertyDescription("Epoch that began.")
  public @Nullable Long epoch;

  @JsonPropertyDescription("When the route was open to the new leader, by the operator's clock.")
  public @Nullable String time;

  @JsonPropertyDescription("Pod that led before; absent if none did.")
  public @Nullable String from;

  @JsonPropertyDescription("Pod that leads since.")
  public @Nullable String to;

  @JsonPropertyDescription("Why, as one word.")
  public @Nullable String reason;

  @JsonPropertyDescription("Why, as a sentence.")
  public @Nullable String message;

  @JsonPropertyDescription("Milliseconds from the start of the pass to the decision.")
  public @Nullable Long decideMillis;

  @JsonPropertyDescription("Milliseconds that the write of the Lease took.")
  public @Nullable Long leaseMillis;

  @JsonPropertyDescription("Milliseconds that the write of the Service took.")
  public @Nullable Long routeMillis;
}
