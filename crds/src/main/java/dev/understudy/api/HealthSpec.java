package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** How to find out that a member can serve. */
public class HealthSpec {
  /** As it was written, like the template. */
  @PreserveUnknownFields
  @SchemaFrom(type = OpaqueSchema.class)
  @JsonPropertyDescription(
      "Readiness probe, written as in a container (see kubectl explain"
          + " pod.spec.containers.readinessProbe). It is set on the container that serves the first"
          + " port of the Service, if that container has none of its own. If neither is given, and"
          + " the port is TCP, a TCP connection to that port every second is the probe.")
  public @Nullable JsonNode readinessProbe;
}
