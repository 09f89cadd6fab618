package dev.understudy.decision;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Says what is seen, in the words of the rules. What is not said is as it should be: the Service is
 * ours and open as the mode says, at epoch 0; there is no Lease; as many members are declared as
 * there are; each ReplicaSet was told to keep the pods that it has.
 */
public final class Given {
  public static final String NEW = "new";
  public static final String OLD = "old";
  public static final String LEASE_VERSION = "lease-1";
  public static final String SERVICE_VERSION = "service-1";
  public static final Duration LONG_AGO = Duration.ofHours(1);

  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, ReplicaSetView> sets = new LinkedHashMap<>();
  private final List<ForeignPod> impostors = new ArrayList<>();
  private LeaseView lease = new LeaseView.Absent();
  private ServiceView service;
  private Optional<Integer> replicas = Optional.empty();
  private Policy policy;

  private Given(Mode mode) {
    policy =
        new Policy(mode, 0, WhenNoCandidate.HOLD_LAST, NEW, Optional.empty(), true, false, false);
    Route route = mode == Mode.ACTIVE_ACTIVE ? new Route.ToAll() : new Route.Closed();
    service = claimed(route, 0);
  }

  public static Given activeActive() {
    return new Given(Mode.ACTIVE_ACTIVE);
  }

  public static Given activePassive() {
    return new Given(Mode.ACTIVE_PASSIVE);
  }

  public static MemberId id(String pod) {
    return new MemberId(pod + "-id");
  }

  public static String uid(String pod) {
    return pod + "-uid";
  }

  public static Route to(String pod) {
    return new Route.ToOne(id(pod));
  }

  public static Member pod(String pod, String revision, Ineligibility... why) {
    return new Member(
        id(pod), pod, uid(pod), revision, "node", Set.of(why), false, 0, Duration.ofMinutes(1));
  }

  public Given member(String pod, Ineligibility... why) {
    return member(pod(pod, NEW, why));
  }

  public Given old(String pod, Ineligibility... why) {
    return member(pod(pod, OLD, why));
  }

  public Given member(Member member) {
    members.put(member.pod(), member);
    return this;
  }

  public Given cordoned(String pod) {
    return change(
        pod,
        it ->
            new Member(
                it.id(),
                it.pod(),
                it.uid(),
                it.revision(),
                it.node(),
                it.ineligibilities(),
                true,
                it.deletionCost(),
                it.readyFor()));
  }

  public Given deletionCost(String pod, int cost) {
    return change(
        pod,
        it ->
            new Member(
                it.id(),
                it.pod(),
                it.uid(),
                it.revision(),
                it.node(),
                it.ineligibilities(),
                it.cordoned(),
                cost,
                it.readyFor()));
  }

  public Given readyFor(String pod, Duration time) {
    return change(
        pod,
        it ->
            new Member(
                it.id(),
                it.pod(),
                it.uid(),
                it.revision(),
                it.node(),
                it.ineligibilities(),
                it.cordoned(),
                it.deletionCost(),
                time));
  }

  private Given change(String pod, UnaryOperator<Member> how) {
    members.computeIfPresent(pod, (name, member) -> how.apply(member));
    return this;
  }

  /** Lease and route agree. */
  public Given leads(String pod, long epoch) {
    return leaseOf(pod, epoch).routeTo(pod, epoch);
  }

  public Given leaseOf(String pod, long epoch) {
    return lease(new LeaseView.Ours(Optional.of(id(pod)), epoch, LEASE_VERSION));
  }

  public Given leaseVacant(long epoch) {
    return lease(new LeaseView.Ours(Optional.empty(), epoch, LEASE_VERSION));
  }

  public Given lease(LeaseView seen) {
    lease = seen;
    return this;
  }

  public Given routeTo(String pod, long epoch) {
    return service(claimed(to(pod), epoch));
  }

  public Given routeToAll(long epoch) {
    return service(claimed(new Route.ToAll(), epoch));
  }

  public Given routeClosed(long epoch) {
    return service(claimed(new Route.Closed(), epoch));
  }

  public Given routeForeign(long epoch) {
    return service(claimed(new Route.Foreign(), epoch));
  }

  public Given noService() {
    return service(new ServiceView.Absent());
  }

  public Given serviceOfNobody() {
    return service(new ServiceView.Free(SERVICE_VERSION));
  }

  public Given service(ServiceView seen) {
    service = seen;
    return this;
  }

  public static ServiceView.Claimed claimed(Route route, long epoch) {
    return new ServiceView.Claimed(route, epoch, SERVICE_VERSION, LONG_AGO, false, true);
  }

  public Given routeSettledFor(Duration time) {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(), it.epoch(), it.version(), time, it.adopted(), it.asDeclared()));
  }

  public Given adopted() {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(), it.epoch(), it.version(), it.settledFor(), true, it.asDeclared()));
  }

  public Given serviceNotAsDeclared() {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(), it.epoch(), it.version(), it.settledFor(), it.adopted(), false));
  }

  private Given onClaimed(UnaryOperator<ServiceView.Claimed> how) {
    service = service instanceof ServiceView.Claimed claimed ? how.apply(claimed) : service;
    return this;
  }

  public Given replicas(int wanted) {
    replicas = Optional.of(wanted);
    return this;
  }

  public Given whenNoCandidate(WhenNoCandidate what) {
    return policy(
        new Policy(
            policy.mode(),
            0,
            what,
            policy.revision(),
            policy.flaw(),
            true,
            policy.paused(),
            policy.deleting()));
  }

  public Given paused() {
    return policy(
        new Policy(
            policy.mode(),
            0,
            policy.whenNoCandidate(),
            policy.revision(),
            policy.flaw(),
            true,
            true,
            policy.deleting()));
  }

  public Given deleting() {
    return policy(
        new Policy(
            policy.mode(),
            0,
            policy.whenNoCandidate(),
            policy.revision(),
            policy.flaw(),
            true,
            policy.paused(),
            true));
  }

  public Given withoutPorts() {
    return policy(
        new Policy(
            policy.mode(),
            0,
            policy.whenNoCandidate(),
            policy.revision(),
            policy.flaw(),
            false,
            policy.paused(),
            false));
  }

  /** The newest template cannot be read; members and ReplicaSets are of earlier ones. */
  public Given templateUnreadable(String flaw) {
    return policy(
        new Policy(
            policy.mode(),
            0,
            policy.whenNoCandidate(),
            "",
            Optional.of(flaw),
            true,
            policy.paused(),
            policy.deleting()));
  }

  private Given policy(Policy declared) {
    policy = declared;
    return this;
  }

  public Given replicaSet(String revision, int size) {
    sets.put(revision, new ReplicaSetView(revision, size, Optional.empty()));
    return this;
  }

  public Given refused(String revision, int size, String words) {
    sets.put(revision, new ReplicaSetView(revision, size, Optional.of(words)));
    return this;
  }

  public Given impostor(String pod, String label) {
    impostors.add(new ForeignPod(pod, uid(pod), label));
    return this;
  }

  public Observation observation() {
    Map<String, Long> staying =
        members.values().stream()
            .filter(Member::isStaying)
            .collect(groupingBy(Member::revision, TreeMap::new, counting()));
    staying.forEach((revision, size) ->
        sets.computeIfAbsent(
            revision, name -> new ReplicaSetView(name, Math.toIntExact(size), Optional.empty())));
    return new Observation(
        new Policy(
            policy.mode(),
            replicas.orElse(members.size()),
            policy.whenNoCandidate(),
            policy.revision(),
            policy.flaw(),
            policy.servicePortsDeclared(),
            policy.paused(),
            policy.deleting()),
        service,
        lease,
        List.copyOf(members.values()),
        List.copyOf(sets.values()),
        impostors);
  }

  public Decision decide() {
    return Decider.decide(observation());
  }
}
