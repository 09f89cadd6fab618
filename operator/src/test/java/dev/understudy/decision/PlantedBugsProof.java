package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proofs can fail: each of these bugs is found. */
@Order(Integer.MAX_VALUE)
class PlantedBugsProof {
  private static final Duration ZERO = Duration.ZERO;

  /** A bug that changes the writes of each step; the observation is there to look at. */
  private static Function<Observation, Decision> bug(
      BiFunction<Observation, Step, List<Action>> writes) {
    return seen -> {
      Decision right = Decider.decide(seen);
      return new Decision(
          right.steps().stream()
              .map(step -> new Step(step.reason(), step.sentence(), writes.apply(seen, step)))
              .toList(),
          right.recheckAfter());
    };
  }

  private static Arguments plant(String complaint, Function<Observation, Decision> bug) {
    return Arguments.of(complaint, bug);
  }

  private static Arguments plant(String complaint, Mode mode, Function<Observation, Decision> bug) {
    return Arguments.of(complaint, mode, bug);
  }

  /** A bug that changes single writes, or leaves them out. */
  private static Function<Observation, Decision> wrong(
      BiFunction<Observation, Action, Optional<Action>> write) {
    return bug((seen, step) ->
        step.actions().stream().flatMap(it -> write.apply(seen, it).stream()).toList());
  }

  /** A bug that leaves out steps with such a write. */
  private static Function<Observation, Decision> forgetting(Class<? extends Action> what) {
    return seen -> {
      Decision right = Decider.decide(seen);
      return new Decision(
          right.steps().stream()
              .filter(step -> step.actions().stream().noneMatch(what::isInstance))
              .toList(),
          right.recheckAfter());
    };
  }

  private static List<Action> and(List<Action> actions, Action more) {
    List<Action> all = new ArrayList<>(actions);
    all.add(more);
    return all;
  }

  private static boolean isAboutTraffic(Step step) {
    return step.actions().stream().anyMatch(it -> Invariants.routeWrite(it).isPresent());
  }

  static Stream<Arguments> bugsOfOneDecision() {
    AtomicLong times = new AtomicLong();
    return Stream.of(
        plant(
            "the Service is written before the Lease",
            bug((seen, step) -> isAboutTraffic(step) ? step.actions().reversed() : step.actions())),
        plant(
            "a write does not depend on what was seen",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.MoveRoute(Route route, long epoch, String version)
                        ? new Action.MoveRoute(route, epoch, version + "-or-any")
                        : it))),
        plant(
            "a write does not depend on what was seen",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.GrantLease grant
                        ? new Action.CreateLease(grant.holder(), grant.epoch(), grant.fencing())
                        : it))),
        plant(
            "two writes of the Lease",
            bug((seen, step) ->
                isAboutTraffic(step) && step.actions().size() == 2
                    ? and(step.actions(), step.actions().getFirst())
                    : step.actions())),
        plant(
            "a write of the Lease does not raise the epoch",
            wrong((seen, it) ->
                Optional.of(
                    it
                            instanceof
                            Action.GrantLease(
                                MemberId to,
                                long epoch,
                                Fencing how,
                                Trial trial,
                                String version)
                        ? new Action.GrantLease(to, epoch - 1, how, trial, version)
                        : it))),
        plant(
            "the epoch of the Service goes back",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.MoveRoute(Route route, long epoch, String version)
                        ? new Action.MoveRoute(route, epoch - 2, version)
                        : it))),
        plant(
            "the Service stays behind the Lease",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.MoveRoute move
                            && seen.service() instanceof ServiceView.Claimed claimed
                        ? new Action.MoveRoute(move.route(), claimed.epoch(), move.version())
                        : it))),
        plant("another leader at the same epoch", PlantedBugsProof::believesTheLease),
        plant("open to a member that may not lead", promotesTheLast()),
        plant(
            "open to a member that the Lease does not name at that epoch",
            wrong((seen, it) ->
                it instanceof Action.GrantLease || it instanceof Action.CreateLease
                    ? Optional.empty()
                    : Optional.of(it))),
        plant("open to a member while another may run that led", PlantedBugsProof::takesForFenced),
        plant(
            "open to all in active-passive",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.MoveRoute(Route route, long epoch, String version)
                        ? new Action.MoveRoute(new Route.ToAll(), epoch, version)
                        : it))),
        plant(
            "calm, and yet something is written",
            bug((seen, step) ->
                step.reason() == Reason.Serving
                    ? and(step.actions(), new Action.ApplyService(Given.SERVICE_VERSION))
                    : step.actions())),
        plant(
            "members are taken away in the pass that changes the leader",
            bug((seen, step) ->
                isAboutTraffic(step)
                    ? and(
                        step.actions(), new Action.ScaleReplicaSet(Given.OLD, 0, Given.SET_VERSION))
                    : step.actions())),
        plant(
            "depends on the order in which things are seen",
            bug((seen, step) ->
                times.incrementAndGet() % 2 == 0
                    ? step.actions()
                    : step.actions().stream().limit(1).toList())));
  }

  static Stream<Arguments> bugsOfRoles() {
    return Stream.of(
        plant("a member was not told its part", forgetting(Action.TellRole.class)),
        plant(
            "a write does not depend on what was seen",
            telling((seen, it) ->
                new Action.TellRole(it.pod(), it.uid(), it.version() + "-or-any", it.now()))),
        plant(
            "told that it leads, and the Lease does not say so",
            telling((seen, it) -> saying(it, new Role.Leader(it.now().epoch())))),
        plant(
            "told that it leads before the route is open to it",
            wrong(
                (seen, it) -> it instanceof Action.MoveRoute ? Optional.empty() : Optional.of(it))),
        plant(
            "told that it leads before another is told that it does not",
            bug((seen, step) ->
                step.reason() == Reason.RolesTold ? step.actions().reversed() : step.actions())),
        plant(
            "the leader is told that it stands by",
            telling((seen, it) -> saying(it, new Role.Standby()))),
        plant(
            "told a role in active-active", telling((seen, it) -> saying(it, new Role.Standby()))),
        plant("told nothing in active-passive", telling((seen, it) -> saying(it, new Role.None()))),
        plant(
            "the epoch that a pod is told goes back",
            telling((seen, it) ->
                new Action.TellRole(
                    it.pod(), it.uid(), it.version(), new Told(it.now().role(), 0)))),
        plant(
            "a role is told at a version that an earlier write has changed",
            bug((seen, step) ->
                step.reason() == Reason.RolesTold
                    ? and(step.actions(), step.actions().getFirst())
                    : step.actions())));
  }

  private static Function<Observation, Decision> telling(
      BiFunction<Observation, Action.TellRole, Action> how) {
    return wrong(
        (seen, it) -> Optional.of(it instanceof Action.TellRole tell ? how.apply(seen, tell) : it));
  }

  private static Action saying(Action.TellRole tell, Role role) {
    return new Action.TellRole(
        tell.pod(), tell.uid(), tell.version(), new Told(role, tell.now().epoch()));
  }

  /** Whoever the Lease names leads, also when the Service knows of another at the same epoch. */
  private static Decision believesTheLease(Observation seen) {
    return seen.isActivePassive()
            && seen.service() instanceof ServiceView.Claimed claimed
            && claimed.epoch() == seen.lease().reached()
            && seen.holder().filter(Member::isEligible).isPresent()
        ? Decision.of(
            Step.of(
                Reason.PromotionCompleted,
                "Believes the Lease.",
                new Action.MoveRoute(
                    new Route.ToOne(seen.holder().orElseThrow().id()),
                    claimed.epoch(),
                    claimed.version())))
        : Decider.decide(seen);
  }

  /** A grant of whoever did not know of the fencing is completed like any other. */
  private static Decision takesForFenced(Observation seen) {
    return Decider.decide(
        seen.lease() instanceof LeaseView.Ours ours
            ? ObservationBuilder.like(seen)
                .lease(
                    new LeaseView.Ours(
                        ours.holder(),
                        ours.epoch(),
                        ours.version(),
                        ours.last(),
                        Fencing.STOP_LEADER))
                .build()
            : seen);
  }

  /** The last member leads, whether it may or not. */
  private static Function<Observation, Decision> promotesTheLast() {
    return wrong((seen, it) ->
        Optional.of(
            switch (it) {
              case Action.GrantLease grant ->
                  new Action.GrantLease(
                      seen.members().getLast().id(),
                      grant.epoch(),
                      grant.fencing(),
                      grant.trial(),
                      grant.version());
              case Action.MoveRoute move when move.route() instanceof Route.ToOne ->
                  new Action.MoveRoute(
                      new Route.ToOne(seen.members().getLast().id()), move.epoch(), move.version());
              default -> it;
            }));
  }

  static Stream<Arguments> bugsOfProgress() {
    return Stream.of(
        plant(
            "a member may lead, and the route is not open to one",
            PlantedBugsProof::neverCompletes),
        plant("a member without its label", forgetting(Action.LabelMember.class)),
        plant("after a crash everything ends differently", PlantedBugsProof::losesTheBarrier),
        plant("a leader is left for one no better", PlantedBugsProof::swings),
        plant(
            "a leader is left for one no better",
            withPolicy(it -> it.failback(Failback.PREFERRED))),
        plant(
            "a member may lead that is preferred to the leader",
            withPolicy(it -> it.failback(Failback.NEVER))),
        plant(
            "a member may lead that is preferred to the leader",
            seen -> new Decision(Decider.decide(seen).steps(), Optional.empty())),
        plant(
            "back to a member that has just become ready",
            seen -> Decider.decide(with(seen, it -> it.readyFor(Duration.ofHours(1))))),
        plant(
            "a leader is left for one no better",
            seen -> Decider.decide(with(seen, it -> it.cordoned(false)))),
        plant("a leader is left for one no better", withPolicy(it -> it.revision(Given.OLD))),
        plant("the fourth failover comes at once", withFailovers(it -> List.of())),
        plant(
            "one of the first failovers waits",
            withFailovers(it -> it.isEmpty() ? it : List.of(ZERO, ZERO, ZERO))),
        plant("a failover waits though nobody comes back", PlantedBugsProof::waitsForTheDeleted),
        plant(
            "it never ends",
            withFailovers(it -> it.isEmpty() ? it : List.of(ZERO, ZERO, ZERO, ZERO))),
        plant("it never ends", seen -> Decider.decide(seen).recheckAfter(Duration.ofSeconds(1))));
  }

  /** A bug that sees something else declared. */
  private static Function<Observation, Decision> withPolicy(UnaryOperator<PolicyBuilder> how) {
    return seen -> Decider.decide(ObservationBuilder.like(seen).policy(how).build());
  }

  /** A bug that remembers other failovers. */
  private static Function<Observation, Decision> withFailovers(UnaryOperator<List<Duration>> how) {
    return seen -> Decider.decide(ObservationBuilder.like(seen).failovers(how).build());
  }

  private static Decision waitsForTheDeleted(Observation seen) {
    Decision right = Decider.decide(seen);
    return right.reason() == Reason.LeaderDeleted && seen.failovers().size() >= 3
        ? Decision.of(Step.of(Reason.BackingOff, "Waits."))
        : right;
  }

  /** What is seen by a bug that sees members otherwise. */
  private static Observation with(Observation seen, UnaryOperator<MemberBuilder> how) {
    return ObservationBuilder.like(seen).members(how).build();
  }

  private static Decision neverCompletes(Observation seen) {
    Decision right = Decider.decide(seen);
    return right.reason() == Reason.PromotionCompleted
        ? Decision.of(Step.of(Reason.Serving, "Thinks that all is done."))
        : right;
  }

  /** A Lease that is vacant and a closed route are taken for the end, whatever their epochs. */
  private static Decision losesTheBarrier(Observation seen) {
    return seen.lease() instanceof LeaseView.Ours lease
            && lease.holder().isEmpty()
            && seen.service() instanceof ServiceView.Claimed claimed
            && claimed.route() instanceof Route.Closed
            && Decider.decide(seen).reason() == Reason.RouteClosed
        ? Decision.of(Step.of(Reason.RouteClosed, "Thinks that all is done."))
        : Decider.decide(seen);
  }

  /** The leadership goes to whoever does not have it. */
  private static Decision swings(Observation seen) {
    return seen.isActivePassive()
            && seen.lease() instanceof LeaseView.Ours lease
            && seen.service() instanceof ServiceView.Claimed claimed
            && Decider.decide(seen).reason() == Reason.Serving
        ? seen.members().stream()
            .filter(Member::isEligible)
            .filter(member -> !lease.holder().equals(Optional.of(member.id())))
            .findFirst()
            .map(to ->
                Decision.of(
                    Step.of(
                        Reason.LeaderNodeCordoned,
                        "Swings.",
                        new Action.GrantLease(
                            to.id(), lease.epoch() + 1, lease.fencing(), lease.version()),
                        new Action.MoveRoute(
                            new Route.ToOne(to.id()), lease.epoch() + 1, claimed.version()))))
            .orElseGet(() -> Decider.decide(seen))
        : Decider.decide(seen);
  }

  /**
   * Looked for in a few worlds everywhere, and in all of them where it shows at once: that is
   * sooner, and asks more of the proof than to look everywhere.
   */
  @ParameterizedTest
  @MethodSource({"bugsOfOneDecision", "bugsOfRoles", "bugsOfProgress"})
  void areFoundInTheSmallWorld(String complaint, Function<Observation, Decision> bug) {
    assertThat(
            Stream.concat(
                    SmallWorld.worlds().sequential().limit(10),
                    SmallWorld.worlds()
                        .sequential()
                        .map(alike ->
                            alike.filter(seen -> !bug.apply(seen).equals(Decider.decide(seen)))))
                .flatMap(alike -> Proof.complaints(alike, bug, new LongAdder()))
                .filter(found -> found.what().startsWith(complaint))
                .findFirst())
        .isPresent();
  }

  static Stream<Arguments> bugsOfTrials() {
    return Stream.of(
        plant(
            "a revision failed in its trial, and that is lost",
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.GrantLease grant && grant.trial() instanceof Trial.Failed
                        ? granting(grant, Trial.NONE)
                        : it))),
        plant(
            "a revision that failed in its trial leads, and another may",
            seen ->
                saying(seen.lease().trial(), Decider.decide(untried(seen, Trial.Failed.class)))),
        plant(
            "members of the revision before are taken away during a trial",
            seen -> Decider.decide(untried(seen, Trial.On.class))),
        plant("a trial never ends", forgetting(Action.NoteTrial.class)));
  }

  private static Action granting(Action.GrantLease grant, Trial trial) {
    return new Action.GrantLease(
        grant.holder(), grant.epoch(), grant.fencing(), trial, grant.version());
  }

  private static Decision saying(Trial trial, Decision right) {
    return new Decision(
        right.steps().stream()
            .map(step ->
                new Step(
                    step.reason(),
                    step.sentence(),
                    step.actions().stream()
                        .map(it ->
                            it instanceof Action.GrantLease grant && trial instanceof Trial.Failed
                                ? granting(grant, trial)
                                : it)
                        .toList()))
            .toList(),
        right.recheckAfter());
  }

  private static Observation untried(Observation seen, Class<? extends Trial> which) {
    return which.isInstance(seen.lease().trial()) && seen.lease() instanceof LeaseView.Ours lease
        ? ObservationBuilder.like(seen)
            .lease(
                new LeaseView.Ours(
                    lease.holder(), lease.epoch(), lease.version(), lease.last(), lease.fencing()))
            .build()
        : seen;
  }

  @ParameterizedTest
  @MethodSource("bugsOfTrials")
  void areFoundInTrials(String complaint, Function<Observation, Decision> bug) {
    assertThat(
            SmallWorld.worldsOf(2)
                .sequential()
                .map(alike ->
                    alike
                        .flatMap(SmallWorld::tried)
                        .filter(seen -> !bug.apply(seen).equals(Decider.decide(seen))))
                .flatMap(alike -> Proof.complaints(alike, bug, new LongAdder()))
                .filter(found -> found.what().startsWith(complaint))
                .findFirst())
        .isPresent();
  }

  @Test
  void writingWhilePausedIsFound() {
    Observation seen = Given.activePassive().paused().member("a").observation();
    Decision careless =
        Decision.of(
            Step.of(
                Reason.LeaderChosen,
                "Careless.",
                new Action.CreateLease(Given.id("a"), 1, Fencing.NONE),
                new Action.MoveRoute(Given.to("a"), 1, Given.SERVICE_VERSION)));
    assertThat(Invariants.broken(seen, careless)).contains("writes while paused");
  }

  static Stream<Arguments> bugsOfUpdates() {
    return Stream.of(
        plant(
            "members serve, and not",
            Mode.ACTIVE_ACTIVE,
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.ScaleReplicaSet scale
                        ? new Action.ScaleReplicaSet(
                            scale.revision(), Math.max(0, scale.replicas() - 1), scale.version())
                        : it))),
        plant(
            "pods are to be kept, and not at most",
            Mode.ACTIVE_ACTIVE,
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.CreateReplicaSet(String revision, int replicas, int number)
                        ? new Action.CreateReplicaSet(revision, replicas + 1, number)
                        : it))),
        plant("It ends with", Mode.ACTIVE_ACTIVE, forgetting(Action.DeleteReplicaSet.class)),
        plant(
            "The leader is deleted", Mode.ACTIVE_PASSIVE, PlantedBugsProof::forgetsToMarkTheLeader),
        plant(
            "It ends with",
            Mode.ACTIVE_PASSIVE,
            seen -> new Decision(Decider.decide(seen).steps(), Optional.empty())),
        plant(
            "another leader at the same epoch",
            Mode.ACTIVE_PASSIVE,
            wrong((seen, it) ->
                Optional.of(
                    it instanceof Action.MoveRoute(Route route, long epoch, String version)
                        ? new Action.MoveRoute(route, Math.min(epoch, 1), version)
                        : it))));
  }

  /** Takes every leader for marked, and so never marks one. */
  private static Decision forgetsToMarkTheLeader(Observation seen) {
    Optional<MemberId> leader = seen.lease().leader();
    return Decider.decide(
        with(seen, it -> it.deletionCost(leader.equals(Optional.of(it.build().id())) ? 100 : 0)));
  }

  @ParameterizedTest
  @MethodSource("bugsOfUpdates")
  void areFoundInARollingUpdate(String complaint, Mode mode, Function<Observation, Decision> bug) {
    assertThatThrownBy(() ->
            RollingUpdateTest.walks(
                mode, 1, bug, RollingUpdateTest::neverFewer, RollingUpdateTest::endsNew))
        .isInstanceOf(Walk.Broken.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aWriteOnAStaleVersionIsRefused() {
    World world =
        World.of(Given.activePassive().member("a").member("b").leads("a", 1).observation());
    Action grant = new Action.GrantLease(Given.id("b"), 2, Fencing.NONE, Given.LEASE_VERSION);
    Action move = new Action.MoveRoute(Given.to("b"), 2, Given.SERVICE_VERSION);
    assertThat(Stream.of(grant, move, grant, move).map(world::apply))
        .containsExactly(true, true, false, false);
    assertThat(world.observe().service())
        .isInstanceOfSatisfying(
            ServiceView.Claimed.class,
            claimed -> assertThat(claimed.settledFor()).isEqualTo(Duration.ZERO));
  }
}
