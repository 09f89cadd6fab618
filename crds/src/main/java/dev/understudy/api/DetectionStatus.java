package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The worst outage that follows from how losses are noticed at present, in milliseconds: computed,
 * not promised. It ends when the route is open to another member that is ready.
 */
public class DetectionStatus {
  @JsonPropertyDescription("Fast, Balanced or Tolerant; absent if the operator holds no tethers.")
  public @Nullable Detection profile;

  @JsonPropertyDescription("Worst outage after a member's process ended, in milliseconds.")
  public @Nullable Long crashMillis;

  @JsonPropertyDescription(
      "Worst outage after a member stopped to answer though its connections are accepted, in"
          + " milliseconds.")
  public @Nullable Long hangMillis;

  @JsonPropertyDescription("Worst outage after a node fell silent, in milliseconds.")
  public @Nullable Long nodeLossMillis;

  @JsonPropertyDescription("What makes these longer than they could be, a sentence each.")
  public @Nullable List<String> because;

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DetectionStatus that
        && profile == that.profile
        && Objects.equals(crashMillis, that.crashMillis)
        && Objects.equals(hangMillis, that.hangMillis)
        && Objects.equals(nodeLossMillis, that.nodeLossMillis)
        && Objects.equals(because, that.because);
  }

  @Override
  public int hashCode() {
    return Objects.hash(profile, crashMillis, hangMillis, nodeLossMillis, because);
  }
}
