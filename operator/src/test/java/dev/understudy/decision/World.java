package dev.understudy.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small model of what actions do: one Service, one Lease, ReplicaSets and pods. A write whose
 * version is stale, or whose object is not what it was decided on, is refused as the API server
 * would refuse it.
 */
final class World {
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  Policy policy;
  ServiceView service;
  LeaseView lease;
  final NavigableMap<String, Member> pods = new TreeMap<>();
  final NavigableMap<String, ReplicaSetView> sets;
  final List<ForeignPod> impostors;
  private final Map<Call, CallResult> calls;
  private List<Duration> failovers;
  private BudgetView budgets;
  private StandbysView standbys;
  private int version;
  private int born;

  World(Observation start, Comparator<String> revisions) {
    policy = start.policy();
    service = start.service();
    lease = start.lease();
    sets = new TreeMap<>(revisions);
    start.members().forEach(member -> pods.put(member.pod(), member));
    start.replicaSets().forEach(set -> sets.put(set.revision(), set));
    impostors = new ArrayList<>(start.impostors());
    failovers = start.failovers();
    budgets = start.budgets();
    standbys = start.standbys();
    calls = new HashMap<>(start.testimony().calls());
  }

  static World of(Observation start) {
    return new World(start, Comparator.naturalOrder());
  }

  Observation observe() {
    return new Observation(
        policy,
        service,
        lease,
        List.copyOf(pods.values()),
        List.copyOf(sets.values()),
        impostors,
        Testimony.ofStopped(gone()).with(calls),
        failovers,
        budgets,
        standbys);
  }

  /** Those that led and of which no pod is left. */
  private Set<MemberId> gone() {
    return Stream.concat(
            lease.last().stream(),
            Stream.of(lease.leader(), service.routed()).flatMap(Optional::stream))
        .filter(id -> pod(id).isEmpty())
        .collect(Collectors.toSet());
  }

  /** Whether the API server accepted the write. */
  boolean apply(Action action) {
    return switch (action) {
      case Action.CreateService it ->
          service instanceof ServiceView.Absent
              && claim(
                  new ServiceView.Claimed(it.route(), it.epoch(), "", ZERO, false, true, Set.of()));
      case Action.AdoptService it ->
          service instanceof ServiceView.Free free
              && free.version().equals(it.version())
              && claim(
                  new ServiceView.Claimed(it.route(), it.epoch(), "", ZERO, true, true, Set.of()));
      case Action.MoveRoute it ->
          service instanceof ServiceView.Claimed now
              && now.version().equals(it.version())
              && claim(
                  new ServiceView.Claimed(
                      it.route(),
                      it.epoch(),
                      "",
                      it.route().equals(now.route()) ? now.settledFor() : ZERO,
                      now.adopted(),
                      now.asDeclared(),
                      now.mayBeOut()));
      case Action.ListOut it ->
          service instanceof ServiceView.Claimed now
              && now.version().equals(it.version())
              && claim(
                  new ServiceView.Claimed(
                      now.route(),
                      now.epoch(),
                      "",
                      now.settledFor(),
                      now.adopted(),
                      now.asDeclared(),
                      Set.copyOf(it.members())));
      case Action.SetRotation it ->
          isAt(it.pod(), it.version())
              && change(
                  it.pod(),
                  it.uid(),
                  member -> MemberBuilder.like(member).rotation(it.now()).build());
      case Action.GiveBackService it -> giveBack(it);
      case Action.ApplyService it ->
          service instanceof ServiceView.Claimed now
              && now.version().equals(it.version())
              && claim(
                  new ServiceView.Claimed(
                      now.route(),
                      now.epoch(),
                      "",
                      now.settledFor(),
                      now.adopted(),
                      true,
                      now.mayBeOut()));
      case Action.CreateLease it ->
          lease instanceof LeaseView.Absent
              && hold(Optional.of(it.holder()), it.epoch(), List.of(), it.fencing(), Trial.NONE);
      case Action.GrantLease it ->
          isLease(it.version())
              && hold(Optional.of(it.holder()), it.epoch(), List.of(), it.fencing(), it.trial());
      case Action.NoteTrial it -> isLease(it.version()) && note(it.now());
      case Action.VacateLease it ->
          isLease(it.version())
              && hold(Optional.empty(), it.epoch(), it.last(), fencing(lease), it.trial());
      case Action.LabelMember it ->
          change(it.pod(), it.uid(), member -> without(member, Ineligibility.UNLABELLED));
      case Action.UnlabelPod it ->
          impostors.removeIf(pod -> pod.pod().equals(it.pod()) && pod.uid().equals(it.uid()));
      case Action.SetDeletionCost it ->
          change(it.pod(), it.uid(), member -> costing(member, it.cost().orElse(0)));
      case Action.TellRole it ->
          isAt(it.pod(), it.version())
              && change(it.pod(), it.uid(), member -> told(member, it.now()));
      case Action.StopMember it -> change(it.pod(), it.uid(), this::deleted);
      case Action.HoldMember it ->
          change(it.pod(), it.uid(), member -> MemberBuilder.like(member).held(true).build());
      case Action.ReleaseMember it -> release(it);
      case Action.GiveBackPod it ->
          change(
              it.pod(),
              it.uid(),
              member -> MemberBuilder.like(member).with(Ineligibility.UNLABELLED).build());
      case Action.CallHook it -> calls.put(it.call(), new CallResult.Done()) == null;
      case Action.TakeOrder it ->
          order(
              it.version(),
              order ->
                  Optional.of(
                      new Order(order.words(), order.to(), Optional.of(it.from()), nextVersion())));
      case Action.AnswerOrder it -> order(it.version(), order -> Optional.empty());
      case Action.AnswerUndo it -> undo(it);
      case Action.CreateReplicaSet it ->
          !sets.containsKey(it.revision()) && scale(it.revision(), it.replicas(), it.number());
      case Action.ApplyReplicaSet it ->
          isSet(it.revision(), it.version()) && scale(it.revision(), it.replicas(), it.number());
      case Action.ScaleReplicaSet it ->
          isSet(it.revision(), it.version())
              && scale(it.revision(), it.replicas(), number(it.revision()));
      case Action.DeleteReplicaSet it -> isSet(it.revision(), it.version()) && orphan(it);
      case Action.CreateBudget it ->
          budgets.own() instanceof BudgetView.Own.Absent && budget(ours(it.minAvailable()));
      case Action.ApplyBudget it -> isBudget(it.uid()) && budget(ours(it.minAvailable()));
      case Action.DeleteBudget it -> isBudget(it.uid()) && budget(new BudgetView.Own.Absent());
      case Action.CreateStandbys it -> standbysWere(new StandbysView.Missing());
      case Action.ApplyStandbys it -> standbysWere(new StandbysView.Outdated(it.version()));
      case Action.DeleteStandbys it -> standbysWere(new StandbysView.Unwanted(it.uid()));
    };
  }

  private boolean standbysWere(StandbysView before) {
    boolean accepted = standbys.equals(before);
    standbys = accepted ? StandbysView.AS_DECLARED : standbys;
    return accepted;
  }

  private static BudgetView.Own ours(int minAvailable) {
    return new BudgetView.Own.Ours(Optional.of(minAvailable), BudgetViews.UID);
  }

  private boolean isBudget(String uid) {
    return budgets.own() instanceof BudgetView.Own.Ours ours && ours.uid().equals(uid);
  }

  private boolean budget(BudgetView.Own now) {
    budgets = new BudgetView(now, budgets.others(), budgets.clashing());
    return true;
  }

  private boolean order(String decidedOn, Function<Order, Optional<Order>> how) {
    Optional<Order> now = policy.order().filter(it -> it.version().equals(decidedOn));
    now.ifPresent(it -> policy = PolicyBuilder.like(policy).order(how.apply(it)).build());
    return now.isPresent();
  }

  private boolean undo(Action.AnswerUndo answer) {
    boolean accepted =
        policy.undo().filter(it -> it.version().equals(answer.version())).isPresent();
    if (accepted) {
      PolicyBuilder after = PolicyBuilder.like(policy).undo(Optional.empty());
      answer.revision().ifPresent(after::revision);
      policy = after.build();
    }
    return accepted;
  }

  private boolean isAt(String pod, String decidedOn) {
    return Optional.ofNullable(pods.get(pod))
        .filter(now -> now.version().equals(decidedOn))
        .isPresent();
  }

  private boolean claim(ServiceView.Claimed now) {
    service =
        new ServiceView.Claimed(
            now.route(),
            now.epoch(),
            nextVersion(),
            now.settledFor(),
            now.adopted(),
            now.asDeclared(),
            now.mayBeOut());
    return true;
  }

  private boolean giveBack(Action.GiveBackService give) {
    boolean accepted =
        service instanceof ServiceView.Claimed now && now.version().equals(give.version());
    if (accepted) {
      service = new ServiceView.Free(nextVersion());
    }
    return accepted;
  }

  private boolean isLease(String decidedOn) {
    return lease instanceof LeaseView.Ours now && now.version().equals(decidedOn);
  }

  private boolean hold(
      Optional<MemberId> holder, long epoch, List<MemberId> last, Fencing fencing, Trial trial) {
    lease
        .leader()
        .filter(before -> !holder.equals(Optional.of(before)))
        .flatMap(this::pod)
        .flatMap(Member::ineligibility)
        .filter(Ineligibility::isFailure)
        .ifPresent(why -> failovers = Stream.concat(Stream.of(ZERO), failovers.stream()).toList());
    lease = new LeaseView.Ours(holder, epoch, nextVersion(), last, fencing, trial);
    return true;
  }

  private boolean note(Trial now) {
    LeaseView.Ours before = (LeaseView.Ours) lease;
    lease =
        new LeaseView.Ours(
            before.holder(), before.epoch(), nextVersion(), before.last(), before.fencing(), now);
    return true;
  }

  private static Fencing fencing(LeaseView lease) {
    return lease instanceof LeaseView.Ours ours ? ours.fencing() : Fencing.NONE;
  }

  private String nextVersion() {
    version++;
    return "v" + version;
  }

  private boolean scale(String revision, int replicas, int number) {
    Optional<String> refusal =
        Optional.ofNullable(sets.get(revision)).flatMap(ReplicaSetView::refusal);
    sets.put(revision, new ReplicaSetView(revision, replicas, nextVersion(), refusal, number));
    return true;
  }

  private int number(String revision) {
    return Optional.ofNullable(sets.get(revision)).map(ReplicaSetView::number).orElse(0);
  }

  private boolean isSet(String revision, String decidedOn) {
    return Optional.ofNullable(sets.get(revision))
        .filter(now -> now.version().equals(decidedOn))
        .isPresent();
  }

  /** The pods of a ReplicaSet go with it. */
  private boolean orphan(Action.DeleteReplicaSet deleted) {
    sets.remove(deleted.revision());
    of(deleted.revision(), Member::isStaying).forEach(this::delete);
    return true;
  }

  private boolean change(String pod, String uid, UnaryOperator<Member> how) {
    Member now = pods.get(pod);
    if (now == null || !now.uid().equals(uid)) {
      return false;
    }
    pods.put(pod, MemberBuilder.like(how.apply(now)).version(nextVersion()).build());
    return true;
  }

  private boolean release(Action.ReleaseMember it) {
    boolean accepted =
        change(it.pod(), it.uid(), member -> MemberBuilder.like(member).held(false).build());
    pods.values().removeIf(member -> member.stopped() && !member.marking().held());
    return accepted;
  }

  private Member deleted(Member member) {
    return with(member, Ineligibility.DELETED);
  }

  // What others do: the ReplicaSet controller, kubelets, users, time.

  List<Member> of(String revision, Predicate<Member> which) {
    return pods.values().stream()
        .filter(member -> member.revision().equals(revision))
        .filter(which)
        .toList();
  }

  long serving() {
    return pods.values().stream().filter(Member::isServing).count();
  }

  Optional<Member> pod(MemberId id) {
    return pods.values().stream().filter(member -> member.id().equals(id)).findFirst();
  }

  void bear(String revision) {
    born++;
    Member pod =
        Given.pod(
            revision + "-" + born, revision, Ineligibility.NOT_READY, Ineligibility.UNLABELLED);
    pods.put(pod.pod(), MemberBuilder.like(pod).rank(born % 2).readyFor(ZERO).build());
  }

  void becomesReady(Member member) {
    pods.put(
        member.pod(),
        readyFor(
            without(without(member, Ineligibility.NOT_READY), Ineligibility.TERMINATED), ZERO));
  }

  void dies(Member member) {
    pods.put(
        member.pod(),
        readyFor(with(with(member, Ineligibility.NOT_READY), Ineligibility.TERMINATED), ZERO));
  }

  void delete(Member member) {
    pods.put(member.pod(), deleted(member));
  }

  /** Its kubelet has stopped it, and takes its object away unless that is held. */
  void isGone(Member member) {
    if (member.marking().held()) {
      pods.put(member.pod(), MemberBuilder.like(member).stopped(true).build());
    } else {
      pods.remove(member.pod());
    }
  }

  void timePasses() {
    timePasses(A_WHILE);
  }

  void timePasses(Duration time) {
    failovers = failovers.stream().map(it -> it.plus(time)).toList();
    if (lease instanceof LeaseView.Kept it) {
      Duration left = it.left().minus(time);
      lease =
          new LeaseView.Kept(
              it.holder(), it.renewed(), left.isNegative() ? ZERO : left, it.transitions());
    }
    pods.replaceAll((name, it) ->
        it.ineligibilities().contains(Ineligibility.NOT_READY)
            ? it
            : readyFor(it, it.readyFor().plus(time)));
    if (service instanceof ServiceView.Claimed it) {
      service =
          new ServiceView.Claimed(
              it.route(),
              it.epoch(),
              it.version(),
              it.settledFor().plus(time),
              it.adopted(),
              it.asDeclared(),
              it.mayBeOut());
    }
  }

  void declare(Mode mode, int replicas, String revision) {
    policy = PolicyBuilder.like(policy).mode(mode).replicas(replicas).revision(revision).build();
  }

  private static Member with(Member member, Ineligibility why) {
    return MemberBuilder.like(member).with(why).build();
  }

  private static Member without(Member member, Ineligibility why) {
    return MemberBuilder.like(member).without(why).build();
  }

  private static Member costing(Member member, int cost) {
    return MemberBuilder.like(member).deletionCost(cost).build();
  }

  private static Member told(Member member, Told now) {
    return MemberBuilder.like(member).told(now.role(), now.epoch()).build();
  }

  private static Member readyFor(Member member, Duration time) {
    return MemberBuilder.like(member).readyFor(time).build();
  }
}
