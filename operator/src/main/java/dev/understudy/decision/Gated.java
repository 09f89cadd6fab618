package dev.understudy.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What comes before a promotion under {@code fencing: StopLeader}: vacate the Lease, close the
 * route at that epoch, stop the old leader, and wait for the proof that it has. Each step is found
 * again by whoever starts in the middle, because the vacant Lease says who held it.
 *
 * <p>A container that ended is no proof: it may have been started again, and have served, before
 * the route was closed. The proof is that the pod is over, which its kubelet reports once and for
 * ever, so that a view of earlier can lack it and cannot give a false one. That a pod is gone, or
 * its node out of service, is asked of the API server itself.
 */
final class Gated {
  private enum Proof {
    STOPPED,
    RUNNING,
    STOPPING,
    MISSING
  }

  private Gated() {}

  static boolean applies(Observation seen) {
    return seen.policy().stopsLeaders();
  }

  /** Who led before the Lease was vacated, by name; none if the same is to lead again. */
  static Optional<String> deposed(Observation seen, Member to) {
    return applies(seen)
        ? seen.lease().last().stream()
            .filter(id -> !id.equals(to.id()))
            .findFirst()
            .map(id -> name(seen, id))
        : Optional.empty();
  }

  /** Whoever leads, or may: the Lease is to say so when it is vacated, the holder first. */
  static List<MemberId> leaders(Observation seen) {
    Stream<MemberId> holder = seen.lease().leader().stream();
    return applies(seen)
        ? Stream.concat(holder, running(seen)).distinct().toList()
        : holder.toList();
  }

  /** Whoever has the route, or is held because it had it, and may run. */
  private static Stream<MemberId> running(Observation seen) {
    return Stream.concat(seen.routed().stream(), held(seen)).filter(id -> mayRun(seen, id));
  }

  /** The step that must be taken first; none if the member may be granted the Lease now. */
  static Optional<Step> before(Observation seen, Promotion promotion) {
    return switch (seen.lease()) {
      case LeaseView.Absent absent -> recall(seen, promotion.to());
      case LeaseView.Ours lease ->
          lease.holder().isPresent()
              ? depose(seen, lease, promotion)
              : await(seen, lease, promotion.to());
      case LeaseView.Kept kept -> throw new IllegalStateException("not ours: " + kept);
      case LeaseView.Taken taken -> throw new IllegalStateException("not ours: " + taken);
    };
  }

  /** The Lease was deleted: writes down again who led, before anything is decided about it. */
  private static Optional<Step> recall(Observation seen, Member to) {
    // whoever has the route is not the one that is to lead: while it may, nothing is promoted
    return Stream.concat(seen.routed().stream(), suspects(seen, to))
        .filter(id -> mayRun(seen, id))
        .findFirst()
        .map(id ->
            Step.of(
                Reason.LeaseBehind,
                name(seen, id) + " led when the Lease was lost; wrote that down again.",
                new Action.CreateLease(id, seen.nextEpoch(), Fencing.STOP_LEADER)));
  }

  private static Optional<Step> depose(
      Observation seen, LeaseView.Ours lease, Promotion promotion) {
    MemberId holder = lease.holder().orElseThrow();
    if (holder.equals(promotion.to().id())) {
      return takeBack(seen, lease, holder);
    }
    List<Action> actions = vacate(seen, lease);
    stop(seen, holder).ifPresent(actions::add);
    return Optional.of(
        new Step(
            promotion.reason(),
            name(seen, holder)
                + " leads no more: "
                + promotion.because()
                + "; "
                + promotion.to().pod()
                + " leads as soon as that is known to have stopped.",
            actions,
            Optional.of(promotion.to().id())));
  }

  /** Of whoever leads or may, with the route closed at that epoch. */
  static List<Action> vacate(Observation seen, LeaseView.Ours lease) {
    long epoch = seen.nextEpoch();
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.VacateLease(leaders(seen), epoch, Trials.now(seen), lease.version()));
    barrier(seen, epoch).ifPresent(actions::add);
    return actions;
  }

  private static Optional<Step> await(Observation seen, LeaseView.Ours lease, Member to) {
    Optional<MemberId> former = suspects(seen, to).filter(id -> mayRun(seen, id)).findFirst();
    List<Action> actions =
        Stream.of(barrier(seen, lease.epoch()), former.flatMap(id -> stop(seen, id)))
            .flatMap(Optional::stream)
            .toList();
    return actions.isEmpty()
        ? former.map(id -> wait(seen, id))
        : Optional.of(
            new Step(
                Reason.LeaderDeposed,
                former
                        .map(id -> name(seen, id) + " led before, and is stopped before ")
                        .orElse("Closed the route before ")
                    + to.pod()
                    + " leads.",
                actions));
  }

  /**
   * Who may have led, other than the one that is to lead: who held the Lease when it was vacated,
   * and any whose pod is held, because somebody may have edited or deleted the Lease meanwhile.
   */
  private static Stream<MemberId> suspects(Observation seen, Member to) {
    return Stream.concat(seen.lease().last().stream(), held(seen))
        .distinct()
        .filter(id -> !id.equals(to.id()));
  }

  private static Stream<MemberId> held(Observation seen) {
    return seen.members().stream().filter(it -> it.marking().held()).map(Member::id);
  }

  /**
   * The Lease was granted by an operator that did not know yet that leaders are stopped, and the
   * route has not followed: takes the grant back, as long as another may run that led before.
   */
  static Optional<Step> takeBack(Observation seen) {
    return seen.lease() instanceof LeaseView.Ours lease
            && applies(seen)
            && lease.fencing() != Fencing.STOP_LEADER
            && !seen.routed().equals(lease.holder())
        ? lease.holder().flatMap(holder -> takeBack(seen, lease, holder))
        : Optional.empty();
  }

  private static Optional<Step> takeBack(Observation seen, LeaseView.Ours lease, MemberId holder) {
    return running(seen)
        .filter(id -> !id.equals(holder))
        .findFirst()
        .map(before ->
            new Step(
                Reason.GrantTakenBack,
                name(seen, holder)
                    + " was granted the Lease without proof that "
                    + name(seen, before)
                    + ", which led before, has stopped; took that back.",
                vacate(seen, lease)));
  }

  /** From this write on, whatever was decided at an earlier epoch about the route is refused. */
  static Optional<Action> barrier(Observation seen, long epoch) {
    Route closed = new Route.Closed();
    boolean needless =
        seen.service() instanceof ServiceView.Free
            || (seen.service() instanceof ServiceView.Claimed service
                && service.route().equals(closed)
                && service.epoch() >= epoch);
    return needless
        ? Optional.empty()
        : Optional.of(Opening.write(seen, closed, Math.max(epoch, seen.routeEpoch())));
  }

  private static Optional<Action> stop(Observation seen, MemberId former) {
    return proof(seen, former) == Proof.RUNNING
        ? seen.member(former).map(it -> new Action.StopMember(it.pod(), it.uid()))
        : Optional.empty();
  }

  /** Whether a member that led may yet do harm, for all that is known. */
  static boolean mayRun(Observation seen, MemberId former) {
    return proof(seen, former) != Proof.STOPPED;
  }

  private static Proof proof(Observation seen, MemberId former) {
    if (seen.stopped().contains(former)) {
      return Proof.STOPPED;
    }
    return seen.member(former).map(Gated::proof).orElse(Proof.STOPPING);
  }

  private static Proof proof(Member former) {
    if (former.stopped()) {
      return Proof.STOPPED;
    }
    if (former.isStaying()) {
      return Proof.RUNNING;
    }
    return former.ineligibilities().contains(Ineligibility.NODE_NOT_READY)
            || former.ineligibilities().contains(Ineligibility.SILENT)
        ? Proof.MISSING
        : Proof.STOPPING;
  }

  private static Step wait(Observation seen, MemberId former) {
    return seen.member(former)
        .filter(it -> proof(it) == Proof.MISSING)
        .map(Gated::unproven)
        .orElseGet(() ->
            Step.of(
                Reason.LeaderStopping,
                name(seen, former)
                    + " led, and is not known to have stopped yet; nobody leads meanwhile."));
  }

  private static Step unproven(Member former) {
    String node = former.place().node();
    return Step.of(
        Reason.StopUnproven,
        former.pod()
            + " led, and its node "
            + node
            + " does not answer: nobody knows whether it has stopped, so nobody leads. Bring the"
            + " node back; or, if it is certainly off, say so: kubectl taint nodes "
            + node
            + " node.kubernetes.io/out-of-service=nodeshutdown:NoExecute; or, if the node was"
            + " deleted and is off: kubectl patch pod "
            + former.pod()
            + " --type merge -p '{\"metadata\":{\"finalizers\":null}}'");
  }

  static String name(Observation seen, MemberId id) {
    return seen.member(id).map(Member::pod).orElse(id.value());
  }
}
