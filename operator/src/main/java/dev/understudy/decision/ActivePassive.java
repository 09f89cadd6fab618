package dev.understudy.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One leader takes traffic; the others stand by.
 *
 * <p>A promotion is two conditional writes in this order: the Lease is granted at the next epoch,
 * then the route is opened at that epoch. Whoever finds only the first one done does the second.
 * The second is the one that moves traffic, and as a single write of a selector that one pod alone
 * matches it never lets two members be routable. Both carry the version they were decided on, so
 * that an operator that was slow, or asleep, or replaced, is refused.
 */
final class ActivePassive {
  private ActivePassive() {}

  static Step decide(Observation seen) {
    return leader(seen)
        .filter(seen.testimony().unseen()::contains)
        .map(ActivePassive::awaitSightOf)
        .orElseGet(() -> lead(seen));
  }

  /** Its pod was made, or our view of pods began, a moment ago: it is not gone. */
  private static Step awaitSightOf(MemberId leader) {
    return Step.of(
        Reason.LeaderUnseen,
        "The pod of "
            + leader
            + ", which leads, is there, but not in view yet; nothing is decided about it before.");
  }

  private static Step lead(Observation seen) {
    Optional<Member> incumbent = incumbent(seen);
    return takeBack(seen)
        .or(() -> incumbent.filter(Member::isEligible).map(leader -> keep(seen, leader)))
        .orElseGet(() -> replace(seen, incumbent));
  }

  /** While nobody may lead, a grant that was made without proof does no harm. */
  private static Optional<Step> takeBack(Observation seen) {
    return leaseIsBehind(seen)
        ? Optional.empty()
        : Gated.takeBack(seen).filter(step -> Preference.candidate(seen).isPresent());
  }

  /**
   * Who leads: the one that the Lease names, unless a later epoch has been seen. Then the Lease was
   * deleted or edited, or our view of it is old, and the routed member leads.
   */
  private static Optional<MemberId> leader(Observation seen) {
    return leaseIsBehind(seen) ? seen.routed() : seen.lease().leader();
  }

  private static Optional<Member> incumbent(Observation seen) {
    return leader(seen).flatMap(seen::member);
  }

  private static Step keep(Observation seen, Member leader) {
    if (leaseIsBehind(seen)) {
      return grant( // nobody else leads: nothing comes before
          seen,
          new Promotion(
              leader,
              Reason.LeaseBehind,
              "Service or members have seen a later epoch than the Lease, which somebody must have"
                  + " changed"));
    }
    return Switchover.from(seen, leader)
        .map(promotion -> promote(seen, promotion))
        .orElseGet(() -> openTo(seen, leader));
  }

  private static Step openTo(Observation seen, Member leader) {
    Route route = new Route.ToOne(leader.id());
    long epoch = seen.lease().reached();
    if (isOpenTo(seen, leader)) {
      return Step.of(Reason.Serving, leader.pod() + " leads at epoch " + epoch + ".");
    }
    return Step.of(
        Opening.why(seen, Reason.PromotionCompleted),
        opened(seen, leader.pod()),
        Opening.write(seen, route, epoch));
  }

  private static boolean isOpenTo(Observation seen, Member leader) {
    return seen.routed().equals(Optional.of(leader.id()))
        && seen.routeEpoch() == seen.lease().reached();
  }

  private static String opened(Observation seen, String leader) {
    return switch (seen.service()) {
      case ServiceView.Absent absent -> "Created the Service, open to " + leader + ".";
      case ServiceView.Free free -> "Adopted the Service and opened it to " + leader + ".";
      case ServiceView.Claimed service ->
          "Opened the route to "
              + leader
              + ", which leads at epoch "
              + seen.lease().reached()
              + ".";
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  private static Step replace(Observation seen, Optional<Member> incumbent) {
    return Calls.underWay(seen)
        .or(() -> Orders.successor(seen).filter(to -> Calls.mayBePromoted(seen, to)))
        .or(() -> Gap.successor(seen))
        .or(() -> untried(seen))
        .or(() -> Preference.candidate(seen))
        .or(() -> stopgap(seen, incumbent))
        .map(to ->
            Backoff.of(seen)
                .insteadOf(incumbent, to)
                .filter(wait -> !Trials.isWayBack(seen, to))
                .orElseGet(() -> failOver(seen, incumbent, to)))
        .or(() -> stopgapOpened(seen, incumbent))
        .orElseGet(() -> withoutCandidate(seen));
  }

  private static Optional<Member> untried(Observation seen) {
    return Preference.among(
        seen,
        seen.members().stream()
            .filter(Member::isEligible)
            .filter(it -> Calls.mayBePromoted(seen, it)));
  }

  /** Whoever was granted the Lease though it hangs gets the route too. */
  private static Optional<Step> stopgapOpened(Observation seen, Optional<Member> incumbent) {
    return incumbent
        .filter(it -> Preference.isStopgap(it) && !leaseIsBehind(seen))
        .filter(it -> seen.policy().succession().whenNoCandidate() != WhenNoCandidate.CLOSE)
        .filter(it -> !isOpenTo(seen, it) && Gated.takeBack(seen).isEmpty())
        .map(it -> openTo(seen, it));
  }

  /** Not for a leader that hangs as well: what all hang on will not be mended by a failover. */
  private static Optional<Member> stopgap(Observation seen, Optional<Member> incumbent) {
    boolean hangs =
        incumbent.flatMap(Member::ineligibility).filter(Ineligibility.HANGS::equals).isPresent();
    return hangs || seen.policy().succession().whenNoCandidate() == WhenNoCandidate.CLOSE
        ? Optional.empty()
        : Preference.stopgap(seen);
  }

  private static Step failOver(Observation seen, Optional<Member> incumbent, Member to) {
    return promote(
        seen,
        new Promotion(
            to,
            whyLost(seen, incumbent, to),
            becauseLost(seen, incumbent, to)
                + (Trials.isWayBack(seen, to) ? ", in the trial of its revision" : "")));
  }

  private static Step promote(Observation seen, Promotion promotion) {
    return before(seen, promotion)
        .or(() -> Calls.promote(seen, promotion.to()))
        .orElseGet(() -> grant(seen, promotion));
  }

  private static Optional<Step> before(Observation seen, Promotion promotion) {
    return Gated.applies(seen) ? Gated.before(seen, promotion) : Gap.before(seen, promotion);
  }

  private static Step grant(Observation seen, Promotion promotion) {
    Member to = promotion.to();
    long epoch = seen.nextEpoch();
    Fencing fencing = seen.policy().succession().fencing();
    List<Action> actions = new ArrayList<>();
    if (Gated.applies(seen)) { // also if it was seen held: a view of earlier, and it may be gone
      actions.add(new Action.HoldMember(to.pod(), to.uid()));
    }
    actions.add(
        seen.lease() instanceof LeaseView.Ours ours
            ? new Action.GrantLease(
                to.id(), epoch, fencing, Trials.granting(seen, to), ours.version())
            : new Action.CreateLease(to.id(), epoch, fencing));
    actions.add(Opening.write(seen, new Route.ToOne(to.id()), epoch));
    return new Step(
        promotion.reason(),
        to.pod() + " leads from epoch " + epoch + ": " + promotion.because() + ".",
        actions);
  }

  private static Reason whyLost(Observation seen, Optional<Member> incumbent, Member to) {
    if (incumbent.isPresent()) {
      return incumbent.get().ineligibility().map(Reason::lost).orElse(Reason.LeaderChosen);
    }
    if (leaderGone(seen).isPresent()) {
      return Reason.LeaderGone;
    }
    if (Gap.finished(seen, to).isPresent()) {
      return Reason.HandedOver;
    }
    return Gated.deposed(seen, to).isPresent() ? Reason.LeaderStopped : Reason.LeaderChosen;
  }

  private static String becauseLost(Observation seen, Optional<Member> incumbent, Member to) {
    return incumbent
        .flatMap(lost -> lost.ineligibility().map(why -> lost.pod() + " " + why.sentence()))
        .or(() -> leaderGone(seen).map(id -> "the pod of " + id + " is gone"))
        .or(() -> Gated.deposed(seen, to).map(name -> name + ", which led before, has stopped"))
        .or(() -> Gap.finished(seen, to).map(old -> old.pod() + ", which led before, had its time"))
        .orElse("there was no leader");
  }

  private static Optional<MemberId> leaderGone(Observation seen) {
    return seen.lease().leader().filter(id -> seen.member(id).isEmpty());
  }

  private static Step withoutCandidate(Observation seen) {
    return switch (seen.service()) {
      case ServiceView.Absent absent -> createUnserved(seen);
      case ServiceView.Free free ->
          Step.of(
              Reason.WaitingForMembers,
              "The Service is adopted once a member may lead; until then it selects what it did.");
      case ServiceView.Claimed service ->
          seen.policy().succession().whenNoCandidate() == WhenNoCandidate.CLOSE
              ? close(seen, service)
              : hold(service);
      case ServiceView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  private static Step createUnserved(Observation seen) {
    Route route =
        seen.policy().succession().whenNoCandidate() == WhenNoCandidate.HOLD_LAST
            ? seen.lease().leader().<Route>map(Route.ToOne::new).orElseGet(Route.Closed::new)
            : new Route.Closed();
    return Step.of(
        Reason.ServiceCreated,
        "Created the Service; no member may lead yet.",
        new Action.CreateService(route, seen.lease().reached()));
  }

  /** Also while a change of mode finds nobody to lead: the route stays open to all meanwhile. */
  private static Step hold(ServiceView.Claimed service) {
    return switch (service.route()) {
      case Route.Closed closed ->
          Step.of(Reason.WaitingForMembers, "No member may lead; the route is closed.");
      case Route.ToOne one ->
          Step.of(
              Reason.RouteHeld,
              "No member may lead; the route stays with "
                  + one.member()
                  + " as whenNoCandidate: HoldLast says.");
      case Route.ToAll all ->
          Step.of(Reason.WaitingForMembers, "No member may lead yet; the route is open to all.");
      case Route.Foreign foreign ->
          Step.of(
              Reason.WaitingForMembers, "No member may lead, and the selector is not ours: left.");
    };
  }

  private static Step close(Observation seen, ServiceView.Claimed service) {
    boolean vacant = seen.lease().leader().isEmpty();
    boolean barred =
        service.route() instanceof Route.Closed && service.epoch() >= seen.lease().reached();
    if (vacant && barred) {
      return Step.of(Reason.RouteClosed, "No member may lead; the route is closed.");
    }
    List<Action> actions = new ArrayList<>();
    long epoch = Math.max(seen.lease().reached(), service.epoch());
    if (seen.lease() instanceof LeaseView.Ours lease && !vacant) {
      epoch++;
      actions.add(
          new Action.VacateLease(Gated.leaders(seen), epoch, Trials.now(seen), lease.version()));
    }
    actions.add(new Action.MoveRoute(new Route.Closed(), epoch, service.version()));
    return new Step(
        Reason.RouteClosed,
        "No member may lead; closed the route as whenNoCandidate: Close says.",
        actions);
  }

  private static boolean leaseIsBehind(Observation seen) {
    long reached = seen.lease().reached();
    return seen.routeEpoch() > reached
        || seen.epochTold() > reached
        || (seen.routeEpoch() == reached
            && seen.routed().isPresent()
            && !seen.routed().equals(seen.lease().leader()));
  }
}
