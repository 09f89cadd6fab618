package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof that the route follows the Lease can fail: each of these bugs is found. */
class FollowingBugsTest {
  static Stream<Arguments> bugs() {
    return Stream.of(
        plant(
            "open to a member that does not hold the Lease",
            seeing(kept ->
                new LeaseView.Kept(kept.holder(), kept.renewed(), Given.LEFT, kept.transitions()))),
        plant(
            "opened to a holder that was not seen alive",
            seeing(
                kept -> new LeaseView.Kept(kept.holder(), true, kept.left(), kept.transitions()))),
        plant(
            "closed, though a holder was seen alive",
            seeing(
                kept -> new LeaseView.Kept(kept.holder(), false, kept.left(), kept.transitions()))),
        plant(
            "the Service stays behind the Lease",
            seeing(kept -> new LeaseView.Kept(kept.holder(), kept.renewed(), kept.left(), 0))),
        plant("opened to a holder that was not seen alive, or", FollowingBugsTest::seesLabels),
        plant(
            "the route is written at an epoch that was",
            writing(move -> new Action.MoveRoute(move.route(), move.epoch() - 1, move.version()))),
        plant(
            "a write does not depend on what was seen",
            writing(move -> new Action.MoveRoute(move.route(), move.epoch(), "any"))),
        plant("open to a member that does not hold the Lease", FollowingBugsTest::neverCloses),
        plant("the workload's Lease is written", FollowingBugsTest::makesTheLease),
        plant(
            "nobody looks again when the Lease lapses",
            seen -> new Decision(Decider.decide(seen).steps(), Optional.empty())));
  }

  private static Arguments plant(String complaint, Function<Observation, Decision> bug) {
    return Arguments.of(complaint, bug);
  }

  /** A bug that reads the Lease wrongly. */
  private static Function<Observation, Decision> seeing(UnaryOperator<LeaseView.Kept> how) {
    return seen ->
        Decider.decide(
            seen.lease() instanceof LeaseView.Kept kept
                ? ObservationBuilder.like(seen).lease(how.apply(kept)).build()
                : seen);
  }

  private static Decision seesLabels(Observation seen) {
    return Decider.decide(
        ObservationBuilder.like(seen).members(it -> it.without(Ineligibility.UNLABELLED)).build());
  }

  /** A bug that writes the route wrongly. */
  private static Function<Observation, Decision> writing(UnaryOperator<Action.MoveRoute> how) {
    return seen -> {
      Decision right = Decider.decide(seen);
      return new Decision(
          right.steps().stream()
              .map(step ->
                  new Step(
                      step.reason(),
                      step.sentence(),
                      step.actions().stream()
                          .map(it -> it instanceof Action.MoveRoute move ? how.apply(move) : it)
                          .toList()))
              .toList(),
          right.recheckAfter());
    };
  }

  private static Decision neverCloses(Observation seen) {
    Decision right = Decider.decide(seen);
    return right.actions().stream()
            .anyMatch(
                it -> it instanceof Action.MoveRoute move && move.route() instanceof Route.Closed)
        ? Decision.of(Step.of(Reason.Serving, "Thinks that all is well."))
        : right;
  }

  private static Decision makesTheLease(Observation seen) {
    return seen.lease() instanceof LeaseView.Absent && !seen.members().isEmpty()
        ? Decision.of(
            Step.of(
                Reason.LeaderChosen,
                "Elects for the workload.",
                new Action.CreateLease(seen.members().getFirst().id(), 9, Fencing.NONE)))
        : Decider.decide(seen);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void areFoundInTheSmallWorld(String complaint, Function<Observation, Decision> bug) {
    assertThat(
            IntStream.rangeClosed(1, 2)
                .boxed()
                .flatMap(SmallWorld::worldsOf)
                .sequential()
                .map(alike -> alike.filter(Observation::isFollowing))
                .flatMap(alike -> Proof.complaints(alike, bug, new LongAdder()))
                .filter(found -> found.what().startsWith(complaint))
                .findFirst())
        .isPresent();
  }
}
