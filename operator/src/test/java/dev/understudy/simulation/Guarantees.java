package dev.understudy.simulation;

import dev.understudy.decision.Action;
import dev.understudy.decision.Call;
import dev.understudy.decision.Handover;
import dev.understudy.decision.Hook;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Role;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Route;
import dev.understudy.decision.Trial;
import dev.understudy.decision.WhenNoCandidate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks after every event, against the true state, what is promised; and of every write, at the
 * moment at which the API server has it, what it rests on.
 */
final class Guarantees {
  /**
   * For how long route and Lease may disagree, or a lost leader keep the route, while an operator
   * could act all the time: the longest back-off of 5 s by the slowest clock, and a pass.
   */
  static final long BOUND = 12_000;

  /** Two seconds by the fastest clock. */
  private static final long SETTLED = 2_000L * 100 / LocalClock.FASTEST;

  private static final Set<Reason> PLANNED =
      EnumSet.of(
          Reason.LeaderNodeCordoned,
          Reason.RollingUpdate,
          Reason.RolledBack,
          Reason.SwitchedOver,
          Reason.LeaseBehind,
          Reason.GrantTakenBack);

  /** Planned, and the leader could go on. */
  private static final Set<Reason> LEAVING =
      EnumSet.of(
          Reason.LeaderNodeCordoned, Reason.RollingUpdate, Reason.RolledBack, Reason.SwitchedOver);

  private static final Set<Reason> FAILURES =
      EnumSet.of(
          Reason.LeaderTerminated,
          Reason.LeaderRefuses,
          Reason.LeaderSilent,
          Reason.LeaderHangs,
          Reason.LeaderNodeNotReady,
          Reason.LeaderNotReady);

  private record Leadership(MemberId leader, long epoch) {}

  private final Cluster cluster;
  private final ApiServer api;
  private final Set<Guarantee> unchecked;
  private final Truth truth;
  private final Led led;
  private final FollowedRoute followed;
  private final Map<Operator, Long> ableSince = new HashMap<>();
  private final Map<Long, MemberId> routedAt = new HashMap<>();
  private final Map<Long, MemberId> grantedAt = new HashMap<>();
  private final Set<Leadership> granted = new HashSet<>();
  private final Map<MemberId, Long> toldAt = new HashMap<>();
  private long checked = -1;
  private long serviceEpoch;
  private long leaseEpoch;
  private Optional<MemberId> moved = Optional.empty();
  private long movedAt;
  private Optional<Long> closedAt = Optional.empty();
  private final Set<Long> byHand = new HashSet<>();
  private final Set<String> carriedOut = new HashSet<>();
  private final Set<Call> called = new HashSet<>();
  private boolean silent;

  /** Which revision failed in its trial; forgotten when another is declared. */
  private Optional<String> failed = Optional.empty();

  /** Of each pod that was put out, how many members were seen then. */
  private final Map<String, Integer> outOf = new HashMap<>();

  private boolean listLost;

  Guarantees(Cluster cluster, Map<String, Kubelet> kubelets, Set<Guarantee> unchecked) {
    this.cluster = cluster;
    this.api = cluster.api();
    this.unchecked = unchecked;
    this.truth = new Truth(cluster);
    this.led = new Led(api, kubelets.values());
    this.followed = new FollowedRoute(cluster, this::fail);
  }

  /** When the Lease that the workload keeps was written last. */
  long keptLeaseChanged() {
    return followed.changedAt();
  }

  /** The member that the Lease names which the workload keeps. */
  Optional<MemberId> keptHolder() {
    return followed.holder();
  }

  /** How many leaderships there were. */
  int leaderships() {
    return granted.size();
  }

  /** What people do by hand to the Lease is not held against anybody. */
  void leaseChangedByHand() {
    leaseEpoch = 0;
    grantedAt.clear();
    failed = Optional.empty();
    byHand.add(api.version());
  }

  /** What people do by hand to the Service is not held against anybody. */
  void serviceChangedByHand() {
    serviceEpoch = 0;
    routedAt.clear();
    byHand.add(api.version());
  }

  /** Who is out because a person said so is not held against anybody. */
  void rotationChangedByHand(String uid) {
    outOf.remove(uid);
  }

  /** A person deleted the Service, and with it the list of those that may be out. */
  void serviceDeletedByHand() {
    listLost = true;
  }

  /** Whoever leads because a person said so, leads unfenced. */
  void leaderMadeByHand() {
    led.byHand();
    routedAt.clear();
  }

  void fail(Guarantee guarantee, String how) {
    if (!unchecked.contains(guarantee)) {
      throw new Violation(guarantee, how);
    }
  }

  private void that(boolean holds, Guarantee guarantee, Supplier<String> otherwise) {
    if (!holds) {
      fail(guarantee, otherwise.get());
    }
  }

  // After every event.

  void afterEvent(List<Operator> operators) {
    if (api.version() != followed.looked()) {
      followed.look();
    }
    led.look();
    long now = api.versionBesides() + cluster.connections().changes();
    if (now != checked) {
      checked = now;
      truth.look();
      leaseChecked();
      serviceChecked();
    }
    for (Operator operator : operators) {
      if (operator.canAct()) {
        if (!ableSince.containsKey(operator)) {
          ableSince.put(operator, cluster.now());
        }
      } else {
        ableSince.remove(operator);
      }
    }
    boundsKept();
  }

  private void leaseChecked() {
    if (truth.lease().isEmpty()) {
      return;
    }
    Stored.Lease lease = truth.lease().get();
    that(
        lease.epoch() >= leaseEpoch,
        Guarantee.LEASE_EPOCH,
        () -> "from " + leaseEpoch + " to " + lease.epoch());
    leaseEpoch = lease.epoch();
    if (lease.holder().isPresent()) {
      MemberId holder = lease.holder().get();
      granted.add(new Leadership(holder, lease.epoch()));
      MemberId before = grantedAt.putIfAbsent(lease.epoch(), holder);
      that(
          before == null || before.equals(holder),
          Guarantee.ONE_LEADER_AN_EPOCH,
          () ->
              "the Lease named " + before + ", and then " + holder + ", at epoch " + lease.epoch());
    }
  }

  private void serviceChecked() {
    if (truth.service().isEmpty()) {
      return;
    }
    Stored.Service service = truth.service().get();
    that(
        service.epoch() >= serviceEpoch,
        Guarantee.SERVICE_EPOCH,
        () -> "from " + serviceEpoch + " to " + service.epoch());
    serviceEpoch = service.epoch();
    if (service.route() instanceof Route.ToOne(MemberId to)) {
      List<Stored.Pod> selected = api.pods().stream().filter(pod -> pod.isSelectedBy(to)).toList();
      that(
          selected.size() <= 1,
          Guarantee.ONE_ROUTABLE,
          () -> "the Service selects " + selected.stream().map(Stored.Pod::name).toList());
      if (byHand.contains(service.version()) || led.isByHand()) {
        routedAt.clear();
        return;
      }
      MemberId before = routedAt.putIfAbsent(service.epoch(), to);
      that(
          before == null || before.equals(to),
          Guarantee.ONE_LEADER_AN_EPOCH,
          () ->
              "the route went to "
                  + before
                  + ", and then to "
                  + to
                  + ", at epoch "
                  + service.epoch());
    }
  }

  // Bounds.

  private void boundsKept() {
    long before = cluster.now() - BOUND;
    Policy policy = api.declaration().policy();
    if (FollowedRoute.isFollowing(policy) && !policy.paused()) {
      followed.boundsKept(truth, this::wasAbleSince);
    }
    if (policy.mode() != Mode.ACTIVE_PASSIVE
        || policy.paused()
        || FollowedRoute.isKept(policy)
        || truth.declaredSince() > before
        || truth.routeSince() > before
        || !wasAbleSince(before)) {
      return;
    }
    Optional<MemberId> routed = routed();
    Optional<MemberId> holder = truth.lease().flatMap(Stored.Lease::holder);
    that(
        holder.isEmpty()
            || routed.equals(holder)
            || truth.leaseSince() > before
            || !wasEligible(holder.get(), before),
        Guarantee.ROUTE_FOLLOWS_LEASE,
        () -> "the Lease names " + holder + " and the route is " + route());
    that(
        truth.anyEligibleSince().filter(since -> since <= before).isEmpty()
            || routed.flatMap(truth::eligibleSince).isPresent()
            || (Led.isFenced(policy) && routed.isEmpty())
            || cluster.hasHooks() // which take their time, and fail
            || mayHaveJustBeenLost(routed, before),
        Guarantee.LOSS_ANSWERED,
        () -> "the route is " + route() + " though another may lead");
  }

  private boolean wasAbleSince(long before) {
    for (long since : ableSince.values()) {
      if (since <= before) {
        return true;
      }
    }
    return false;
  }

  private boolean mayHaveJustBeenLost(Optional<MemberId> routed, long before) {
    return routed.flatMap(truth::lostSince).filter(since -> since > before).isPresent();
  }

  private boolean wasEligible(MemberId member, long before) {
    return truth.eligibleSince(member).filter(since -> since <= before).isPresent();
  }

  private Optional<MemberId> routed() {
    return truth.service().flatMap(Stored.Service::toOne);
  }

  private String route() {
    return truth.service().map(it -> Words.of(it.route())).orElse("not there");
  }

  // Of every write.

  /** Before the API server has looked at it. */
  void judge(Pass pass, Request request) {
    that(!silent, Guarantee.SILENT, () -> Words.of(request.action()));
    that(
        request.conditionalOn().isEmpty() || request.version().isPresent(),
        Guarantee.PRECONDITION,
        () -> Words.of(request.action()) + " without version");
    that(
        !request.isOfPod() || request.uid().isPresent(),
        Guarantee.PRECONDITION,
        () -> Words.of(request.action()) + " without uid");
    that(!pass.policy().paused(), Guarantee.PAUSE_KEPT, () -> Words.of(request.action()));
    that(
        !FollowedRoute.isKept(pass.policy()) || !isOfLease(request.action()),
        Guarantee.KEPT_LEASE_UNTOUCHED,
        () -> Words.of(request.action()));
  }

  private static boolean isOfLease(Action action) {
    return action instanceof Action.CreateLease
        || action instanceof Action.GrantLease
        || action instanceof Action.VacateLease;
  }

  /** What the write rests on, before it is done; to be asked what is wrong when it was accepted. */
  Runnable expect(Pass pass, Request request) {
    Optional<Long> version = request.conditionalOn().flatMap(api::version);
    List<Stored.ReplicaSet> sets = api.replicaSets();
    Optional<Stored.Lease> lease = api.lease();
    Optional<Stored.Service> service = api.service();
    return () -> {
      request
          .conditionalOn()
          .ifPresent(subject ->
              that(
                  version.equals(pass.basis().version(subject)),
                  Guarantee.STALE_REFUSED,
                  () -> Words.of(request.action()) + " was decided on another version"));
      written(pass, request.action(), lease, service);
      sets.forEach(before -> membersKept(pass, before));
    };
  }

  /** Also by whoever makes a ReplicaSet, or means to scale it up. */
  private void membersKept(Pass pass, Stored.ReplicaSet before) {
    int now = api.replicaSet(before.revision()).map(Stored.ReplicaSet::replicas).orElse(0);
    that(
        now >= before.replicas()
            || pass.basis()
                .replicaSet(before.revision())
                .filter(seen -> seen.replicas() == before.replicas())
                .isPresent(),
        Guarantee.MEMBERS_KEPT,
        () ->
            "revision "
                + before.revision()
                + " had "
                + before.replicas()
                + " and is to have "
                + now);
  }

  private void written(
      Pass pass, Action action, Optional<Stored.Lease> lease, Optional<Stored.Service> service) {
    switch (action) {
      case Action.CreateLease it -> {
        hooked(pass, it.holder(), it.epoch());
        created(pass, it.holder());
      }
      case Action.GrantLease it -> {
        hooked(pass, it.holder(), it.epoch());
        ordered(pass);
        failing(pass, lease);
        comesLast(pass, it.holder());
        promoted(pass, it.holder(), lease);
      }
      case Action.NoteTrial it -> noted(pass, it.now(), lease);
      case Action.VacateLease it -> {
        ordered(pass);
        failing(pass, lease);
        deposed(pass, Optional.empty(), lease);
      }
      case Action.TellRole it -> told(pass, it);
      case Action.SetRotation it -> turned(pass, it);
      case Action.ReleaseMember it when !Led.isFenced(pass.policy()) -> led.forget();
      case Action.CreateService it -> routed(pass, it.route(), it.epoch(), service);
      case Action.AdoptService it -> routed(pass, it.route(), it.epoch(), service);
      case Action.MoveRoute it -> routed(pass, it.route(), it.epoch(), service);
      case Action.ScaleReplicaSet it -> {
        scaled(pass, it.revision(), it.replicas(), service);
        keptInTrial(pass, it.revision(), it.replicas(), lease);
      }
      case Action.ApplyReplicaSet it -> scaled(pass, it.revision(), it.replicas(), service);
      default -> {}
    }
  }

  private static Optional<String> onTrial(Pass pass, Optional<Stored.Lease> lease) {
    return lease.map(Stored.Lease::trial).orElse(Trial.NONE) instanceof Trial.On(String revision)
            && pass.policy().revision().equals(revision)
        ? Optional.of(revision)
        : Optional.empty();
  }

  private void noted(Pass pass, Trial now, Optional<Stored.Lease> before) {
    if (now instanceof Trial.Failed(String revision)) {
      failed = Optional.of(revision);
    }
    that(
        pass.decision().steps().stream().noneMatch(it -> it.reason() == Reason.TrialPassed)
            || pass.basis().decided() - movedAt
                >= pass.policy().update().trial().toMillis() * 100 / LocalClock.FASTEST,
        Guarantee.TRIED_FOR_LONG,
        () -> before.map(Stored.Lease::trial) + " has passed, and leads since " + movedAt);
  }

  /** The leader of a revision on trial is deposed because it failed, and others were kept. */
  private void failing(Pass pass, Optional<Stored.Lease> before) {
    onTrial(pass, before)
        .filter(revision -> FAILURES.contains(pass.decision().reason()))
        .filter(revision ->
            pass.seen().replicaSets().stream()
                .anyMatch(set -> !set.revision().equals(revision) && set.replicas() > 0))
        .ifPresent(revision -> failed = Optional.of(revision));
  }

  /**
   * Whom a hook was called of is promoted though another may lead by then; and whoever has the
   * route, by hand perhaps, leads.
   */
  private void comesLast(Pass pass, MemberId to) {
    Policy declared = api.declaration().policy();
    if (failed.filter(declared.revision()::equals).isEmpty()
        || declared.mode() != Mode.ACTIVE_PASSIVE
        || pass.policy().mode() != Mode.ACTIVE_PASSIVE
        || api.replicaSets().stream()
            .noneMatch(set -> !failed.get().equals(set.revision()) && set.replicas() > 0)) {
      failed = Optional.empty();
    }
    that(
        cluster.hasHooks()
            || pass.decision().reason() == Reason.LeaseBehind
            || failed.isEmpty()
            || pass.seen().member(to).filter(it -> isOf(it, failed.get())).isEmpty()
            || pass.seen().members().stream()
                .noneMatch(it -> it.isEligible() && !isOf(it, failed.get())),
        Guarantee.FAILED_COMES_LAST,
        () -> to + " leads, and revision " + failed + " failed in its trial");
  }

  private static boolean isOf(Member member, String revision) {
    return member.revision().equals(revision);
  }

  private void keptInTrial(Pass pass, String revision, int replicas, Optional<Stored.Lease> lease) {
    boolean fresh =
        pass.basis().lease().map(Stored.Lease::version).equals(lease.map(Stored.Lease::version));
    that(
        !fresh
            || replicas > 0
            || pass.policy().replicas() == 0
            || pass.policy().mode() != Mode.ACTIVE_PASSIVE
            || onTrial(pass, lease).filter(tried -> !tried.equals(revision)).isEmpty()
            || pass.seen().replicaSets().stream()
                .anyMatch(set ->
                    set.replicas() > 0
                        && !set.revision().equals(revision)
                        && !onTrial(pass, lease).equals(Optional.of(set.revision())))
            || pass.seen().holder().filter(it -> isOf(it, onTrial(pass, lease).get())).isEmpty(),
        Guarantee.OLD_KEPT_IN_TRIAL,
        () -> "revision " + revision + " goes during " + lease.map(Stored.Lease::trial));
  }

  void called(Call call) {
    called.add(call);
  }

  /** Not who leads already, and is written down again. */
  private void hooked(Pass pass, MemberId to, long epoch) {
    that(
        pass.policy().succession().hooks().onPromote().isEmpty()
            || pass.decision().reason() == Reason.LeaseBehind
            || called.contains(new Call(Hook.PROMOTE, to, epoch)),
        Guarantee.HOOKED,
        () -> to + " leads at epoch " + epoch + ", and was not told so");
  }

  private void ordered(Pass pass) {
    if (pass.decision().reason() == Reason.SwitchedOver) {
      String order = pass.policy().order().orElseThrow().words();
      that(carriedOut.add(order), Guarantee.ORDERED_ONCE, () -> order + " is carried out again");
    }
  }

  /** Under StopLeader it may be no promotion but a note of who led. */
  private void created(Pass pass, MemberId holder) {
    if (!Led.isFenced(pass.policy()) || pass.decision().reason() != Reason.LeaseBehind) {
      promoted(pass, holder, Optional.empty());
    }
  }

  private void promoted(Pass pass, MemberId to, Optional<Stored.Lease> before) {
    Basis basis = pass.basis();
    boolean eligible =
        basis.pods().stream()
            .filter(pod -> pod.id().equals(to))
            .anyMatch(pod -> CacheReader.ineligibilities(pod, basis.node(pod.node())).isEmpty());
    that(eligible, Guarantee.ELIGIBLE_LEADS, () -> to + " was seen as one that may not lead");
    fenced(pass, to);
    if (Led.isFenced(pass.policy())) {
      led.promoted(to);
    }
    deposed(pass, Optional.of(to), before);
  }

  private void fenced(Pass pass, MemberId leader) {
    if (pass.basis().versions().anyMatch(byHand::contains)) {
      led.byHand();
    }
    if (Led.isFenced(pass.policy())) {
      led.other(leader)
          .ifPresent(process ->
              fail(Guarantee.FENCED, leader + " leads, and " + process + " led and runs"));
    } else {
      led.forget();
    }
  }

  /** What a view lacks may be there: that is asked of the API server itself. */
  private void deposed(Pass pass, Optional<MemberId> to, Optional<Stored.Lease> before) {
    Basis basis = pass.basis();
    if (!PLANNED.contains(pass.decision().reason()) && basis.agrees() && !led.isByHand()) {
      before
          .flatMap(Stored.Lease::holder)
          .ifPresent(deposed -> {
            that(
                pass.seen().member(deposed).isPresent() || !wasEligible(deposed, basis.decided()),
                Guarantee.NO_NEEDLESS_FAILOVER,
                () -> deposed + " may lead, and is deposed because it is not in view");
            that(
                to.equals(Optional.of(deposed)) || !wasEligible(deposed, basis.shows() - 1),
                Guarantee.NO_NEEDLESS_FAILOVER,
                () -> deposed + " may lead, and is deposed: " + pass.decision().reason());
          });
    }
  }

  private void routed(Pass pass, Route route, long epoch, Optional<Stored.Service> before) {
    boolean passive = pass.policy().mode() == Mode.ACTIVE_PASSIVE;
    that(
        passive != (route instanceof Route.ToAll),
        Guarantee.MODE_KEPT,
        () -> Words.of(route) + " in " + pass.policy().mode());
    if (FollowedRoute.isFollowing(pass.policy())) {
      followed.written(pass, route, before);
    }
    if (!(route instanceof Route.Closed)) {
      handedOver(pass);
      closedAt = Optional.empty();
    } else if (closedAt.isEmpty()) {
      closedAt = Optional.of(cluster.now());
    }
    if (route instanceof Route.ToOne(MemberId to)) {
      if (!moved.equals(Optional.of(to))) {
        moved = Optional.of(to);
        movedAt = cluster.now();
      }
      fenced(pass, to);
      that(
          FollowedRoute.isKept(pass.policy()) || granted.contains(new Leadership(to, epoch)),
          Guarantee.ROUTE_AFTER_GRANT,
          () -> "the Lease has not named " + to + " at epoch " + epoch);
    }
  }

  /** By the clock of whoever decides, which may be fast. */
  private void handedOver(Pass pass) {
    Handover handover = pass.policy().succession().handover();
    if (!handover.gap() || Led.isFenced(pass.policy())) {
      return;
    }
    Reason reason = pass.decision().reason();
    that(
        !LEAVING.contains(reason),
        Guarantee.GAP_KEPT,
        () -> "the route moves without a gap: " + reason);
    long drain = handover.drain().toMillis() * 100 / LocalClock.FASTEST;
    that(
        reason != Reason.HandedOver
            || closedAt.filter(it -> pass.basis().decided() - it >= drain).isPresent(),
        Guarantee.GAP_KEPT,
        () -> "the route was closed at " + closedAt + ", and is opened already");
  }

  private void told(Pass pass, Action.TellRole tell) {
    MemberId id = api.pod(tell.pod()).map(Stored.Pod::id).orElseThrow();
    if (tell.now().role() instanceof Role.Leader(long epoch)) {
      that(
          FollowedRoute.isKept(pass.policy())
              ? followed.wasOpened(id, epoch)
              : granted.contains(new Leadership(id, epoch)),
          Guarantee.TOLD_AFTER_GRANT,
          () -> "the Lease has not named " + id + " at epoch " + epoch);
      Long before = toldAt.put(id, epoch);
      that(
          before == null || before <= epoch,
          Guarantee.TOLD_EPOCH,
          () -> id + " is told " + before + ", and then " + epoch);
    }
  }

  /** Others may take members away at any time: it counts how many there were. */
  private void turned(Pass pass, Action.SetRotation set) {
    if (set.now() != Rotation.OUT) {
      outOf.remove(set.uid());
      return;
    }
    outOf.put(set.uid(), Math.toIntExact(staying(pass.basis().pods()).count()));
    List<Stored.Pod> out =
        staying(api.pods()).filter(pod -> pod.isOut() && outOf.containsKey(pod.uid())).toList();
    long members =
        Stream.concat(
                Stream.of(Math.toIntExact(staying(api.pods()).count())),
                out.stream().map(pod -> outOf.get(pod.uid())))
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    that(
        listLost || out.size() * 2L <= members,
        Guarantee.HALF_STAYS_IN,
        () -> out.stream().map(Stored.Pod::name).toList() + " of " + members + " are out");
  }

  private static Stream<Stored.Pod> staying(List<Stored.Pod> pods) {
    return pods.stream().filter(pod -> !pod.isDeleting());
  }

  private void scaled(Pass pass, String revision, int replicas, Optional<Stored.Service> service) {
    Basis basis = pass.basis();
    boolean fewer =
        pass.seen().replicaSets().stream()
            .anyMatch(set -> set.revision().equals(revision) && set.replicas() > replicas);
    that(
        !fewer
            || pass.policy().mode() != Mode.ACTIVE_PASSIVE
            || pass.policy().replicas() == 0
            || basis.service().filter(it -> !it.isFree()).isEmpty()
            || !service.map(Stored.Service::version).equals(basis.version(Subject.SERVICE))
            || basis.decided() - movedAt >= SETTLED,
        Guarantee.OLD_LEADER_SPARED,
        () -> "revision " + revision + " is scaled to " + replicas);
  }

  // At the end.

  void expectSilence() {
    silent = true;
  }

  /** Long after the last disturbance. */
  void stable() {
    Policy policy = api.declaration().policy();
    if (FollowedRoute.isFollowing(policy)) {
      followed.stable(truth);
    } else if (policy.mode() == Mode.ACTIVE_PASSIVE) {
      stablePassive(policy);
    } else {
      that(
          truth.service().filter(it -> it.route() instanceof Route.ToAll).isPresent()
              || truth.service().filter(Stored.Service::isFree).isPresent()
              || policy.replicas() == 0,
          Guarantee.STABLE,
          () -> "active-active, and the route is " + route());
    }
    for (Stored.Pod pod : api.pods()) {
      that(
          pod.isSelectedBy(pod.id()),
          Guarantee.STABLE,
          () -> pod.name() + " does not carry its label");
      that(
          pod.isDeleting() || !pod.isOut() || !pod.status().ready(),
          Guarantee.BACK_IN_THE_END,
          () -> pod.name() + " is out of the rotation");
      that(
          pod.isDeleting() || pod.marks().told().role().equals(role(policy, pod)),
          Guarantee.TOLD_IN_THE_END,
          () -> pod.name() + " was told " + pod.marks().told() + ", and not " + role(policy, pod));
    }
    that(
        truth.service().filter(it -> !it.asDeclared()).isEmpty()
            || truth.service().filter(Stored.Service::isFree).isPresent(),
        Guarantee.STABLE,
        () -> "the Service is not as declared");
    that(
        policy.order().isEmpty() || truth.lease().flatMap(Stored.Lease::holder).isEmpty(),
        Guarantee.ANSWERED_IN_THE_END,
        () -> "there is still " + policy.order());
    rolledOut(policy);
    Optional<MemberId> leader =
        Led.isFenced(policy) ? truth.lease().flatMap(Stored.Lease::holder) : Optional.empty();
    for (Stored.Pod pod : api.pods()) {
      that(
          pod.marks().held() || !leader.equals(Optional.of(pod.id())),
          Guarantee.LEADER_HELD,
          () -> pod.name() + " is not held");
      that(
          !pod.marks().held() || (Led.isFenced(policy) && !pod.isDeleting()),
          Guarantee.LEADER_HELD,
          () -> pod.name() + " is held");
    }
  }

  private Role role(Policy policy, Stored.Pod pod) {
    if (policy.mode() != Mode.ACTIVE_PASSIVE) {
      return new Role.None();
    }
    if (FollowedRoute.isFollowing(policy)) {
      return routed().equals(Optional.of(pod.id()))
          ? new Role.Leader(truth.service().orElseThrow().epoch())
          : new Role.Standby();
    }
    return routed()
        .filter(pod.id()::equals)
        .flatMap(
            leader -> truth.lease().filter(lease -> lease.holder().equals(Optional.of(leader))))
        .<Role>map(lease -> new Role.Leader(lease.epoch()))
        .orElseGet(Role.Standby::new);
  }

  private void rolledOut(Policy policy) {
    Optional<Stored.ReplicaSet> newest = api.replicaSet(policy.revision());
    if (!Revisions.isBroken(policy.revision())) {
      that(
          isStopped(policy)
              || (newest.filter(set -> set.replicas() == policy.replicas()).isPresent()
                  && history(policy) <= policy.update().history()
                  && api.pods().size() == policy.replicas()),
          Guarantee.STABLE,
          () ->
              policy.replicas()
                  + " members of "
                  + policy.revision()
                  + " are wanted, and there are "
                  + api.replicaSets());
    }
  }

  /** The others, if nobody is made of them. */
  private long history(Policy policy) {
    return api.replicaSets().stream()
        .filter(set -> !set.revision().equals(policy.revision()))
        .mapToLong(set -> set.replicas() == 0 ? 1 : Integer.MAX_VALUE)
        .sum();
  }

  /** By its own leader: enough are there, and no more. */
  private boolean isStopped(Policy policy) {
    return truth.lease().map(Stored.Lease::trial).orElse(Trial.NONE)
            instanceof Trial.Failed(String revision)
        && revision.equals(policy.revision())
        && api.pods().size() >= policy.replicas()
        && api.pods().size() <= policy.replicas() + 1;
  }

  private void stablePassive(Policy policy) {
    Optional<MemberId> holder = truth.lease().flatMap(Stored.Lease::holder);
    if (truth.anyEligibleSince().isPresent()) {
      that(
          routed().flatMap(truth::eligibleSince).isPresent(),
          Guarantee.STABLE,
          () -> "a member may lead, and the route is " + route());
      that(
          routed().equals(holder),
          Guarantee.STABLE,
          () -> "the route is " + route() + " and the Lease names " + holder);
      that(
          truth.service().map(Stored.Service::epoch).equals(truth.lease().map(Stored.Lease::epoch)),
          Guarantee.STABLE,
          () -> "Service and Lease are at different epochs");
    } else if (policy.succession().whenNoCandidate() == WhenNoCandidate.CLOSE) {
      that(
          truth
              .service()
              .filter(it -> !it.isFree())
              .filter(it -> it.route() instanceof Route.ToOne || it.route() instanceof Route.ToAll)
              .isEmpty(),
          Guarantee.STABLE,
          () -> "nobody may lead, and the route is " + route());
    }
  }
}
