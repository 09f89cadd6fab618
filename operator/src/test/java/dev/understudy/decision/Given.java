package dev.understudy.decision;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Says what is seen, in the words of the rules. What is not said is as it should be: the Service is
 * ours and open as the mode says, at epoch 0; there is no Lease; as many members are declared as
 * there are; each ReplicaSet was told to keep the pods that it has; each member was told its part.
 */
public final class Given {
  public static final String NEW = "new";
  public static final String OLD = "old";
  public static final String LEASE_VERSION = "lease-1";
  public static final String POD_VERSION = "pod-1";
  public static final String SERVICE_VERSION = "service-1";
  public static final String SET_VERSION = "set-1";
  public static final Duration LONG_AGO = Duration.ofHours(1);
  public static final Duration LEFT = Duration.ofSeconds(13);

  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, ReplicaSetView> sets = new LinkedHashMap<>();
  private final List<ForeignPod> impostors = new ArrayList<>();
  private List<Duration> failovers = List.of();
  private final Map<Call, CallResult> calls = new HashMap<>();
  private final Set<MemberId> stopped = new HashSet<>();
  private final Set<MemberId> unseen = new HashSet<>();
  private final Set<String> toldOtherwise = new HashSet<>();
  private LeaseView lease = new LeaseView.Absent();
  private ServiceView service;
  private Optional<Integer> replicas = Optional.empty();
  private Optional<BudgetView> budgets = Optional.empty();
  private StandbysView standbys = StandbysView.AS_DECLARED;
  private final PolicyBuilder policy;

  private Given(Mode mode) {
    policy = PolicyBuilder.of(mode, 0, NEW);
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
    return MemberBuilder.pod(pod, revision).why(Set.of(why)).build();
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
    return change(pod, it -> it.cordoned(true));
  }

  public Given deletionCost(String pod, int cost) {
    return change(pod, it -> it.deletionCost(cost));
  }

  /** Its object stays until it is released. */
  public Given held(String pod) {
    return change(pod, it -> it.held(true));
  }

  /** Its kubelet says that nothing of it runs any more, nor will. */
  public Given stopped(String pod) {
    return change(pod, it -> it.stopped(true));
  }

  public Given readyFor(String pod, Duration time) {
    return change(pod, it -> it.readyFor(time));
  }

  public Given rank(String pod, int rank) {
    return change(pod, it -> it.rank(rank));
  }

  /** Also nothing, or what is not so. */
  public Given told(String pod, Role role, long epoch) {
    toldOtherwise.add(pod);
    return change(pod, it -> it.told(role, epoch));
  }

  public Given change(String pod, UnaryOperator<MemberBuilder> how) {
    members.computeIfPresent(pod, (name, member) -> how.apply(MemberBuilder.like(member)).build());
    return this;
  }

  /** Lease and route agree. */
  public Given leads(String pod, long epoch) {
    return leaseOf(pod, epoch).routeTo(pod, epoch);
  }

  public Given leaseOf(String pod, long epoch) {
    return lease(
        new LeaseView.Ours(
            Optional.of(id(pod)), epoch, LEASE_VERSION, List.of(), Fencing.STOP_LEADER));
  }

  /** Granted by whoever did not know that leaders are stopped. */
  public Given unfencedLeaseOf(String pod, long epoch) {
    return lease(
        new LeaseView.Ours(Optional.of(id(pod)), epoch, LEASE_VERSION, List.of(), Fencing.NONE));
  }

  public Given leaseVacant(long epoch) {
    return lease(
        new LeaseView.Ours(Optional.empty(), epoch, LEASE_VERSION, List.of(), Fencing.STOP_LEADER));
  }

  /** Vacated by a promotion that is under way. */
  public Given leaseVacatedBy(String last, long epoch) {
    return lease(
        new LeaseView.Ours(
            Optional.empty(), epoch, LEASE_VERSION, List.of(id(last)), Fencing.STOP_LEADER));
  }

  /** By this process. */
  public Given called(Call call, CallResult result) {
    calls.put(call, result);
    return this;
  }

  /** The workload elects, and its Lease holds for long enough and was seen to be renewed. */
  public Given follows(Holder holder, long transitions) {
    return follows(new LeaseView.Kept(holder, true, LEFT, transitions));
  }

  public Given follows(LeaseView seen) {
    return declared(it -> it.keeper(Keeper.WORKLOAD)).lease(seen);
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
    return new ServiceView.Claimed(route, epoch, SERVICE_VERSION, LONG_AGO, false, true, Set.of());
  }

  public Given routeSettledFor(Duration time) {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(),
            it.epoch(),
            it.version(),
            time,
            it.adopted(),
            it.asDeclared(),
            it.mayBeOut()));
  }

  public Given adopted() {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(),
            it.epoch(),
            it.version(),
            it.settledFor(),
            true,
            it.asDeclared(),
            it.mayBeOut()));
  }

  public Given serviceNotAsDeclared() {
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(),
            it.epoch(),
            it.version(),
            it.settledFor(),
            it.adopted(),
            false,
            it.mayBeOut()));
  }

  /** The Service lists them as members that may be out of the rotation. */
  public Given mayBeOut(String... pods) {
    Set<MemberId> ids = Arrays.stream(pods).map(Given::id).collect(Collectors.toSet());
    return onClaimed(it ->
        new ServiceView.Claimed(
            it.route(),
            it.epoch(),
            it.version(),
            it.settledFor(),
            it.adopted(),
            it.asDeclared(),
            ids));
  }

  public Given rotation(String pod, Rotation rotation) {
    return change(pod, it -> it.rotation(rotation));
  }

  /** This operator has no connection to it. */
  public Given neverReached(String pod) {
    return change(pod, it -> it.answers(false));
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
    return declared(it -> it.whenNoCandidate(what));
  }

  public Given paused() {
    return declared(it -> it.paused());
  }

  public Given deleting() {
    return declared(it -> it.deleting());
  }

  public Given withoutPorts() {
    return declared(it -> it.withoutPorts());
  }

  /** The newest template cannot be read; members and ReplicaSets are of earlier ones. */
  public Given templateUnreadable(String flaw) {
    return declared(it -> it.flaw(flaw));
  }

  /** Anything else that is declared. */
  public Given declared(Consumer<PolicyBuilder> what) {
    what.accept(policy);
    return this;
  }

  static ReplicaSetView set(String revision, int size) {
    return new ReplicaSetView(revision, size, SET_VERSION, Optional.empty());
  }

  public Given replicaSet(String revision, int size) {
    sets.put(revision, set(revision, size));
    return this;
  }

  /** Of a revision that was declared as the so manieth. */
  public Given numbered(String revision, int size, int number) {
    sets.put(revision, new ReplicaSetView(revision, size, SET_VERSION, Optional.empty(), number));
    return this;
  }

  public Given refused(String revision, int size, String words) {
    sets.put(revision, new ReplicaSetView(revision, size, SET_VERSION, Optional.of(words)));
    return this;
  }

  /** How many seconds ago leaders failed and were replaced. */
  public Given failovers(int... secondsAgo) {
    failovers = Arrays.stream(secondsAgo).mapToObj(Duration::ofSeconds).toList();
    return this;
  }

  /** The API server says that nothing of it can run. */
  public Given knownToHaveStopped(String pod) {
    stopped.add(id(pod));
    return this;
  }

  /** The API server says that it is there, and no cache shows it. */
  public Given unseen(String pod) {
    unseen.add(id(pod));
    return this;
  }

  public Given standbys(StandbysView seen) {
    standbys = seen;
    return this;
  }

  public Given budgets(BudgetView seen) {
    budgets = Optional.of(seen);
    return this;
  }

  public Given impostor(String pod, String label) {
    impostors.add(new ForeignPod(pod, uid(pod), label));
    return this;
  }

  private Member told(Member member) {
    if (toldOtherwise.contains(member.pod())) {
      return member;
    }
    Policy declared = policy.build();
    boolean following = declared.succession().keeper() == Keeper.WORKLOAD;
    long epoch = following ? service.epochWritten() : lease.reached();
    boolean leads =
        service.epochWritten() == epoch
            && service.routed().equals(Optional.of(member.id()))
            && lease.leader().equals(Optional.of(member.id()));
    Role role = leads ? new Role.Leader(epoch) : new Role.Standby();
    return MemberBuilder.like(member)
        .told(declared.mode() == Mode.ACTIVE_ACTIVE ? new Role.None() : role, epoch)
        .build();
  }

  public Observation observation() {
    Map<String, Long> staying =
        members.values().stream()
            .filter(Member::isStaying)
            .collect(groupingBy(Member::revision, TreeMap::new, counting()));
    staying.forEach((revision, size) ->
        sets.computeIfAbsent(revision, name -> set(name, Math.toIntExact(size))));
    Policy declared = policy.replicas(replicas.orElse(members.size())).build();
    return new Observation(
        declared,
        service,
        lease,
        members.values().stream().map(this::told).toList(),
        List.copyOf(sets.values()),
        impostors,
        new Testimony(stopped, unseen, calls),
        failovers,
        budgets.orElse(BudgetViews.asWanted(declared)),
        standbys);
  }

  public Decision decide() {
    return Decider.decide(observation());
  }
}
