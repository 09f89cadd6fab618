package dev.understudy.simulation;

import dev.understudy.decision.Keeper;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Route;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** What is promised of a route that follows a Lease which the workload keeps. */
final class FollowedRoute {
  /**
   * What an operator that can act needs beyond what the Lease takes to lapse: its watch, some
   * passes that lose to another operator, and a request that is given up.
   */
  static final long SLACK = 3_000;

  private record Opened(MemberId to, long epoch) {}

  private final Cluster cluster;
  private final ApiServer api;
  private final BiConsumer<Guarantee, String> broken;
  private final Set<Opened> opened = new HashSet<>();
  private Optional<Stored.KeptLease> lease = Optional.empty();
  private Optional<MemberId> holder = Optional.empty();
  private long looked = -1;
  private long changedAt;
  private long holderSince;
  private long livelySince;

  FollowedRoute(Cluster cluster, BiConsumer<Guarantee, String> broken) {
    this.cluster = cluster;
    this.api = cluster.api();
    this.broken = broken;
  }

  static boolean isFollowing(Policy policy) {
    return policy.mode() == Mode.ACTIVE_PASSIVE && isKept(policy);
  }

  static boolean isKept(Policy policy) {
    return policy.succession().keeper() == Keeper.WORKLOAD;
  }

  /** At which version. */
  long looked() {
    return looked;
  }

  /** The API server has something new. */
  void look() {
    looked = api.version();
    Optional<Stored.KeptLease> now = api.keptLease();
    if (!now.equals(lease)) {
      if (cluster.now() - changedAt >= shortest(lease)) {
        livelySince = cluster.now();
      }
      changedAt = cluster.now();
      lease = now;
    }
    Optional<MemberId> holding = lease.flatMap(this::member);
    if (!holding.equals(holder)) {
      holder = holding;
      holderSince = cluster.now();
    }
    api.service()
        .ifPresent(service ->
            service.toOne().ifPresent(to -> opened.add(new Opened(to, service.epoch()))));
  }

  Optional<MemberId> holder() {
    return holder;
  }

  boolean wasOpened(MemberId to, long epoch) {
    return opened.contains(new Opened(to, epoch));
  }

  private Optional<MemberId> member(Stored.KeptLease of) {
    return api.pod(of.pod()).map(Stored.Pod::id);
  }

  /** For the fastest clock. */
  private static long shortest(Optional<Stored.KeptLease> of) {
    return of.map(it -> it.seconds() * 1_000L * 100 / LocalClock.FASTEST).orElse(0L);
  }

  /** For the slowest clock. */
  private static long longest(Optional<Stored.KeptLease> of) {
    return of.map(it -> it.seconds() * 1_000L * 100 / LocalClock.SLOWEST).orElse(0L);
  }

  // Of every write.

  /**
   * @param before the Service as it was
   */
  void written(Pass pass, Route route, Optional<Stored.Service> before) {
    Optional<Stored.KeptLease> asked = pass.basis().keptLease();
    Optional<MemberId> routed = before.flatMap(Stored.Service::toOne);
    if (route instanceof Route.ToOne(MemberId to)) {
      that(
          asked.filter(it -> it.names(to)).isPresent(),
          Guarantee.OPENED_TO_HOLDER,
          () -> "opened to " + to + ", and the Lease was " + asked);
      that(
          routed.equals(Optional.of(to))
              || asked.filter(it -> it.version() > pass.operator().keptFirstSeen()).isPresent(),
          Guarantee.OPENED_TO_HOLDER,
          () -> "opened to " + to + ", which was not seen to renew");
    } else if (routed.isPresent() && asked.flatMap(this::member).equals(routed)) {
      long since = pass.basis().keptLeaseChanged();
      that(
          pass.basis().decided() - since >= shortest(asked),
          Guarantee.HOLDER_KEEPS_ROUTE,
          () -> "closed on " + routed.get() + ", which had just renewed");
    }
  }

  long changedAt() {
    return changedAt;
  }

  // After every event.

  /**
   * @param able whether an operator could act all the time since then
   */
  void boundsKept(Truth truth, LongPredicate able) {
    long before = cluster.now() - SLACK;
    if (Math.max(truth.declaredSince(), truth.routeSince()) > before) {
      return;
    }
    Optional<MemberId> routed =
        truth.service().filter(service -> !service.isFree()).flatMap(Stored.Service::toOne);
    if (routed.isPresent() && routed.equals(holder)) {
      long lapse = longest(lease);
      that(
          changedAt + lapse > before || !able.test(before - lapse),
          Guarantee.ONLY_THE_HOLDER,
          () -> "the route is open to " + routed + ", whose Lease has lapsed");
    } else if (routed.isPresent()) {
      that(
          holderSince > before || !able.test(before),
          Guarantee.ONLY_THE_HOLDER,
          () -> "the route is open to " + routed + ", and the Lease is " + lease);
    }
    routedLate(truth, routed, able);
  }

  private void routedLate(Truth truth, Optional<MemberId> routed, LongPredicate able) {
    long before = cluster.now() - SLACK - shortest(lease);
    that(
        holder.isEmpty()
            || routed.equals(holder)
            || !isLively()
            || Math.max(livelySince, holderSince) > before
            || Math.max(truth.declaredSince(), truth.routeSince()) > before
            || !able.test(before),
        Guarantee.ROUTE_FOLLOWS_LEASE,
        () -> holder + " holds the Lease, and the route is open to " + routed);
  }

  /** Even for the fastest clock it has not lapsed. */
  private boolean isLively() {
    return cluster.now() - changedAt < shortest(lease);
  }

  // At the end.

  void stable(Truth truth) {
    Optional<MemberId> routed = truth.service().flatMap(Stored.Service::toOne);
    that(
        routed.equals(holder),
        Guarantee.STABLE,
        () -> holder + " holds the Lease, and the route is open to " + routed);
    that(
        holder.isPresent() || api.pods().isEmpty(),
        Guarantee.STABLE,
        () -> "nobody was elected: " + lease);
  }

  private void that(boolean holds, Guarantee guarantee, Supplier<String> otherwise) {
    if (!holds) {
      broken.accept(guarantee, otherwise.get());
    }
  }
}
