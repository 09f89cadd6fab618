package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From old members to a new revision, in many orders of who acts when. Replays one order: {@code
 * -Dwalk.seed=N}.
 */
class RollingUpdateTest {
  private static final int SEEDS = Integer.getInteger("walk.seeds", 60);
  private static final Optional<Integer> REPLAY =
      Optional.ofNullable(Integer.getInteger("walk.seed"));
  private static final String NEWER = "newer";

  /** With so many old members, all serving, one of them leading if one leads. */
  static World world(Mode mode, int members, boolean oldestFirst) {
    Given given = mode == Mode.ACTIVE_ACTIVE ? Given.activeActive() : Given.activePassive();
    given.replicas(members).replicaSet(Given.OLD, members);
    IntStream.range(0, members).forEach(i -> given.old("m" + i));
    if (mode == Mode.ACTIVE_PASSIVE && members > 0) {
      given.leads("m0", 1);
    }
    Comparator<String> names = Comparator.naturalOrder();
    return new World(given.observation(), oldestFirst ? names.reversed() : names);
  }

  /** One walk for each number of members and each seed. */
  static void walks(
      Mode mode,
      int fewest,
      Function<Observation, Decision> decider,
      Consumer<Walk> configure,
      Consumer<Walk> then) {
    IntStream seeds = REPLAY.isPresent() ? IntStream.of(REPLAY.get()) : IntStream.range(0, SEEDS);
    seeds.forEach(seed ->
        IntStream.rangeClosed(fewest, 4)
            .forEach(members -> {
              Walk walk = new Walk(seed, world(mode, members, seed % 2 == 0), decider);
              configure.accept(walk);
              then.accept(walk);
            }));
  }

  private static void walks(Mode mode, int fewest, Consumer<Walk> configure, Consumer<Walk> then) {
    walks(mode, fewest, Decider::decide, configure, then);
  }

  static int wanted(Walk walk) {
    return walk.world.policy.replicas();
  }

  /** As many serve as are wanted, and at most one more is made. */
  static void neverFewer(Walk walk) {
    walk.servingAtLeast(wanted(walk)).toldToKeepAtMost(wanted(walk) + 1);
  }

  /** All members are of the revision declared, and nothing else is left. */
  static void endsNew(Walk walk) {
    Observation end = walk.toTheEnd();
    String revision = end.policy().revision();
    int wanted = end.policy().replicas();
    if (end.replicaSets().size() != 1
        || !end.replicaSets().getFirst().revision().equals(revision)
        || end.replicaSets().getFirst().replicas() != wanted) {
      walk.fail("It ends with " + end.replicaSets());
    }
    if (end.members().size() != wanted || !end.members().stream().allMatch(Member::isEligible)) {
      walk.fail("It ends with " + end.members());
    }
    Invariants.unfinished(end).ifPresent(walk::fail);
  }

  @ParameterizedTest
  @EnumSource
  void neverHasFewerMembersThanWanted(Mode mode) {
    walks(mode, 0, RollingUpdateTest::neverFewer, RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void neverHasFewerMembersThanWantedThoughTheOperatorCrashes(Mode mode) {
    walks(mode, 0, walk -> neverFewer(walk.withCrashes()), RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void keepsEpochsInOrderThoughTheOperatorSeesThePast(Mode mode) {
    walks(mode, 0, walk -> walk.withLag().withCrashes(), RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource(names = "ACTIVE_PASSIVE")
  void handsOverOnceAndTakesTheFormerLeaderLast(Mode mode) {
    walks(
        mode,
        1,
        walk -> {
          neverFewer(walk);
          walk.whenDeleted(
              "m0",
              () ->
                  assertThat(walk.world.of(Given.OLD, Member::isStaying))
                      .extracting(Member::pod)
                      .containsExactly("m0"));
        },
        walk -> {
          endsNew(walk);
          assertThat(walk.leaders()).isEqualTo(2);
          assertThat(walk.world.lease.reached()).isEqualTo(2);
        });
  }

  /** Every other new member is preferred. */
  @ParameterizedTest
  @EnumSource(names = "ACTIVE_PASSIVE")
  void handsOverToAPreferredMemberInTheEnd(Mode mode) {
    walks(
        mode,
        1,
        walk -> {
          neverFewer(walk.withCrashes());
          walk.world.policy =
              PolicyBuilder.like(walk.world.policy).failback(Failback.PREFERRED).build();
        },
        walk -> {
          endsNew(walk);
          assertThat(walk.leaders()).isLessThanOrEqualTo(3);
        });
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhenTheNewRevisionNeverBecomesReady(Mode mode) {
    walks(
        mode,
        1,
        walk -> {
          neverFewer(walk);
          walk.inWhichOnlyThoseBecomeReady(member -> !member.revision().equals(Given.NEW));
        },
        walk -> {
          Observation end = walk.toTheEnd();
          assertThat(end.replicaSets())
              .extracting(ReplicaSetView::revision, ReplicaSetView::replicas)
              .containsExactlyInAnyOrder(tuple(Given.NEW, 1), tuple(Given.OLD, wanted(walk)));
          assertThat(walk.leaders()).isLessThanOrEqualTo(1);
          Invariants.unfinished(end).ifPresent(walk::fail);
        });
  }

  private static void tried(Walk walk) {
    walk.world.policy = PolicyBuilder.like(walk.world.policy).trial(Duration.ofSeconds(30)).build();
  }

  @ParameterizedTest
  @EnumSource(names = "ACTIVE_PASSIVE")
  void goesOnWhenTheNewLeaderHasBeenTried(Mode mode) {
    walks(
        mode,
        1,
        walk -> {
          neverFewer(walk.withCrashes());
          tried(walk);
        },
        walk -> {
          endsNew(walk);
          assertThat(walk.leaders()).isEqualTo(2);
          assertThat(walk.world.lease.trial()).isEqualTo(Trial.NONE);
        });
  }

  /** Unless it was the old leader that died, or one that had passed. */
  @ParameterizedTest
  @EnumSource(names = "ACTIVE_PASSIVE")
  void stopsWhenTheNewLeaderDiesInItsTrial(Mode mode) {
    List<Integer> stopped = new ArrayList<>();
    walks(
        mode,
        1,
        walk -> {
          walk.toldToKeepAtMost(wanted(walk) + 1).servingAtLeast(wanted(walk) - 1);
          tried(walk);
          walk.disturbedBy(it -> {
            it.allowDoomedLeader();
            it.world
                .observe()
                .holder()
                .ifPresent(leader -> {
                  it.note(leader.pod() + " dies");
                  it.world.dies(leader);
                });
          });
        },
        walk -> {
          Observation end = walk.toTheEnd();
          if (Trials.isStopped(end)) {
            stopped.add(wanted(walk));
            assertThat(end.holder().map(Member::revision)).contains(Given.OLD);
            assertThat(end.members()).hasSize(wanted(walk) + 1).allMatch(Member::isEligible);
            Invariants.unfinished(end).ifPresent(walk::fail);
          } else {
            endsNew(walk);
          }
        });
    assertThat(stopped).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenAMemberDies(Mode mode) {
    goesOnWithoutAMember(mode, "dies", World::dies);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenAMemberIsDeleted(Mode mode) {
    goesOnWithoutAMember(mode, "is deleted", World::delete);
  }

  /** The leader, if there is one. */
  private static void goesOnWithoutAMember(Mode mode, String how, BiConsumer<World, Member> loss) {
    walks(
        mode,
        1,
        walk ->
            walk.toldToKeepAtMost(wanted(walk) + 1)
                .servingAtLeast(wanted(walk) - 1)
                .disturbedBy(it -> {
                  Optional<Member> leader = it.world.observe().holder();
                  List<Member> all = List.copyOf(it.world.pods.values());
                  Member victim = leader.orElseGet(() -> all.get(it.random(all.size())));
                  it.note(victim.pod() + " " + how);
                  it.allowDoomedLeader();
                  loss.accept(it.world, victim);
                }),
        RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenItIsScaled(Mode mode) {
    walks(
        mode,
        0,
        walk ->
            walk.withCrashes()
                .disturbedBy(it -> {
                  int wanted = it.random(6);
                  it.note("scaled to " + wanted);
                  it.servingAtLeast(Math.min(wanted, wanted(it)));
                  it.world.declare(mode, wanted, Given.NEW);
                }),
        RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenTheModeChanges(Mode mode) {
    walks(
        mode,
        0,
        walk -> {
          neverFewer(walk);
          walk.disturbedBy(it -> {
            Mode other = mode == Mode.ACTIVE_ACTIVE ? Mode.ACTIVE_PASSIVE : Mode.ACTIVE_ACTIVE;
            it.note("mode " + other);
            it.allowDoomedLeader();
            it.world.declare(other, wanted(it), Given.NEW);
          });
        },
        RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenTheRevisionChangesAgain(Mode mode) {
    walks(
        mode,
        0,
        walk -> {
          neverFewer(walk);
          walk.disturbedBy(it -> {
            it.note("a newer revision");
            it.world.declare(mode, wanted(it), NEWER);
          });
        },
        RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void goesBackWhenTheRevisionDoes(Mode mode) {
    walks(
        mode,
        0,
        walk -> {
          neverFewer(walk);
          walk.disturbedBy(it -> {
            it.note("back to the old revision");
            it.world.declare(mode, wanted(it), Given.OLD);
          });
        },
        RollingUpdateTest::endsNew);
  }

  @ParameterizedTest
  @EnumSource
  void repairsARevisionThatNeverBecomesReady(Mode mode) {
    walks(
        mode,
        0,
        walk -> {
          neverFewer(walk);
          walk.inWhichOnlyThoseBecomeReady(member -> !member.revision().equals(Given.NEW))
              .disturbedBy(it -> {
                it.note("a revision that repairs");
                it.world.declare(mode, wanted(it), NEWER);
              });
        },
        RollingUpdateTest::endsNew);
  }
}
