package dev.understudy.decision;

import java.util.List;

/**
 * Every ready member takes traffic: the route is open to all, but for those that are out of the
 * rotation.
 */
final class ActiveActive {
  private static final Route TO_ALL = new Route.ToAll();

  private ActiveActive() {}

  static Step decide(Observation seen) {
    return switch (seen.service()) {
      case ServiceView.Absent absent ->
          Step.of(
              Reason.ServiceCreated,
              "Created the Service, open to all members.",
              new Action.CreateService(TO_ALL, seen.lease().reached()));
      case ServiceView.Free free -> adopt(seen, free);
      case ServiceView.Claimed claimed -> open(seen, claimed);
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  /** Clients keep being served by whatever the Service selected until all members are ready. */
  private static Step adopt(Observation seen, ServiceView.Free free) {
    long serving = serving(seen);
    if (serving == 0 || serving < seen.policy().replicas()) {
      return Ejection.beforeAdoption(seen, free).orElseGet(ActiveActive::awaitMembers);
    }
    return Step.of(
        Reason.ServiceAdopted,
        "Adopted the Service and opened it to all members.",
        new Action.AdoptService(TO_ALL, seen.lease().reached(), free.version()));
  }

  private static Step awaitMembers() {
    return Step.of(
        Reason.WaitingForMembers,
        "The Service is adopted once all members are ready; until then it selects what it did.");
  }

  private static Step open(Observation seen, ServiceView.Claimed service) {
    if (service.route().equals(TO_ALL)) {
      return Ejection.decide(seen, List.of()).orElseGet(() -> rest(seen));
    }
    Action move =
        new Action.MoveRoute(
            TO_ALL, Math.max(service.epoch(), seen.lease().reached()), service.version());
    return service.route() instanceof Route.Foreign
        ? Step.of(Reason.RouteRepaired, "Somebody changed the Service's selector; put right.", move)
        : Step.of(Reason.ModeChanged, "Opened the route to all members.", move);
  }

  private static Step rest(Observation seen) {
    return serving(seen) > 0
        ? Step.of(Reason.Serving, "Every ready member takes traffic.")
        : Step.of(Reason.WaitingForMembers, "No member is ready.");
  }

  private static long serving(Observation seen) {
    return seen.members().stream().filter(seen::isServing).count();
  }
}
