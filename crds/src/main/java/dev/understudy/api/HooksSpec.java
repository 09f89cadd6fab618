package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How members are told that they are to lead, and that they lead no more. */
public class HooksSpec {
  @JsonPropertyDescription(
      "Called on the member that is to lead, after the route was closed to the old leader; the"
          + " route is opened when it has answered.")
  public @Nullable PromoteHookSpec onPromote;

  @JsonPropertyDescription(
      "Called on the old leader, if it is alive, after the route was closed to it and before"
          + " another is promoted.")
  public @Nullable DemoteHookSpec onDemote;
}
