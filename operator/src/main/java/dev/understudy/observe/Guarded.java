package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Route;
import dev.understudy.detect.Profile;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Selectors;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What has to be known of a service to watch over its members.
 *
 * @param seen the Service, if it is there
 * @param nodes looks a node up by its name
 */
record Guarded(
    HAService has, Optional<Service> seen, List<Pod> pods, Function<String, Optional<Node>> nodes) {

  Guarded(
      HAService has,
      Optional<Service> seen,
      Collection<Pod> pods,
      Function<String, Optional<Node>> nodes) {
    this(has, seen, List.copyOf(pods), nodes);
  }

  /** Namespace and name. */
  String service() {
    return Names.qualified(has);
  }

  Profile profile() {
    return profile(has);
  }

  static Profile profile(HAService has) {
    return switch (detection(has)) {
      case Fast -> Profile.FAST;
      case Balanced -> Profile.BALANCED;
      case Tolerant -> Profile.TOLERANT;
    };
  }

  static dev.understudy.api.Detection detection(HAService has) {
    return Optional.ofNullable(has.getSpec().health)
        .flatMap(health -> Optional.ofNullable(health.detection))
        .orElse(dev.understudy.api.Detection.Balanced);
  }

  /**
   * Where it serves, once it has an address, and until it is told to end: many a server waits then
   * for those who are connected (PostgreSQL up to a minute, if they have said nothing yet).
   */
  Optional<InetSocketAddress> address(Pod pod) {
    return Optional.of(pod)
        .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
        .flatMap(it -> Serving.address(it, seen));
  }

  Optional<Node> node(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getNodeName()).flatMap(nodes);
  }

  /** Whether clients are sent to it, as far as the Service says. */
  boolean isRouted(Pod pod) {
    return seen.map(service -> Selectors.route(has, service))
        .filter(
            it -> it instanceof Route.ToAll || it.one().equals(Optional.of(MemberReader.id(pod))))
        .isPresent();
  }
}
