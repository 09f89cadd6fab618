package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pod template that the schema must know to check it. Everything else passes through:
 * a whole pod template would make the CRD a hundred times larger, and would refuse fields that are
 * newer than this release.
 */
public class TemplateSchema {
  @PreserveUnknownFields
  @JsonPropertyDescription("Labels and annotations of the pods.")
  public @Nullable Metadata metadata;

  @Required
  @PreserveUnknownFields
  @JsonPropertyDescription("Specification of the pods (see kubectl explain pod.spec).")
  public @Nullable Spec spec;

  /** Metadata of the pods. */
  public static class Metadata {
    @ValidationRule(
        value = "self.all(k, !k.startsWith('understudy.dev/'))",
        message =
            "template.metadata.labels: labels that begin with understudy.dev/ are set by"
                + " Understudy; remove them")
    @JsonPropertyDescription("Labels of the pods; those of understudy.dev/ are added.")
    public @Nullable Map<String, String> labels;

    @ValidationRule(
        value = "self.all(k, !k.startsWith('understudy.dev/'))",
        message =
            "template.metadata.annotations: annotations that begin with understudy.dev/ are set by"
                + " Understudy; remove them")
    @JsonPropertyDescription("Annotations of the pods.")
    public @Nullable Map<String, String> annotations;
  }

  /** Specification of the pods. */
  public static class Spec {
    @Required
    @Size(min = 1, max = 30)
    @JsonPropertyDescription("The containers (see kubectl explain pod.spec.containers).")
    public @Nullable List<Container> containers;
  }

  /** A container. */
  @PreserveUnknownFields
  public static class Container {
    @Required
    @Size(max = 63)
    @JsonPropertyDescription("Name of the container.")
    public @Nullable String name;

    @Required
    @JsonPropertyDescription("Image of the container.")
    public @Nullable String image;

    @Size(max = 50)
    @JsonPropertyDescription("Ports that the container serves.")
    public @Nullable List<Port> ports;
  }

  /** A port of a container. */
  @PreserveUnknownFields
  public static class Port {
    @Size(max = 63)
    @JsonPropertyDescription("Name, which targetPort of the Service may give.")
    public @Nullable String name;

    @Required
    @Min(1)
    @Max(65535)
    @JsonPropertyDescription("Number of the port.")
    public @Nullable Integer containerPort;
  }
}
