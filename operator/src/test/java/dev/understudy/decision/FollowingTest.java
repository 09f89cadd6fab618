package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEFT;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.SET_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.UNLABELLED;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FollowingTest {
  private static final Route CLOSED = new Route.Closed();
  private static final Holder NOBODY = new Holder.Nobody();

  private static Holder held(String pod) {
    return new Holder.Of(id(pod));
  }

  private static Action move(Route route, long epoch) {
    return new Action.MoveRoute(route, epoch, SERVICE_VERSION);
  }

  private static Given two() {
    return activePassive().member("a").member("b");
  }

  /** Nobody was seen to renew it since this process began to look. */
  private static LeaseView notSeenRenewed(String pod) {
    return new LeaseView.Kept(held(pod), false, LEFT, 3);
  }

  private static LeaseView lapsed(Holder holder) {
    return new LeaseView.Kept(holder, true, Duration.ZERO, 3);
  }

  @Nested
  class ALiveHolder {
    @Test
    void hasTheRouteUntilTheLeaseLapses() {
      assertDecided(two().follows(held("a"), 3).routeTo("a", 5))
          .traffic(Reason.Serving)
          .writesNothing()
          .rechecksAfter(LEFT)
          .saying("a leads at epoch 5");
    }

    @Test
    void isGivenAClosedRoute() {
      assertDecided(two().follows(held("b"), 3).routeClosed(5))
          .traffic(Reason.HolderFollowed, move(to("b"), 6))
          .saying("b leads from epoch 6");
    }

    @Test
    void takesTheRouteFromTheFormerOneInOneWrite() {
      assertDecided(two().follows(held("b"), 3).routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(to("b"), 6));
    }

    @Test
    void leadsAtNoEpochThatTheLeaseHasPassed() {
      assertDecided(two().follows(held("b"), 9).routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(to("b"), 9));
    }

    @Test
    void beginsAnEpochWhenItBeginsToHoldAnew() {
      assertDecided(two().follows(held("a"), 6).routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(to("a"), 6));
    }

    @Test
    void keepsTheRouteThoughNotSeenToRenewSinceTheOperatorBegan() {
      assertDecided(two().follows(notSeenRenewed("a")).routeTo("a", 5))
          .traffic(Reason.Serving)
          .writesNothing()
          .rechecksAfter(LEFT);
    }

    /** Kubernetes sends no traffic to it, and nobody else may have any. */
    @ParameterizedTest
    @EnumSource(
        names = {
          "DELETED",
          "EVICTED",
          "TERMINATED",
          "REFUSES",
          "SILENT",
          "HANGS",
          "NODE_NOT_READY",
          "NOT_READY",
          "UNLABELLED"
        })
    void keepsTheRouteWhateverItIsFitFor(Ineligibility why) {
      assertDecided(
              activePassive().member("a", why).member("b").follows(held("a"), 3).routeTo("a", 5))
          .traffic(Reason.Serving);
    }

    @Test
    void isFollowedWhateverItIsFitFor() {
      assertDecided(
              activePassive()
                  .member("a")
                  .member("b", DELETED, NOT_READY)
                  .follows(held("b"), 3)
                  .routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(to("b"), 6));
    }

    @Test
    void isNeitherReplacedNorSpared() {
      assertDecided(two().cordoned("a").follows(held("a"), 3).routeTo("a", 5))
          .traffic(Reason.Serving)
          .writesNothing();
    }

    @Test
    void isLabelledBeforeTheRouteIsOpenToIt() {
      assertDecided(
              activePassive()
                  .member("a")
                  .member("b", UNLABELLED)
                  .follows(held("b"), 3)
                  .routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(CLOSED, 6))
          .step(Reason.MembersLabelled, new Action.LabelMember("b", Given.uid("b"), id("b")));
    }

    @Test
    void isGivenAServiceThatSomebodyDeleted() {
      assertDecided(two().follows(held("a"), 3).noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(to("a"), 3));
    }

    @Test
    void isGivenAServiceThatIsAdopted() {
      assertDecided(two().follows(held("a"), 0).serviceOfNobody())
          .traffic(Reason.ServiceAdopted, new Action.AdoptService(to("a"), 1, SERVICE_VERSION));
    }

    @Test
    void getsARouteThatWasOpenToAllInOneWrite() {
      assertDecided(two().follows(held("a"), 3).routeToAll(5))
          .traffic(Reason.ModeChanged, move(to("a"), 6));
    }

    @Test
    void getsARouteThatSomebodyChanged() {
      assertDecided(two().follows(held("a"), 3).routeForeign(5))
          .traffic(Reason.RouteRepaired, move(to("a"), 6));
    }
  }

  /** The Lease was there before this process looked: it may have lapsed long ago. */
  @Nested
  class AHolderThatWasNotSeenToRenewYet {
    @Test
    void isAwaitedWhileTheRouteIsClosed() {
      assertDecided(two().follows(notSeenRenewed("b")).routeClosed(5))
          .traffic(Reason.LeaseAwaited)
          .writesNothing()
          .rechecksAfter(LEFT)
          .saying("b holds the Lease, but was not seen to renew it yet");
    }

    @Test
    void takesTheRouteFromTheFormerOneAllTheSame() {
      assertDecided(two().follows(notSeenRenewed("b")).routeTo("a", 5))
          .traffic(Reason.HolderFollowed, move(CLOSED, 6));
    }

    @Test
    void isAwaitedWhileTheRouteIsOpenToAll() {
      assertDecided(two().follows(notSeenRenewed("b")).routeToAll(5))
          .traffic(Reason.LeaseAwaited)
          .writesNothing();
    }

    @Test
    void isAwaitedWhileTheSelectorIsNotOurs() {
      assertDecided(two().follows(notSeenRenewed("b")).routeForeign(5))
          .traffic(Reason.LeaseAwaited)
          .writesNothing();
    }

    @Test
    void isAwaitedBeforeAServiceIsAdopted() {
      assertDecided(two().follows(notSeenRenewed("b")).serviceOfNobody())
          .traffic(Reason.LeaseAwaited)
          .writesNothing();
    }

    @Test
    void findsAServiceThatIsClosed() {
      assertDecided(two().follows(notSeenRenewed("b")).noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(CLOSED, 3));
    }
  }

  /** What is told when the route is closed, and while it is. */
  record Nobody(LeaseView lease, Reason closing, Reason resting, String words) {}

  private static Stream<Nobody> whoMayHaveNoTraffic() {
    return Stream.of(
        new Nobody(
            new LeaseView.Absent(),
            Reason.HolderFollowed,
            Reason.LeaseAwaited,
            "there is no Lease yet"),
        new Nobody(
            new LeaseView.Kept(NOBODY, true, Duration.ZERO, 3),
            Reason.HolderFollowed,
            Reason.LeaseAwaited,
            "the Lease is vacant"),
        new Nobody(
            lapsed(held("a")),
            Reason.LeaseLapsed,
            Reason.LeaseLapsed,
            "a has not renewed the Lease for as long as it holds"),
        new Nobody(
            new LeaseView.Kept(held("a"), false, Duration.ZERO, 3),
            Reason.LeaseLapsed,
            Reason.LeaseLapsed,
            "a has not renewed"),
        new Nobody(
            lapsed(new Holder.Gone("z_1")),
            Reason.LeaseLapsed,
            Reason.LeaseLapsed,
            "z_1 has not renewed"),
        new Nobody(
            new LeaseView.Kept(new Holder.Gone("z_1"), true, LEFT, 3),
            Reason.LeaderGone,
            Reason.LeaseAwaited,
            "the pod of z_1, which holds the Lease, is gone"),
        new Nobody(
            new LeaseView.Kept(new Holder.Stranger("laptop"), true, LEFT, 3),
            Reason.HolderUnknown,
            Reason.HolderUnknown,
            "the Lease is held by laptop, which is no member: set the identity"));
  }

  /** Our view of pods is old, and the Lease may name the member that has the route. */
  @Test
  void aHolderThatIsThereAndNotInViewKeepsTheRoute() {
    assertDecided(
            two()
                .follows(new LeaseView.Kept(new Holder.Gone("z_1"), true, LEFT, 3))
                .routeTo("z", 5)
                .unseen("z"))
        .traffic(Reason.LeaderUnseen)
        .rechecksAfter(Duration.ofSeconds(1))
        .saying("The pod of z_1, which holds the Lease, is there, but not in view yet");
  }

  @Test
  void aStrangerByItsNameMayBeAMemberThatIsNotInViewYet() {
    assertDecided(two().follows(new Holder.Stranger("z_1"), 3).routeTo("z", 5).unseen("z"))
        .traffic(Reason.LeaderUnseen);
  }

  @Test
  void whoIsNotInViewKeepsNoRouteAfterTheLeaseIsVacatedOrTakenByAMember() {
    assertDecided(two().follows(NOBODY, 3).routeTo("z", 5).unseen("z"))
        .traffic(Reason.HolderFollowed, move(CLOSED, 6));
    assertDecided(two().follows(held("b"), 3).routeTo("z", 5).unseen("z"))
        .traffic(Reason.HolderFollowed, move(to("b"), 6));
  }

  @Test
  void whoIsUnknownKeepsNoRouteThatIsAnothersOrNobodys() {
    assertDecided(two().follows(new Holder.Gone("z_1"), 3).routeTo("a", 5).unseen("z"))
        .traffic(Reason.LeaderGone, move(CLOSED, 6));
    assertDecided(two().follows(new Holder.Gone("z_1"), 3).routeClosed(5).unseen("z"))
        .traffic(Reason.LeaseAwaited)
        .writesNothing();
  }

  @Test
  void aHolderThatIsNotInViewLosesTheRouteWhenTheLeaseLapses() {
    assertDecided(two().follows(lapsed(new Holder.Gone("z_1"))).routeTo("z", 5).unseen("z"))
        .traffic(Reason.LeaseLapsed, move(CLOSED, 6));
  }

  @ParameterizedTest
  @MethodSource("whoMayHaveNoTraffic")
  void theRouteIsClosed(Nobody nobody) {
    for (UnaryOperator<Given> route :
        Stream.<UnaryOperator<Given>>of(
                it -> it.routeTo("a", 5), it -> it.routeToAll(5), it -> it.routeForeign(5))
            .toList()) {
      assertDecided(route.apply(two().follows(nobody.lease())))
          .traffic(nobody.closing(), move(CLOSED, 6))
          .saying("Closed the route: " + nobody.words());
    }
  }

  @ParameterizedTest
  @MethodSource("whoMayHaveNoTraffic")
  void theRouteStaysClosed(Nobody nobody) {
    assertDecided(two().follows(nobody.lease()).routeClosed(5))
        .traffic(nobody.resting())
        .writesNothing()
        .saying("The route is closed: " + nobody.words());
  }

  @ParameterizedTest
  @MethodSource("whoMayHaveNoTraffic")
  void noServiceIsAdopted(Nobody nobody) {
    assertDecided(two().follows(nobody.lease()).serviceOfNobody())
        .traffic(nobody.resting())
        .writesNothing();
  }

  @ParameterizedTest
  @MethodSource("whoMayHaveNoTraffic")
  void aServiceIsCreatedClosed(Nobody nobody) {
    assertDecided(two().follows(nobody.lease()).noService())
        .traffic(
            Reason.ServiceCreated,
            new Action.CreateService(CLOSED, nobody.lease() instanceof LeaseView.Kept ? 3 : 1));
  }

  @Test
  void aLeaseThatLapsedIsNotLookedAtAgain() {
    assertDecided(two().follows(lapsed(held("a"))).routeClosed(5)).waitsForEvents();
    assertDecided(two().follows(NOBODY, 3).routeClosed(5)).waitsForEvents();
    assertDecided(two().follows(new Holder.Stranger("laptop"), 3).routeClosed(5))
        .rechecksAfter(LEFT);
  }

  @Test
  void thePausedOnlySayWhatTheyWouldDo() {
    assertDecided(two().paused().follows(held("b"), 3).routeTo("a", 5))
        .traffic(Reason.Paused)
        .writesNothing()
        .rechecksAfter(LEFT)
        .saying("HolderFollowed: b leads from epoch 6");
  }

  @Test
  void inActiveActiveTheLeaseDoesNotMatter() {
    assertDecided(activeActive().member("a").member("b").follows(held("a"), 3))
        .traffic(Reason.Serving)
        .writesNothing()
        .waitsForEvents();
  }

  /** It hands over by the workload's own election, because nobody can be asked to lead before. */
  @Nested
  class TheHolderInARollingUpdate {
    @Test
    void goesLast() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .old("a")
                  .old("b")
                  .member("c")
                  .follows(held("a"), 3)
                  .routeTo("a", 5))
          .rollout(
              Reason.MembersLabelled,
              new Action.SetDeletionCost("a", Given.uid("a"), Optional.of(100)));
    }

    @Test
    void goesWhenAllOthersAreNew() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .old("a")
                  .member("b")
                  .member("c")
                  .follows(held("a"), 3)
                  .routeTo("a", 5))
          .traffic(Reason.Serving)
          .rollout(Reason.RolloutProgressed, new Action.ScaleReplicaSet("old", 0, SET_VERSION));
    }

    @Test
    void goesThoughItIsNotReady() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .old("a", NOT_READY)
                  .member("b")
                  .member("c")
                  .follows(held("a"), 3)
                  .routeTo("a", 5))
          .rollout(Reason.RolloutProgressed, new Action.ScaleReplicaSet("old", 0, SET_VERSION));
    }

    /** Else it holds the place of a new member, and the update never ends. */
    @Test
    void goesBeforeOthersIfItIsNotReady() {
      assertDecided(twoUpdates(NOT_READY))
          .rollout(Reason.RolloutProgressed, new Action.ScaleReplicaSet("ancient", 0, SET_VERSION));
    }

    @Test
    void goesAfterOthersIfItIsReady() {
      assertDecided(twoUpdates())
          .rollout(Reason.RolloutProgressed, new Action.ScaleReplicaSet("old", 0, SET_VERSION));
    }

    private static Given twoUpdates(Ineligibility... why) {
      return activePassive()
          .replicas(2)
          .member(Given.pod("a", "ancient", why))
          .old("b")
          .member("c")
          .follows(held("a"), 3)
          .routeTo("a", 5);
    }

    @Test
    void staysThoughItIsNotReadyUntilEnoughOthersServe() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .old("a", NOT_READY)
                  .member("b")
                  .member("c", NOT_READY)
                  .follows(held("a"), 3)
                  .routeTo("a", 5))
          .rollout(Reason.RolloutWaiting)
          .saying("a new member may lead in place of the old leader");
    }

    @Test
    void staysThoughItIsNotReadyWhileAReplicaSetStillHasToDelete() {
      assertDecided(twoUpdates(NOT_READY).old("d").replicaSet("old", 1))
          .rollout(Reason.RolloutWaiting);
    }

    @Test
    void staysUntilItsPlaceIsTaken() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .old("a")
                  .member("b")
                  .member("c", NOT_READY)
                  .follows(held("a"), 3)
                  .routeTo("a", 5))
          .rollout(Reason.RolloutWaiting);
    }
  }
}
