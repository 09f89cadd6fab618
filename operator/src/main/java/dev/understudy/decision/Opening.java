package dev.understudy.decision;

/** The one write that gives the Service a route, and why it is needed. */
final class Opening {
  private Opening() {}

  /** Creates, adopts or moves, whatever the Service needs. */
  static Action write(Observation seen, Route route, long epoch) {
    return switch (seen.service()) {
      case ServiceView.Absent absent -> new Action.CreateService(route, epoch);
      case ServiceView.Free free -> new Action.AdoptService(route, epoch, free.version());
      case ServiceView.Claimed ours -> new Action.MoveRoute(route, epoch, ours.version());
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  /**
   * @param leadership why, if only who leads has changed
   */
  static Reason why(Observation seen, Reason leadership) {
    return switch (seen.service()) {
      case ServiceView.Absent absent -> Reason.ServiceCreated;
      case ServiceView.Free free -> Reason.ServiceAdopted;
      case ServiceView.Claimed ours -> whyMoved(ours.route(), leadership);
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  private static Reason whyMoved(Route from, Reason leadership) {
    return switch (from) {
      case Route.ToAll all -> Reason.ModeChanged;
      case Route.Foreign foreign -> Reason.RouteRepaired;
      case Route.ToOne one -> leadership;
      case Route.Closed closed -> leadership;
    };
  }
}
