package dev.understudy.decision;

import java.time.Duration;
import java.util.Optional;

/**
 * The workload elects the leader by a Lease that it keeps itself; the route follows the holder.
 *
 * <p>Nothing is promoted here and the Lease is never written. Traffic goes to the holder while the
 * Lease is seen to be renewed, and to nobody otherwise: closed when it lapsed, is vacant or gone,
 * or is held by what is no member. The route is opened only to a holder that this process has
 * itself seen alive, because a Lease that was there before may have lapsed long ago; a route that
 * is open to that holder already stays so meanwhile. What a holder is fit for does not count: a
 * holder that is not ready gets no traffic by Kubernetes' own doing, and a member that may not lead
 * by the Lease must not have any.
 *
 * <p>The epoch is the Service's own: greater with each change of the route, and never behind what
 * the Lease counts.
 */
final class Following {
  private Following() {}

  static Step decide(Observation seen) {
    return switch (seen.lease()) {
      case LeaseView.Kept kept when kept.hasLapsed() ->
          closed(
              seen,
              new Why(
                  Reason.LeaseLapsed,
                  Reason.LeaseLapsed,
                  holder(seen, kept) + " has not renewed the Lease for as long as it holds"));
      case LeaseView.Kept kept -> follow(seen, kept);
      case LeaseView.Absent absent ->
          closed(
              seen,
              awaited(
                  "there is no Lease yet; the workload makes it when it elects, by the name that"
                      + " activePassive.lease.name gives"));
      case LeaseView.Ours ours -> throw new IllegalStateException("not the workload's: " + ours);
      case LeaseView.Taken taken -> throw new IllegalStateException("not the workload's: " + taken);
    };
  }

  /** When the Lease lapses unless it is renewed, of which not every pass is told. */
  static Optional<Duration> recheckAfter(Observation seen) {
    return seen.lease() instanceof LeaseView.Kept kept
            && !(kept.holder() instanceof Holder.Nobody)
            && !kept.hasLapsed()
        ? Optional.of(kept.left())
        : Optional.empty();
  }

  /**
   * Why the route is not open.
   *
   * @param closing what is told when it is closed
   * @param resting what is told while it is
   * @param because as a clause
   */
  private record Why(Reason closing, Reason resting, String because) {}

  private static Why awaited(String because) {
    return new Why(Reason.HolderFollowed, Reason.LeaseAwaited, because);
  }

  private static Step follow(Observation seen, LeaseView.Kept kept) {
    if (isUnseen(seen, kept)) {
      return Step.of(
          Reason.LeaderUnseen,
          "The pod of "
              + holder(seen, kept)
              + ", which holds the Lease, is there, but not in view yet; the route stays with it.");
    }
    return switch (kept.holder()) {
      case Holder.Nobody nobody ->
          closed(seen, awaited("the Lease is vacant until a member takes it"));
      case Holder.Gone gone ->
          closed(
              seen,
              new Why(
                  Reason.LeaderGone,
                  Reason.LeaseAwaited,
                  "the pod of "
                      + gone.identity()
                      + ", which holds the Lease, is gone; another member may take it when it has"
                      + " lapsed"));
      case Holder.Stranger stranger ->
          closed(
              seen,
              new Why(
                  Reason.HolderUnknown,
                  Reason.HolderUnknown,
                  "the Lease is held by "
                      + stranger.identity()
                      + ", which is no member: set the identity of the workload's election to the"
                      + " name of its pod, or that and '_' and anything, and"
                      + " activePassive.lease.name to a Lease that only this service uses"));
      case Holder.Of(MemberId member) -> follow(seen, kept, member);
    };
  }

  /** The route is open to a member that the Lease may name, and our view of pods is old. */
  private static boolean isUnseen(Observation seen, LeaseView.Kept kept) {
    boolean unknown =
        kept.holder() instanceof Holder.Gone || kept.holder() instanceof Holder.Stranger;
    return unknown && seen.routed().filter(seen.testimony().unseen()::contains).isPresent();
  }

  private static Step follow(Observation seen, LeaseView.Kept kept, MemberId holder) {
    if (seen.routed().equals(Optional.of(holder))) {
      return keep(seen, kept, holder);
    }
    if (!kept.renewed()) {
      return await(seen, holder(seen, kept) + " holds the Lease, but was not seen to renew it yet");
    }
    if (seen.member(holder).filter(Following::isLabelled).isEmpty()) {
      return await(seen, holder(seen, kept) + " holds the Lease, and has no member label yet");
    }
    return open(seen, holder);
  }

  /** One that begins anew, as another process of the same pod perhaps, begins another epoch. */
  private static Step keep(Observation seen, LeaseView.Kept kept, MemberId holder) {
    if (seen.routeEpoch() >= Math.max(kept.transitions(), seen.epochTold())) {
      return Step.of(
          Reason.Serving, pod(seen, holder) + " leads at epoch " + seen.routeEpoch() + ".");
    }
    return open(seen, holder);
  }

  private static boolean isLabelled(Member member) {
    return !member.ineligibilities().contains(Ineligibility.UNLABELLED);
  }

  private static Step open(Observation seen, MemberId holder) {
    long epoch = nextEpoch(seen);
    return Step.of(
        Opening.why(seen, Reason.HolderFollowed),
        pod(seen, holder)
            + " leads from epoch "
            + epoch
            + ": it holds the Lease that the workload keeps.",
        Opening.write(seen, new Route.ToOne(holder), epoch));
  }

  /** A route that no Lease gave to anybody is left until it can be given to the holder. */
  private static Step await(Observation seen, String because) {
    return seen.service() instanceof ServiceView.Claimed service
            && (service.route() instanceof Route.ToAll || service.route() instanceof Route.Foreign)
        ? Step.of(Reason.LeaseAwaited, "The route is left as it is: " + because + ".")
        : closed(seen, awaited(because));
  }

  private static Step closed(Observation seen, Why why) {
    Route route = new Route.Closed();
    return switch (seen.service()) {
      case ServiceView.Absent absent ->
          Step.of(
              Reason.ServiceCreated,
              "Created the Service, closed: " + why.because() + ".",
              new Action.CreateService(route, nextEpoch(seen)));
      case ServiceView.Free free ->
          Step.of(why.resting(), "The Service is not adopted yet: " + why.because() + ".");
      case ServiceView.Claimed service when service.route().equals(route) ->
          Step.of(why.resting(), "The route is closed: " + why.because() + ".");
      case ServiceView.Claimed service ->
          Step.of(
              why.closing(),
              "Closed the route: " + why.because() + ".",
              new Action.MoveRoute(route, nextEpoch(seen), service.version()));
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  private static long nextEpoch(Observation seen) {
    long counted = seen.lease() instanceof LeaseView.Kept kept ? kept.transitions() : 0;
    return Math.max(seen.nextEpoch(), counted);
  }

  private static String holder(Observation seen, LeaseView.Kept kept) {
    return switch (kept.holder()) {
      case Holder.Nobody nobody -> "nobody";
      case Holder.Of(MemberId member) -> pod(seen, member);
      case Holder.Gone(String identity) -> identity;
      case Holder.Stranger(String identity) -> identity;
    };
  }

  private static String pod(Observation seen, MemberId id) {
    return seen.member(id).map(Member::pod).orElse(id.value());
  }
}
