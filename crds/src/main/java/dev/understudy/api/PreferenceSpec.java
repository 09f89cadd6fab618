package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One entry of the preference: whom it prefers. */
@ValidationRule(
    value =
        "(has(self.zone) ? 1 : 0) + (has(self.nodeLabel) ? 1 : 0) + (has(self.podLabel) ? 1 : 0)"
            + " + (has(self.names) ? 1 : 0) == 1",
    message =
        "activePassive.preference: give exactly one of zone, nodeLabel, podLabel and names in each"
            + " entry; write further ones as entries of their own, the most preferred first")
public class PreferenceSpec {
  @Size(min = 1, max = 63)
  @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
  @JsonPropertyDescription(
      "Members on nodes of this zone: label topology.kubernetes.io/zone of the node.")
  public @Nullable String zone;

  @JsonPropertyDescription("Members on nodes that carry this label.")
  public @Nullable LabelMatch nodeLabel;

  @JsonPropertyDescription("Members whose pods carry this label.")
  public @Nullable LabelMatch podLabel;

  @JsonPropertyDescription(
      "All members that no earlier entry matches, each before the next by the name of its pod: the"
          + " last entry, if given. Pods of a template have names that end at random: then it picks"
          + " one for no better reason than to pick the same one again.")
  public @Nullable NameOrder names;
}
