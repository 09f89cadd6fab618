package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What holds in mode ActiveActive only. */
public class ActiveActiveSpec {
  @JsonPropertyDescription(
      "What may be lost at once while the others carry the load: a Node, or a Zone (label"
          + " topology.kubernetes.io/zone of the nodes). The members are spread over them, unless"
          + " the template has a topologySpreadConstraint of that topologyKey; as many are evicted"
          + " at once as such a loss takes; and condition Survivable says whether it holds now. A"
          + " change is rolled out as one of the template.")
  public @Nullable Loss survive;
}
