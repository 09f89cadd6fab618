package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The decision table of {@code handover.route: Gap}. */
class GapTest {
  private static final Duration DRAIN = Duration.ofSeconds(7);
  private static final Route CLOSED = new Route.Closed();

  private static Given given() {
    return activePassive().declared(it -> it.handover(new Handover(true, DRAIN)));
  }

  private static Given handingOver(long settledSeconds) {
    return given()
        .member("a")
        .member("b")
        .cordoned("a")
        .leaseVacatedBy("a", 4)
        .routeClosed(4)
        .routeSettledFor(Duration.ofSeconds(settledSeconds));
  }

  private static Action move(Route route, long epoch) {
    return new Action.MoveRoute(route, epoch, SERVICE_VERSION);
  }

  private static Action vacate(String last, long epoch) {
    return new Action.VacateLease(List.of(id(last)), epoch, LEASE_VERSION);
  }

  private static Action grant(String pod, long epoch) {
    return new Action.GrantLease(id(pod), epoch, Fencing.NONE, LEASE_VERSION);
  }

  @Test
  void closesTheRouteBeforeAPlannedChange() {
    assertDecided(given().member("a").member("b").cordoned("a").leads("a", 3))
        .traffic(Reason.LeaderNodeCordoned, vacate("a", 4), move(CLOSED, 4))
        .saying("b is to lead, when that has had 7 s to finish what it has");
  }

  @Test
  void waitsUntilTheOldLeaderHadItsTime() {
    assertDecided(handingOver(2))
        .traffic(Reason.HandingOver)
        .saying("b leads in 5 s")
        .rechecksAfter(Duration.ofSeconds(5));
  }

  @Test
  void opensTheRouteThen() {
    assertDecided(handingOver(7))
        .traffic(Reason.HandedOver, grant("b", 5), move(to("b"), 5))
        .saying("a, which led before, had its time");
  }

  /** It is ready, and of the same rank, and comes first by its name. */
  @Test
  void doesNotReturnToTheOldLeader() {
    assertDecided(
            given()
                .member("a")
                .member("b")
                .leaseVacatedBy("a", 4)
                .routeClosed(4)
                .routeSettledFor(DRAIN))
        .traffic(Reason.HandedOver, grant("b", 5), move(to("b"), 5));
  }

  @Test
  void returnsToTheOldLeaderIfNobodyElseIsLeft() {
    assertDecided(
            given()
                .member("a")
                .member("b", NOT_READY)
                .leaseVacatedBy("a", 4)
                .routeClosed(4)
                .routeSettledFor(Duration.ZERO))
        .traffic(Reason.LeaderChosen, grant("a", 5), move(to("a"), 5));
  }

  @Test
  void closesTheRouteIfSomebodyStoppedBeforeThat() {
    assertDecided(given().member("a").member("b").leaseVacatedBy("a", 4).routeTo("a", 3))
        .traffic(Reason.RouteClosed, move(CLOSED, 4));
  }

  /** Somebody deleted it meanwhile: nobody can know for how long the route was closed. */
  @Test
  void makesTheServiceAgainWithTheRouteClosed() {
    assertDecided(given().member("a").member("b").leaseVacatedBy("a", 4).noService())
        .traffic(Reason.RouteClosed, new Action.CreateService(CLOSED, 4));
  }

  @Test
  void doesNotWaitForALeaderThatIsLost() {
    assertDecided(given().member("a", NOT_READY).member("b").leads("a", 3))
        .traffic(Reason.LeaderNotReady, grant("b", 4), move(to("b"), 4));
    assertDecided(
            given()
                .member("a", NOT_READY)
                .member("b")
                .leaseVacatedBy("a", 4)
                .routeClosed(4)
                .routeSettledFor(Duration.ZERO))
        .traffic(Reason.LeaderChosen, grant("b", 5), move(to("b"), 5));
  }

  @Test
  void endsWithTheOneThatWasOrdered() {
    Given ordered =
        given()
            .member("a")
            .member("b")
            .member("c")
            .declared(it ->
                it.order(Optional.of(new Order("c", Optional.of("c"), Optional.of(3L), "v"))));
    assertDecided(ordered.leads("a", 3))
        .traffic(Reason.SwitchedOver, vacate("a", 4), move(CLOSED, 4));
    assertDecided(ordered.leaseVacatedBy("a", 4).routeClosed(4).routeSettledFor(DRAIN))
        .traffic(Reason.HandedOver, grant("c", 5), move(to("c"), 5));
  }

  /** What kube-proxy sent to the old leader meanwhile must be answered. */
  @Test
  void isNeverTooShort() {
    assertThatThrownBy(() -> new Handover(true, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOverlapSparesTheOldLeaderAsLong() {
    Given updating =
        activePassive()
            .declared(it -> it.handover(new Handover(false, DRAIN)))
            .replicas(1)
            .old("a")
            .member("b")
            .leads("b", 4);
    assertDecided(updating.routeSettledFor(Duration.ofSeconds(6)))
        .rollout(Reason.RolloutWaiting)
        .rechecksAfter(Duration.ofSeconds(1));
  }
}
