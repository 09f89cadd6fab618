package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** What holds in mode ActivePassive only. */
public class ActivePassiveSpec {
  @JsonPropertyDescription("The Lease that records who leads.")
  public @Nullable LeaseSpec lease;

  @Default("HoldLast")
  @JsonPropertyDescription(
      "What becomes of the route when the leader is lost and no standby may lead: HoldLast leaves"
          + " it with the lost leader; Close refuses clients at once until a member may lead.")
  public @Nullable WhenNoCandidate whenNoCandidate;
}
