package dev.understudy.decision;

import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.EVICTED;
import static dev.understudy.decision.Ineligibility.HANGS;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every observation of a small world. One member in every condition there is; two and three in
 * those conditions that a rule tells apart. Members differ in nothing but their names, so that each
 * combination is tried in one order, with Lease and route at each of them.
 */
final class SmallWorld {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final MemberId GONE = Given.id("gone");

  private static final Duration TRIAL = Duration.ofSeconds(30);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Hooks HOOKS =
      new Hooks(Optional.of(WhenHookFails.GO_ON), Optional.of(WhenHookFails.GO_ON));
  private static final Handover GAP = new Handover(true, Duration.ofSeconds(5));

  /** The epoch of the Service; that of the Lease is one less, the same, or one more. */
  private static final long EPOCH = 5;

  /** Leaders that failed: so often that the next failover waits, and once less. */
  private static final List<List<Duration>> FLAPPING =
      List.of(
          List.of(Duration.ofSeconds(2), A_MINUTE, A_MINUTE.multipliedBy(2)),
          List.of(Duration.ofSeconds(2), A_MINUTE));

  private record Condition(
      Set<Ineligibility> why,
      String revision,
      boolean cordoned,
      int rank,
      Duration readyFor,
      Rotation rotation,
      boolean answers) {
    Condition(
        Set<Ineligibility> why, String revision, boolean cordoned, int rank, Duration readyFor) {
      this(why, revision, cordoned, rank, readyFor, Rotation.IN, true);
    }

    static Condition turned(Rotation rotation, boolean answers, Ineligibility... why) {
      Duration ready = List.of(why).contains(NOT_READY) ? Duration.ZERO : Duration.ofSeconds(1);
      return new Condition(Set.of(why), Given.NEW, false, 0, ready, rotation, answers);
    }

    static Condition of(Set<Ineligibility> why, String revision, boolean cordoned) {
      return new Condition(
          why, revision, cordoned, 0, why.contains(NOT_READY) ? Duration.ZERO : A_MINUTE);
    }
  }

  private static final Condition PREFERRED_LESS =
      new Condition(Set.of(), Given.NEW, false, 1, A_MINUTE);

  /** What members were told: nothing yet; what was so once; what only a person could have said. */
  private static final List<Told> TOLD =
      List.of(
          Told.NOTHING,
          new Told(new Role.Leader(EPOCH), EPOCH),
          new Told(new Role.Standby(), EPOCH - 2),
          new Told(new Role.Leader(EPOCH - 1), EPOCH - 1),
          new Told(new Role.Foreign("primary"), 0),
          new Told(new Role.Leader(EPOCH + 2), EPOCH + 2));

  /** What the rotation of active-active tells apart. */
  private static final List<Condition> TURNED =
      List.of(
          Condition.turned(Rotation.IN, true),
          Condition.turned(Rotation.IN, false, REFUSES),
          Condition.turned(Rotation.IN, true, NOT_READY),
          Condition.turned(Rotation.OUT, true),
          Condition.turned(Rotation.OUT, false),
          Condition.turned(Rotation.OUT, false, REFUSES),
          Condition.turned(Rotation.OUT, false, REFUSES, DELETED),
          Condition.turned(Rotation.FOREIGN, true));

  private record Population(
      List<Member> members, List<ReplicaSetView> sets, int wanted, boolean turned) {}

  private SmallWorld() {}

  /**
   * All of them, those of the same members together; these in no order: what is wrong in some is
   * then found soon.
   */
  static Stream<Stream<Observation>> worlds() {
    return worlds(IntStream.rangeClosed(0, 3));
  }

  static Stream<Stream<Observation>> worldsOf(int members) {
    return worlds(IntStream.of(members));
  }

  /**
   * The same with an order of a switchover: any or one, new or taken up, in time or not. It was
   * taken up at an epoch that the Lease had.
   */
  static Stream<Observation> ordered(Observation seen) {
    return Stream.of(
            order("any", Optional.empty(), Optional.empty()),
            order("any", Optional.empty(), Optional.of(EPOCH)),
            order("b", Optional.of("b"), Optional.of(EPOCH)),
            order("b", Optional.of("b"), Optional.of(EPOCH - 1)))
        .filter(order -> order.from().filter(from -> from > seen.lease().reached()).isEmpty())
        .map(order ->
            ObservationBuilder.like(seen).policy(it -> it.order(Optional.of(order))).build());
  }

  /**
   * The same with a trial, where there are members of two revisions: not begun, on, for a while or
   * not, and failed.
   */
  static Stream<Observation> tried(Observation seen) {
    if (!seen.policy().grantsLeases()
        || seen.replicaSets().size() < 2
        || !(seen.lease() instanceof LeaseView.Ours)) {
      return Stream.of();
    }
    Observation declared =
        ObservationBuilder.like(seen).policy(it -> it.trial(TRIAL).history(1)).build();
    return Stream.of(
        declared,
        tried(declared, new Trial.On(Given.NEW)),
        justRouted(tried(declared, new Trial.On(Given.NEW))),
        tried(declared, new Trial.Failed(Given.NEW)),
        tried(declared, new Trial.Failed(Given.OLD)));
  }

  private static Observation tried(Observation seen, Trial trial) {
    return ObservationBuilder.like(seen).trial(trial).build();
  }

  private static Observation justRouted(Observation seen) {
    return seen.service() instanceof ServiceView.Claimed it
        ? ObservationBuilder.like(seen)
            .service(
                new ServiceView.Claimed(
                    it.route(),
                    it.epoch(),
                    it.version(),
                    Duration.ofSeconds(1),
                    it.adopted(),
                    it.asDeclared(),
                    it.mayBeOut()))
            .build()
        : seen;
  }

  private static Order order(String words, Optional<String> to, Optional<Long> from) {
    return new Order(words, to, from, "order-1");
  }

  private static Stream<Stream<Observation>> worlds(IntStream members) {
    List<Population> all = new ArrayList<>();
    members.forEach(number -> all.addAll(populations(number)));
    Collections.shuffle(all, new Random(0));
    return all.parallelStream().map(SmallWorld::observations);
  }

  private static List<Population> populations(int members) {
    List<Condition> conditions =
        switch (members) {
          case 1 -> everyCondition();
          case 2 -> manyConditions();
          default -> fewConditions();
        };
    List<List<Condition>> all = combinations(members, conditions);
    List<List<Condition>> turned = combinations(members, TURNED);
    return Stream.concat(
            IntStream.range(0, all.size()).mapToObj(at -> populated(all.get(at), at, false)),
            IntStream.range(0, turned.size()).mapToObj(at -> populated(turned.get(at), at, true)))
        .toList();
  }

  private static List<Condition> everyCondition() {
    return subsets(List.of(Ineligibility.values()))
        .flatMap(why -> conditions(why, why.isEmpty()))
        .toList();
  }

  private static Stream<Set<Ineligibility>> subsets(List<Ineligibility> of) {
    if (of.isEmpty()) {
      return Stream.of(Set.of());
    }
    return subsets(of.subList(1, of.size()))
        .flatMap(rest -> {
          Set<Ineligibility> more = EnumSet.of(of.getFirst());
          more.addAll(rest);
          return Stream.of(rest, more);
        });
  }

  private static List<Condition> manyConditions() {
    return Stream.concat(
            Stream.of(
                    Stream.of(
                        PREFERRED_LESS,
                        new Condition(Set.of(), Given.OLD, true, 1, A_MINUTE),
                        new Condition(Set.of(), Given.NEW, false, 0, Duration.ofSeconds(25))),
                    conditions(Set.of(), true))
                .flatMap(it -> it),
            Stream.of(
                    Set.of(DELETED),
                    Set.of(EVICTED),
                    Set.of(TERMINATED, NOT_READY),
                    Set.of(REFUSES),
                    Set.of(HANGS),
                    Set.of(NODE_NOT_READY),
                    Set.of(NOT_READY),
                    Set.of(UNLABELLED),
                    Set.of(UNLABELLED, NOT_READY))
                .flatMap(why -> conditions(why, false)))
        .toList();
  }

  private static List<Condition> fewConditions() {
    return Stream.concat(
            Stream.of(PREFERRED_LESS),
            Stream.of(
                    Set.<Ineligibility>of(),
                    Set.of(DELETED),
                    Set.of(EVICTED),
                    Set.of(NOT_READY),
                    Set.of(UNLABELLED))
                .flatMap(why -> conditions(why, false)))
        .toList();
  }

  private static Stream<Condition> conditions(Set<Ineligibility> why, boolean cordonedToo) {
    return Stream.of(Given.NEW, Given.OLD)
        .flatMap(revision ->
            (cordonedToo ? Stream.of(false, true) : Stream.of(false))
                .map(cordoned -> Condition.of(why, revision, cordoned)));
  }

  /** Every choice of so many conditions, without regard to order. */
  private static List<List<Condition>> combinations(int size, List<Condition> from) {
    if (size == 0) {
      return List.of(List.of());
    }
    List<List<Condition>> found = new ArrayList<>();
    for (int first = 0; first < from.size(); first++) {
      for (List<Condition> rest : combinations(size - 1, from.subList(first, from.size()))) {
        List<Condition> all = new ArrayList<>();
        all.add(from.get(first));
        all.addAll(rest);
        found.add(all);
      }
    }
    return found;
  }

  private static Population populated(List<Condition> conditions, int first, boolean turned) {
    List<Member> members = new ArrayList<>();
    for (int at = 0; at < conditions.size(); at++) {
      Condition condition = conditions.get(at);
      Told told = TOLD.get(Math.floorMod(first + at, TOLD.size()));
      members.add(
          MemberBuilder.pod(NAMES.get(at), condition.revision())
              .why(condition.why())
              .cordoned(condition.cordoned())
              .rank(condition.rank())
              .readyFor(condition.readyFor())
              .told(told.role(), told.epoch())
              .rotation(condition.rotation())
              .answers(condition.answers())
              .build());
    }
    Set<String> revisions = new TreeSet<>();
    members.forEach(member -> revisions.add(member.revision()));
    List<ReplicaSetView> sets = revisions.stream().map(revision -> set(revision, members)).toList();
    return new Population(members, sets, Math.max(1, members.size() - 1), turned);
  }

  private static ReplicaSetView set(String revision, List<Member> members) {
    long staying =
        members.stream()
            .filter(member -> member.revision().equals(revision))
            .filter(Member::isStaying)
            .count();
    return Given.set(revision, Math.toIntExact(staying));
  }

  private static Stream<Observation> observations(Population population) {
    Stream<Observation> calm = observations(population, List.of());
    return population.members().size() == 2 && !population.turned()
        ? Stream.concat(calm, FLAPPING.stream().flatMap(it -> flapping(population, it)))
        : calm;
  }

  /**
   * It matters where a leader is lost, and where one would be failed back from: in no other mode.
   */
  private static Stream<Observation> flapping(Population population, List<Duration> failovers) {
    return observations(population, failovers)
        .filter(seen -> seen.isActivePassive() && !seen.isFollowing())
        .filter(seen -> seen.policy().succession().whenNoCandidate() == WhenNoCandidate.HOLD_LAST)
        .filter(seen ->
            seen.holder().filter(it -> !it.isEligible() || returns(seen.policy())).isPresent())
        .filter(seen -> seen.service() instanceof ServiceView.Claimed);
  }

  private static Stream<Observation> observations(Population population, List<Duration> failovers) {
    List<ServiceView> services = services(population);
    boolean ranked = population.members().stream().anyMatch(it -> it.rank() > 0);
    return policies(population)
        .filter(it -> ranked ? it.mode() == Mode.ACTIVE_PASSIVE : !returns(it))
        .flatMap(policy ->
            leases(policy, population)
                .flatMap(lease ->
                    services.stream()
                        .map(service ->
                            new Observation(
                                policy,
                                service,
                                lease,
                                population.members(),
                                population.sets(),
                                List.of(),
                                Testimony.ofStopped(goneOf(lease, service, population)),
                                failovers,
                                BudgetViews.asWanted(policy),
                                StandbysView.AS_DECLARED))));
  }

  private static boolean returns(Policy policy) {
    return policy.succession().failback() == Failback.PREFERRED;
  }

  private static boolean isGap(Policy policy) {
    return policy.succession().handover().gap() || policy.succession().hooks().areDeclared();
  }

  private static boolean isGated(Policy policy) {
    return policy.succession().fencing() == Fencing.STOP_LEADER;
  }

  private static Stream<Policy> policies(Population population) {
    int wanted = population.wanted();
    PolicyBuilder passive = PolicyBuilder.of(Mode.ACTIVE_PASSIVE, wanted, Given.NEW);
    Stream<Policy> all =
        Stream.of(
            PolicyBuilder.of(Mode.ACTIVE_ACTIVE, wanted, Given.NEW).build(),
            passive.whenNoCandidate(WhenNoCandidate.HOLD_LAST).build(),
            passive.failback(Failback.PREFERRED).build(),
            passive.fencing(Fencing.STOP_LEADER).build(),
            passive.failback(Failback.NEVER).build(),
            passive.fencing(Fencing.NONE).whenNoCandidate(WhenNoCandidate.CLOSE).build(),
            passive.whenNoCandidate(WhenNoCandidate.HOLD_LAST).handover(GAP).build(),
            passive.handover(Handover.OVERLAP).hooks(HOOKS).build(),
            passive.hooks(Hooks.NONE).keeper(Keeper.WORKLOAD).build());
    return population.turned()
        ? all.limit(2)
        : all.filter(policy -> isDirect(policy) || population.members().size() < 3);
  }

  private static boolean isDirect(Policy policy) {
    return !isGated(policy) && !isGap(policy) && policy.succession().keeper() == Keeper.OPERATOR;
  }

  private static Stream<LeaseView> leases(Policy policy, Population population) {
    if (population.turned()) {
      return Stream.of(lease(Optional.empty()), lease(Optional.of(Given.id(NAMES.getFirst()))));
    }
    return policy.succession().keeper() == Keeper.WORKLOAD
        ? keptLeases(population)
        : isGated(policy)
            ? Stream.concat(leases(population).stream(), unfenced(population))
            : leases(population).stream().filter(lease -> isGap(policy) || lease.last().isEmpty());
  }

  private static LeaseView lease(Optional<MemberId> holder) {
    return new LeaseView.Ours(holder, EPOCH, Given.LEASE_VERSION, List.of(), Fencing.STOP_LEADER);
  }

  private static Stream<LeaseView> keptLeases(Population population) {
    return Stream.of(
            Stream.of(new LeaseView.Absent(), kept(new Holder.Nobody(), Duration.ZERO)),
            Stream.of(new Holder.Gone("gone"), new Holder.Stranger("laptop"))
                .flatMap(
                    holder -> Stream.of(kept(holder, Duration.ZERO), kept(holder, Given.LEFT))),
            population.members().stream().flatMap(member -> heldBy(new Holder.Of(member.id()))))
        .flatMap(leases -> leases);
  }

  private static LeaseView kept(Holder holder, Duration left) {
    return new LeaseView.Kept(holder, true, left, EPOCH + 2);
  }

  /** The workload counts less than the Service, or more. */
  private static Stream<LeaseView> heldBy(Holder holder) {
    return Stream.of(true, false)
        .flatMap(renewed ->
            Stream.of(Duration.ZERO, Given.LEFT)
                .flatMap(left ->
                    Stream.of(EPOCH - 1, EPOCH + 2)
                        .map(count -> new LeaseView.Kept(holder, renewed, left, count))));
  }

  private static Set<MemberId> goneOf(LeaseView lease, ServiceView service, Population population) {
    Set<MemberId> gone = new HashSet<>();
    Stream.concat(
            lease.last().stream(),
            Stream.of(lease.leader(), service.routed()).flatMap(Optional::stream))
        .filter(id -> population.members().stream().noneMatch(it -> it.id().equals(id)))
        .forEach(gone::add);
    return gone;
  }

  /** Granted by an operator that did not know of the fencing yet. */
  private static Stream<LeaseView> unfenced(Population population) {
    return leases(population).stream()
        .filter(LeaseView.Ours.class::isInstance)
        .map(LeaseView.Ours.class::cast)
        .filter(lease -> lease.holder().isPresent())
        .map(lease ->
            new LeaseView.Ours(
                lease.holder(), lease.epoch(), lease.version(), lease.last(), Fencing.NONE));
  }

  private static List<LeaseView> leases(Population population) {
    List<LeaseView> leases = new ArrayList<>();
    leases.add(new LeaseView.Absent());
    for (long epoch = EPOCH - 1; epoch <= EPOCH + 1; epoch++) {
      leases.add(
          new LeaseView.Ours(
              Optional.empty(), epoch, Given.LEASE_VERSION, List.of(), Fencing.STOP_LEADER));
      for (MemberId last : ids(population)) {
        leases.add(
            new LeaseView.Ours(
                Optional.empty(), epoch, Given.LEASE_VERSION, List.of(last), Fencing.STOP_LEADER));
      }
      for (MemberId holder : ids(population)) {
        leases.add(
            new LeaseView.Ours(
                Optional.of(holder), epoch, Given.LEASE_VERSION, List.of(), Fencing.STOP_LEADER));
      }
    }
    return leases;
  }

  private static List<ServiceView> services(Population population) {
    List<Route> routes = new ArrayList<>();
    ids(population).forEach(id -> routes.add(new Route.ToOne(id)));
    Collections.addAll(routes, new Route.ToAll(), new Route.Closed(), new Route.Foreign());
    List<ServiceView> services = new ArrayList<>();
    services.add(new ServiceView.Absent());
    services.add(new ServiceView.Free(Given.SERVICE_VERSION));
    routes.forEach(route -> services.add(Given.claimed(route, EPOCH)));
    if (population.turned()) {
      lists(population).forEach(list -> services.add(listing(list)));
    }
    return services;
  }

  /** Each alone, and all that there are. */
  private static Stream<Set<MemberId>> lists(Population population) {
    List<MemberId> ids = ids(population);
    return Stream.concat(ids.stream().map(Set::of), Stream.of(Set.copyOf(ids)));
  }

  private static ServiceView listing(Set<MemberId> mayBeOut) {
    return new ServiceView.Claimed(
        new Route.ToAll(), EPOCH, Given.SERVICE_VERSION, Given.LONG_AGO, false, true, mayBeOut);
  }

  private static List<MemberId> ids(Population population) {
    return Stream.concat(population.members().stream().map(Member::id), Stream.of(GONE)).toList();
  }
}
