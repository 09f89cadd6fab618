package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.api.Mode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The Service to the standbys: reached within the cluster, on the ports of the one to clients. */
public final class StandbysManifest {
  private StandbysManifest() {}

  public static boolean isDeclared(HAService has) {
    return has.getSpec().service != null && Boolean.TRUE.equals(has.getSpec().service.standbys);
  }

  /**
   * @param clients the Service that clients use, as it is
   */
  public static Service declared(HAService has, Service clients) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(Names.standbys(has))
        .withNamespace(has.getMetadata().getNamespace())
        .withLabels(Map.of(Marks.SERVICE, has.getMetadata().getName()))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .withNewSpec()
        .withSelector(selector(has))
        .withPorts(ports(clients))
        .endSpec()
        .build();
  }

  /** Labels, selector and ports: what else people have set stays. */
  public static boolean isAsDeclared(HAService has, Service clients, Service actual) {
    return ServiceManifest.isMarked(has, actual)
        && selector(has).equals(actual.getSpec().getSelector())
        && ports(clients).equals(ports(actual));
  }

  /** In active-active nobody stands by, and all may be read from. */
  private static Map<String, String> selector(HAService has) {
    return has.getSpec().mode == Mode.ActivePassive
        ? Map.of(Marks.SERVICE, has.getMetadata().getName(), Marks.ROLE, RoleMarks.STANDBY)
        : Selectors.members(has);
  }

  private static List<ServicePort> ports(Service service) {
    return Objects.requireNonNullElse(service.getSpec().getPorts(), List.<ServicePort>of()).stream()
        .map(port -> new ServicePortBuilder(port).withNodePort(null).build())
        .toList();
  }
}
