package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** One port of the Service, as in a Service. */
public class PortSpec {
  /** The transport, as in a Service. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
  @Size(max = 63)
  @JsonPropertyDescription("Name of the port; needed if there is more than one.")
  public @Nullable String name;

  @Required
  @Min(1)
  @Max(65535)
  @JsonPropertyDescription("Port that clients connect to.")
  public @Nullable Integer port;

  @ValidationRule(
      value = "type(self) == int ? self >= 1 && self <= 65535 : self.size() >= 1",
      message =
          "targetPort: give a number from 1 to 65535, or the name of a port of a container in"
              + " template")
  @JsonPropertyDescription(
      "Port of the members: a number, or the name of a container's port. The same as port if"
          + " absent.")
  public @Nullable IntOrString targetPort;

  @Default("TCP")
  @JsonPropertyDescription("Transport protocol.")
  public @Nullable Protocol protocol;

  @Min(1)
  @Max(65535)
  @JsonPropertyDescription(
      "Port on every node, for type NodePort or LoadBalancer; chosen by Kubernetes if absent.")
  public @Nullable Integer nodePort;

  @Size(max = 253)
  @JsonPropertyDescription("Application protocol, a hint for meshes and load balancers.")
  public @Nullable String appProtocol;
}
