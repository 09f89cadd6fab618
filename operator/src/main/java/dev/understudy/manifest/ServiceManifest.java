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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The Service that clients use. */
public final class ServiceManifest {
  private ServiceManifest() {}

  /** The whole Service, for its creation. */
  public static Service created(HAService has, Route route, long epoch) {
    return created(has, Selectors.of(has.getMetadata().getName(), route), epoch);
  }

  /** The whole Service, for its creation, with what it selects. */
  public static Service created(HAService has, Map<String, String> selector, long epoch) {
    return new ServiceBuilder(declared(has))
        .editMetadata()
        .addToLabels(Marks.SERVICE, has.getMetadata().getName())
        .addToAnnotations(Marks.EPOCH, Long.toString(epoch))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .editSpec()
        .withSelector(selector)
        .endSpec()
        .build();
  }

  /** What is declared and no more: the route is not among it, because its writes have an order. */
  public static Service declared(HAService has) {
    ServiceSpec spec = spec(has);
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(Names.service(has))
        .withNamespace(has.getMetadata().getNamespace())
        .withAnnotations(annotations(spec))
        .endMetadata()
        .withNewSpec()
        .withType(type(spec))
        .withPorts(ports(spec).stream().map(ServiceManifest::port).toList())
        .endSpec()
        .build();
  }

  /** The annotations that the Service should have, given those that it has. */
  public static Map<String, String> annotations(HAService has, Service actual) {
    Map<String, String> annotations = new TreeMap<>(annotations(actual));
    for (String before : annotations.getOrDefault(Marks.DECLARED, "").split(",", -1)) {
      annotations.remove(before);
    }
    annotations.remove(Marks.DECLARED);
    annotations.putAll(annotations(spec(has)));
    return annotations;
  }

  /** Whether the watch shows it: that of a Service without our label sees no change. */
  public static boolean isMarked(HAService has, Service actual) {
    return Optional.ofNullable(actual.getMetadata().getLabels())
        .map(labels -> labels.get(Marks.SERVICE))
        .filter(has.getMetadata().getName()::equals)
        .isPresent();
  }

  public static boolean isAsDeclared(HAService has, Service actual) {
    ServiceSpec spec = spec(has);
    return type(spec).equals(actual.getSpec().getType())
        && annotations(has, actual).equals(annotations(actual))
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

  private static String type(ServiceSpec spec) {
    return spec.type == null ? ServiceSpec.Type.ClusterIP.name() : spec.type.name();
  }

  /** With a list of what is declared among them, to know what to take away one day. */
  private static Map<String, String> annotations(ServiceSpec spec) {
    if (spec.annotations == null || spec.annotations.isEmpty()) {
      return Map.of();
    }
    Map<String, String> annotations = new TreeMap<>(spec.annotations);
    annotations.put(Marks.DECLARED, String.join(",", new TreeSet<>(spec.annotations.keySet())));
    return annotations;
  }

  private static Map<String, String> annotations(Service actual) {
    return Optional.ofNullable(actual.getMetadata().getAnnotations()).orElseGet(Map::of);
  }
}
