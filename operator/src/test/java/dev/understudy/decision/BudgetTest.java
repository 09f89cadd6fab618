package dev.understudy.decision;

import static dev.understudy.decision.BudgetViews.UID;
import static dev.understudy.decision.BudgetViews.seen;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final BudgetView NONE = seen(new BudgetView.Own.Absent());
  private static final BudgetView.Own TAKEN = new BudgetView.Own.Taken("Deployment web");

  private static BudgetView.Own ours(int stay) {
    return new BudgetView.Own.Ours(Optional.of(stay), UID);
  }

  private static Given two(BudgetView seen) {
    return activePassive().member("a").member("b").leads("a", 3).budgets(seen);
  }

  private static List<Action> written(Given given) {
    return given.decide().actions();
  }

  @Test
  void hasAllButOneMemberStay() {
    assertThat(written(two(NONE))).containsExactly(new Action.CreateBudget(1));
    assertThat(written(activeActive().replicas(3).member("a").budgets(NONE)))
        .contains(new Action.CreateBudget(2));
  }

  @Test
  void followsReplicas() {
    assertThat(written(two(seen(ours(2))))).containsExactly(new Action.ApplyBudget(1, UID));
    assertThat(written(two(seen(ours(1))))).isEmpty();
  }

  @Test
  void isPutRightWhenSomebodyEditedIt() {
    assertThat(written(two(seen(new BudgetView.Own.Ours(Optional.empty(), UID)))))
        .containsExactly(new Action.ApplyBudget(1, UID));
  }

  /** A drain would wait for ever. */
  @Test
  void isNotThereForOneMember() {
    Given one = activePassive().member("a").leads("a", 3);
    assertThat(written(one.budgets(NONE))).isEmpty();
    assertThat(written(one.budgets(seen(ours(1))))).containsExactly(new Action.DeleteBudget(UID));
    assertThat(Budget.inForce(one.observation()))
        .isEqualTo("None: replicas is 1, and a drain would wait for ever.");
  }

  /** No pod that two select can be evicted. */
  @Test
  void givesWayToThatOfSomebodyElse() {
    Given given = two(seen(ours(1), "mine"));
    assertThat(written(given)).containsExactly(new Action.DeleteBudget(UID));
    assertThat(given.decide().steps().getLast().reason()).isEqualTo(Reason.BudgetLeftToOthers);
    assertThat(written(two(seen(new BudgetView.Own.Absent(), "mine")))).isEmpty();
    assertThat(written(two(seen(TAKEN, "orders")))).isEmpty();
    assertThat(Budget.inForce(two(seen(TAKEN, "orders")).observation()))
        .isEqualTo("orders, not made by Understudy.");
  }

  @Test
  void isNotTakenFromSomebodyElse() {
    Given given = two(seen(TAKEN));
    assertThat(written(given)).isEmpty();
    assertThat(given.decide().steps().getLast())
        .extracting(Step::reason, Step::sentence)
        .containsExactly(
            Reason.BudgetTaken,
            "The PodDisruptionBudget of this name belongs to Deployment web, and selects no member:"
                + " a drain may take all of them at once. Have it select them, or give it another"
                + " name.");
    assertThat(Budget.inForce(given.observation()))
        .isEqualTo("None: the name is taken by Deployment web.");
  }

  @Test
  void tellsOfTwoOfOthersThatForbidEveryEviction() {
    BudgetView clash =
        new BudgetView(new BudgetView.Own.Absent(), List.of("a", "b"), List.of("a", "b"));
    assertThat(two(clash).decide().steps().getLast().sentence())
        .startsWith("The PodDisruptionBudgets a and b select the same members");
  }

  @Test
  void isNotWrittenWhilePaused() {
    assertThat(written(two(NONE).paused())).isEmpty();
  }

  /** Of six members in three zones a zone has two. */
  @Test
  void hasAsManyGoAsTheDeclaredLossTakes() {
    assertThat(stay(spread(Loss.ZONE, "a", "a", "b", "b", "c", "c"))).contains(4);
    assertThat(stay(spread(Loss.ZONE, "a", "a", "b", "b", "b"))).contains(3);
    assertThat(stay(spread(Loss.ZONE, "a", "a", "a", "a"))).contains(3);
    assertThat(stay(spread(Loss.ZONE, "", ""))).contains(1);
    assertThat(stay(spread(Loss.NODE, "a", "b"))).contains(1);
  }

  /** What is declared for active-active has nothing to say of leaders. */
  @Test
  void hasOneGoAtATimeInActivePassive() {
    assertThat(
            stay(
                spread(Loss.ZONE, "a", "a", "b", "b").declared(it -> it.mode(Mode.ACTIVE_PASSIVE))))
        .contains(3);
  }

  private static Optional<Integer> stay(Given given) {
    return Budget.wanted(given.observation());
  }

  static Given spread(Loss loss, String... places) {
    Given given = activeActive().declared(it -> it.survive(loss));
    for (int i = 0; i < places.length; i++) {
      String place = places[i];
      given
          .member("m" + i)
          .change("m" + i, it -> loss == Loss.NODE ? it.node(place) : it.zone(place));
    }
    return given;
  }

  /** Whatever is found: never two, never that of somebody else, never one that holds for ever. */
  @Test
  void keepsItsPromisesWhateverIsFound() {
    assertThat(everything().flatMap(seen -> complaint(seen, Budget::decide).stream())).isEmpty();
  }

  @Test
  void wouldNotKeepThemWithABugThatIsPlanted() {
    List<Function<Observation, Optional<Step>>> bugs =
        List.of(
            seen -> writing(new Action.ApplyBudget(1, UID)),
            seen -> Optional.empty(),
            seen ->
                seen.policy().replicas() < 2
                    ? writing(new Action.CreateBudget(1))
                    : Budget.decide(seen),
            seen ->
                seen.budgets().others().isEmpty()
                    ? Budget.decide(seen)
                    : Budget.decide(
                        ObservationBuilder.like(seen).budgets(seen(seen.budgets().own())).build()));
    assertThat(bugs)
        .allSatisfy(bug ->
            assertThat(everything().flatMap(seen -> complaint(seen, bug).stream())).isNotEmpty());
  }

  private static Optional<Step> writing(Action action) {
    return Optional.of(Step.of(Reason.BudgetSet, "", action));
  }

  private static Stream<Observation> everything() {
    return IntStream.rangeClosed(0, 4)
        .boxed()
        .flatMap(replicas ->
            Stream.of(activeActive(), activePassive())
                .flatMap(given ->
                    Stream.of(
                            new BudgetView.Own.Absent(),
                            ours(1),
                            ours(2),
                            new BudgetView.Own.Ours(Optional.empty(), UID),
                            TAKEN)
                        .flatMap(own -> Stream.of(seen(own), seen(own, "mine")))
                        .map(seen ->
                            given.replicas(replicas).member("a").budgets(seen).observation())));
  }

  private static Optional<String> complaint(
      Observation seen, Function<Observation, Optional<Step>> decider) {
    World world = World.of(seen);
    for (Step step : decider.apply(seen).stream().toList()) {
      if (!step.actions().stream().allMatch(world::apply)) {
        return Optional.of("a write is refused");
      }
    }
    Observation end = world.observe();
    if (decider.apply(end).stream().anyMatch(step -> !step.actions().isEmpty())) {
      return Optional.of("it never ends");
    }
    boolean ours = end.budgets().own() instanceof BudgetView.Own.Ours;
    boolean wanted = seen.policy().replicas() > 1 && seen.budgets().others().isEmpty();
    if (seen.budgets().own().equals(TAKEN)) {
      return end.budgets().equals(seen.budgets()) ? Optional.empty() : Optional.of("took it over");
    }
    return ours == wanted ? Optional.empty() : Optional.of("wanted: " + wanted);
  }
}
