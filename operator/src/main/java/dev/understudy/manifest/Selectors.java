package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Route;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.Optional;

/** A route as the selector of a Service, and back. */
public final class Selectors {
  private Selectors() {}

  public static Map<String, String> of(String service, Route route) {
    return switch (route) {
      case Route.ToOne one -> Map.of(Marks.SERVICE, service, Marks.MEMBER, one.member().value());
      case Route.ToAll all -> Map.of(Marks.SERVICE, service, Marks.ROTATION, Marks.ROTATION_IN);
      case Route.Closed closed -> Map.of(Marks.SERVICE, service, Marks.MEMBER, Marks.NO_MEMBER);
      case Route.Foreign foreign -> throw new IllegalArgumentException("not ours to write");
    };
  }

  /** All that take traffic. Pods of a workload that was adopted are in no rotation. */
  static Map<String, String> members(HAService has) {
    String name = has.getMetadata().getName();
    return Adoption.isDeclared(has) ? Map.of(Marks.SERVICE, name) : of(name, new Route.ToAll());
  }

  /**
   * The route that a Service has. To all pods of a workload that was adopted it is open by the
   * labels that they have from the workload: a new one takes part though no operator runs.
   */
  public static Route route(HAService has, Service service) {
    Map<String, String> selector =
        Optional.ofNullable(service.getSpec().getSelector()).orElseGet(Map::of);
    Route route = route(has.getMetadata().getName(), selector);
    if (!Adoption.isDeclared(has)
        || route instanceof Route.ToOne
        || route instanceof Route.Closed) {
      return route;
    }
    return Adoption.ownSelector(service).filter(selector::equals).isPresent()
        ? new Route.ToAll()
        : new Route.Foreign();
  }

  static Route route(String service, Map<String, String> selector) {
    if (selector.equals(of(service, new Route.ToAll()))) {
      return new Route.ToAll();
    }
    if (selector.equals(of(service, new Route.Closed()))) {
      return new Route.Closed();
    }
    String member = selector.getOrDefault(Marks.MEMBER, "");
    if (!member.isEmpty()
        && selector.equals(Map.of(Marks.SERVICE, service, Marks.MEMBER, member))) {
      return new Route.ToOne(new MemberId(member));
    }
    return new Route.Foreign();
  }
}
