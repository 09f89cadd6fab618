package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
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

  @Default("Balanced")
  @JsonPropertyDescription(
      "How soon a loss is believed that may be a slow network or a busy machine. A node that falls"
          + " silent: Fast after 2.7 s at most, Balanced 7.2 s, Tolerant 21.2 s. A member that"
          + " accepts connections and does not answer what its readiness probe asks, over HTTP or"
          + " gRPC: Fast after 0.7 s at most, Balanced 7 s, Tolerant 20 s. A process that ends is"
          + " noticed at once under each. What follows for this service is in status.detection.")
  public @Nullable Detection detection;
}
