package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Service that clients use: created, or adopted if it exists. */
public class ServiceSpec {
  /** How the Service can be reached, as in a Service. */
  public enum Type {
    ClusterIP,
    NodePort,
    LoadBalancer
  }

  @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
  @Size(max = 63)
  @JsonPropertyDescription(
      "Name of the Service; the name of the HAService if absent. If a Service of this name exists"
          + " and belongs to nobody, it is adopted: its own selector is kept and put back when the"
          + " HAService is deleted. Cannot be changed.")
  public @Nullable String name;

  @Size(min = 1, max = 20)
  @ValidationRule(
      value = "self.size() == 1 || self.all(p, has(p.name))",
      message = "service.ports: with more than one port each needs a name")
  @ValidationRule(
      value = "self.all(p, !has(p.name) || self.exists_one(q, has(q.name) && q.name == p.name))",
      message = "service.ports: two ports have the same name; give each its own")
  @JsonPropertyDescription(
      "Ports of the Service. Needed unless an existing Service is adopted, which keeps its own.")
  public @Nullable List<PortSpec> ports;

  @JsonPropertyDescription(
      "Whether there is a second Service, of the same name with -standbys behind it, to the members"
          + " that stand by, for traffic that only reads; in ActiveActive to all. It has the ports"
          + " of the first.")
  public @Nullable Boolean standbys;

  @Default("ClusterIP")
  @JsonPropertyDescription("How the Service can be reached. An adopted Service keeps its own type.")
  public @Nullable Type type;

  @ValidationRule(
      value = "self.all(key, !key.startsWith('understudy.dev/'))",
      message =
          "service.annotations: those that begin with understudy.dev/ are set by Understudy; remove"
              + " them")
  @JsonPropertyDescription(
      "Annotations of the Service, for load balancers and the like. An adopted Service keeps its"
          + " own.")
  public @Nullable Map<String, String> annotations;
}
