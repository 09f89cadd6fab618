package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.api.PortSpec;
import dev.understudy.api.ServiceSpec;
import dev.understudy.decision.Route;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The Service that clients use. */
public final class ServiceManifest {
  private ServiceManifest() {}

  /** The whole Service, for its creation. */
  public static Service created(HAService has, Route route, long epoch) {
    return declared(has)
        .editMetadata()
        .addToLabels(Marks.SERVICE, has.getMetadata().getName())
        .addToAnnotations(Marks.EPOCH, Long.toString(epoch))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .editSpec()
        .withSelector(Selectors.of(has.getMetadata().getName(), route))
        .endSpec()
        .build();
  }

  /** What is declared and no more: the route is not among it, because its writes have an order. */
  public static Service applied(HAService has) {
    return declared(has).build();
  }

  public static boolean isAsDeclared(HAService has, Service actual) {
    ServiceSpec spec = spec(has);
    String type = spec.type == null ? ServiceSpec.Type.ClusterIP.name() : spec.type.name();
    Map<String, String> annotations =
        Optional.ofNullable(actual.getMetadata().getAnnotations()).orElseGet(Map::of);
    return type.equals(actual.getSpec().getType())
        && annotations.entrySet().containsAll(annotations(spec).entrySet())
        && samePorts(ports(spec), actual.getSpec().getPorts());
  }

  /** The port of the members that the first port of the Service leads to. */
  public static Optional<PortSpec> firstPort(HAService has) {
    return ports(spec(has)).stream().findFirst();
  }

  public static IntOrString target(PortSpec port) {
    return port.targetPort != null
        ? port.targetPort
        : new IntOrString(Objects.requireNonNull(port.port, "port"));
  }

  private static ServiceBuilder declared(HAService has) {
    ServiceSpec spec = spec(has);
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(Names.service(has))
        .withNamespace(has.getMetadata().getNamespace())
        .withAnnotations(new HashMap<>(annotations(spec)))
        .endMetadata()
        .withNewSpec()
        .withType(spec.type == null ? null : spec.type.name())
        .withPorts(ports(spec).stream().map(ServiceManifest::port).toList())
        .endSpec();
  }

  private static ServicePort port(PortSpec port) {
    return new ServicePortBuilder()
        .withName(port.name)
        .withPort(port.port)
        .withTargetPort(target(port))
        .withProtocol(protocol(port))
        .withNodePort(port.nodePort)
        .withAppProtocol(port.appProtocol)
        .build();
  }

  private static String protocol(PortSpec port) {
    return port.protocol == null ? PortSpec.Protocol.TCP.name() : port.protocol.name();
  }

  private static boolean samePorts(List<PortSpec> declared, List<ServicePort> actual) {
    if (declared.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < declared.size(); i++) {
      if (!samePort(declared.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean samePort(PortSpec declared, ServicePort actual) {
    return Objects.equals(declared.name, actual.getName())
        && Objects.equals(declared.port, actual.getPort())
        && target(declared).equals(actual.getTargetPort())
        && protocol(declared).equals(actual.getProtocol())
        && Objects.equals(declared.appProtocol, actual.getAppProtocol())
        && (declared.nodePort == null || declared.nodePort.equals(actual.getNodePort()));
  }

  private static ServiceSpec spec(HAService has) {
    return Objects.requireNonNull(has.getSpec().service, "spec.service");
  }

  private static List<PortSpec> ports(ServiceSpec spec) {
    return spec.ports == null ? List.of() : spec.ports;
  }

  private static Map<String, String> annotations(ServiceSpec spec) {
    return spec.annotations == null ? Map.of() : spec.annotations;
  }
}
