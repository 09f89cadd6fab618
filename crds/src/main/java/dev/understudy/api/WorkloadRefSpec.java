package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A workload that is there already, and stays whoever's it is. */
public class WorkloadRefSpec {
  /** What can be adopted. */
  public enum Kind {
    /** Of apps/v1; it makes its pods by way of ReplicaSets. */
    Deployment,
    /** Of apps/v1; its pods have names and volumes that stay. */
    StatefulSet
  }

  @Required
  @JsonPropertyDescription("Deployment or StatefulSet, of apps/v1.")
  public @Nullable Kind kind;

  @Required
  @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
  @Size(max = 253)
  @JsonPropertyDescription("Its name, in the namespace of the HAService.")
  public @Nullable String name;
}
