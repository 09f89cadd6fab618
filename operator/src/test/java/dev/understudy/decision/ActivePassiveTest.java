package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.EVICTED;
import static dev.understudy.decision.Ineligibility.HANGS;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static dev.understudy.decision.WhenNoCandidate.CLOSE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivePassiveTest {
  private static final Route CLOSED = new Route.Closed();

  private static Action grant(String pod, long epoch) {
    return new Action.GrantLease(id(pod), epoch, Fencing.NONE, LEASE_VERSION);
  }

  private static Action move(Route route, long epoch) {
    return new Action.MoveRoute(route, epoch, SERVICE_VERSION);
  }

  @Nested
  class WithALeader {
    @Test
    void serves() {
      assertDecided(activePassive().member("a").member("b").leads("a", 3))
          .traffic(Reason.Serving)
          .writesNothing()
          .waitsForEvents();
    }

    @ParameterizedTest
    @EnumSource
    void isNotDeposedBecauseItIsNotInViewYet(Fencing fencing) {
      assertDecided(
              activePassive()
                  .member("b")
                  .leads("a", 3)
                  .unseen("a")
                  .declared(it -> it.fencing(fencing)))
          .traffic(Reason.LeaderUnseen)
          .saying(
              "The pod of a-id, which leads, is there, but not in view yet; nothing is decided"
                  + " about it before.")
          .rechecksAfter(Duration.ofSeconds(1));
    }

    /** The Lease was deleted. */
    @Test
    void isNotDeposedThoughOnlyTheServiceKnowsIt() {
      assertDecided(activePassive().member("b").routeTo("a", 3).unseen("a"))
          .traffic(Reason.LeaderUnseen);
    }

    /** Whoever led at an earlier epoch is of no interest. */
    @Test
    void needNotBeWhomTheServiceStillNames() {
      assertDecided(activePassive().member("b").leaseOf("b", 4).routeTo("a", 3).unseen("a"))
          .traffic(Reason.PromotionCompleted, move(to("b"), 4));
    }

    @Test
    void doesNotFailBack() {
      assertDecided(activePassive().member("a").member("b").leads("b", 3))
          .traffic(Reason.Serving)
          .writesNothing();
    }

    @Test
    void completesAPromotionThatStoppedAfterTheLease() {
      assertDecided(activePassive().member("a").member("b").leaseOf("b", 4).routeTo("a", 3))
          .traffic(Reason.PromotionCompleted, move(to("b"), 4));
    }

    @Test
    void completesAPromotionFromAClosedRoute() {
      assertDecided(activePassive().member("a").leaseOf("a", 4).routeClosed(3))
          .traffic(Reason.PromotionCompleted, move(to("a"), 4));
    }

    @Test
    void writesTheEpochThatTheServiceLacks() {
      assertDecided(activePassive().member("a").leaseOf("a", 4).routeTo("a", 3))
          .traffic(Reason.PromotionCompleted, move(to("a"), 4));
    }

    @Test
    void narrowsTheRouteInOneWriteAfterAChangeOfMode() {
      assertDecided(activePassive().member("a").member("b").leaseOf("b", 4).routeToAll(4))
          .traffic(Reason.ModeChanged, move(to("b"), 4));
    }

    @Test
    void repairsASelectorThatSomebodyChanged() {
      assertDecided(activePassive().member("a").leaseOf("a", 4).routeForeign(4))
          .traffic(Reason.RouteRepaired, move(to("a"), 4));
    }

    @Test
    void createsAServiceThatSomebodyDeleted() {
      assertDecided(activePassive().member("a").leaseOf("a", 4).noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(to("a"), 4));
    }

    @Test
    void adoptsAServiceInOneWrite() {
      assertDecided(activePassive().member("a").leaseOf("a", 4).serviceOfNobody())
          .traffic(Reason.ServiceAdopted, new Action.AdoptService(to("a"), 4, SERVICE_VERSION));
    }
  }

  @Nested
  class WithoutALease {
    @Test
    void choosesTheFirstLeader() {
      assertDecided(activePassive().member("a").member("b"))
          .traffic(
              Reason.LeaderChosen,
              new Action.CreateLease(id("a"), 1, Fencing.NONE),
              move(to("a"), 1));
    }

    @Test
    void choosesTheFirstLeaderAndCreatesTheService() {
      assertDecided(activePassive().member("a").noService())
          .traffic(
              Reason.LeaderChosen,
              new Action.CreateLease(id("a"), 1, Fencing.NONE),
              new Action.CreateService(to("a"), 1));
    }

    @Test
    void choosesTheFirstLeaderAndAdoptsTheService() {
      assertDecided(activePassive().member("a").serviceOfNobody())
          .traffic(
              Reason.LeaderChosen,
              new Action.CreateLease(id("a"), 1, Fencing.NONE),
              new Action.AdoptService(to("a"), 1, SERVICE_VERSION));
    }

    @Test
    void leavesTheLeadershipToTheRoutedMemberIfTheLeaseWasDeleted() {
      assertDecided(activePassive().member("a").member("b").routeTo("b", 6))
          .traffic(
              Reason.LeaseBehind,
              new Action.CreateLease(id("b"), 7, Fencing.NONE),
              move(to("b"), 7));
    }

    @Test
    void choosesAmongAllWhenTheModeWasActiveActive() {
      assertDecided(activePassive().member("a").member("b").routeToAll(6))
          .traffic(
              Reason.LeaderChosen,
              new Action.CreateLease(id("a"), 7, Fencing.NONE),
              move(to("a"), 7));
    }
  }

  @Nested
  class WhenTheLeaseIsBehindTheService {
    @Test
    void leavesTheLeadershipToTheRoutedMember() {
      assertDecided(activePassive().member("a").member("b").leaseOf("a", 2).routeTo("b", 6))
          .traffic(Reason.LeaseBehind, grant("b", 7), move(to("b"), 7));
    }

    @Test
    void leavesTheLeadershipToTheMemberThatBothName() {
      assertDecided(activePassive().member("a").member("b").leaseOf("b", 2).routeTo("b", 6))
          .traffic(Reason.LeaseBehind, grant("b", 7), move(to("b"), 7));
    }

    @Test
    void replacesTheRoutedMemberIfItIsLost() {
      assertDecided(
              activePassive()
                  .member("a")
                  .member("b", NOT_READY)
                  .member("c")
                  .leaseVacant(2)
                  .routeTo("b", 6))
          .traffic(Reason.LeaderNotReady, grant("a", 7), move(to("a"), 7));
    }

    @Test
    void leavesTheLeadershipToTheRoutedMemberAtTheEpochOfTheLeaseToo() {
      assertDecided(activePassive().member("a").member("b").leaseOf("a", 3).routeTo("b", 3))
          .traffic(Reason.LeaseBehind, grant("b", 4), move(to("b"), 4));
    }

    @Test
    void choosesAnewWhenTheRoutedMemberIsGoneAndTheLeaseNamesAnother() {
      assertDecided(activePassive().member("a").member("b").leaseOf("a", 2).routeTo("z", 6))
          .traffic(Reason.LeaderChosen, grant("a", 7), move(to("a"), 7))
          .saying("there was no leader");
    }

    @Test
    void mayGiveTheLeadershipToTheMemberThatTheLeaseNames() {
      assertDecided(
              activePassive().member("a").member("b", NOT_READY).leaseOf("a", 2).routeTo("b", 6))
          .traffic(Reason.LeaderNotReady, grant("a", 7), move(to("a"), 7));
    }
  }

  @Nested
  class WhenTheLeaderIsLost {
    @ParameterizedTest
    @CsvSource({
      "DELETED, LeaderDeleted, is being deleted",
      "EVICTED, LeaderEvicted, is being evicted",
      "TERMINATED, LeaderTerminated, has a container that terminated",
      "NODE_NOT_READY, LeaderNodeNotReady, is on a node that is not ready",
      "NOT_READY, LeaderNotReady, is not ready",
      "REFUSES, LeaderRefuses, refuses connections",
      "SILENT, LeaderSilent, 'does not answer, nor does the kubelet of its node'",
      "HANGS, LeaderHangs, accepts connections and does not answer in time",
      "UNLABELLED, LeaderUnlabelled, does not carry its member label yet"
    })
    void promotesAStandbyInOnePassAndSaysWhy(Ineligibility why, Reason reason, String words) {
      assertDecided(activePassive().member("a", why).member("b").leads("a", 3))
          .traffic(reason, grant("b", 4), move(to("b"), 4))
          .saying("b leads from epoch 4: a " + words + ".");
    }

    /** It is ready, as Kubernetes says, and nobody else is there. */
    @Test
    void promotesOneThatHangsIfItIsAllThatIsLeft() {
      assertDecided(activePassive().member("a", REFUSES).member("b", HANGS).leads("a", 3))
          .traffic(Reason.LeaderRefuses, grant("b", 4), move(to("b"), 4));
      assertDecided(activePassive().member("b", HANGS).leads("a", 3))
          .traffic(Reason.LeaderGone, grant("b", 4), move(to("b"), 4));
    }

    @Test
    void promotesNoneThatHangsBeforeOneThatMayLead() {
      assertDecided(
              activePassive().member("a", REFUSES).member("b", HANGS).member("c").leads("a", 3))
          .traffic(Reason.LeaderRefuses, grant("c", 4), move(to("c"), 4));
    }

    @Test
    void promotesNoneThatHangsAndIsNotReady() {
      assertDecided(
              activePassive().member("a", REFUSES).member("b", HANGS, NOT_READY).leads("a", 3))
          .traffic(Reason.RouteHeld);
    }

    /** What all of them hang on is not mended by a failover. */
    @Test
    void leavesALeaderThatHangsWhereTheOthersHangToo() {
      assertDecided(activePassive().member("a", HANGS).member("b", HANGS).leads("a", 3))
          .traffic(Reason.RouteHeld)
          .writesNothing();
    }

    @Test
    void promotesNoneThatHangsWhereTheRouteIsToBeClosed() {
      assertDecided(
              activePassive()
                  .member("a", REFUSES)
                  .member("b", HANGS)
                  .leads("a", 3)
                  .whenNoCandidate(CLOSE))
          .traffic(
              Reason.RouteClosed,
              new Action.VacateLease(List.of(id("a")), 4, LEASE_VERSION),
              move(CLOSED, 4));
    }

    @Test
    void reportsTheStrongestCause() {
      assertDecided(
              activePassive()
                  .member("a", NOT_READY, TERMINATED, NODE_NOT_READY)
                  .member("b")
                  .leads("a", 3))
          .traffic(Reason.LeaderTerminated, grant("b", 4), move(to("b"), 4));
    }

    @Test
    void promotesWhenThePodIsGone() {
      assertDecided(activePassive().member("b").leads("a", 3))
          .traffic(Reason.LeaderGone, grant("b", 4), move(to("b"), 4))
          .saying("the pod of a-id is gone");
    }

    @Test
    void promotesOverAPromotionThatStoppedHalfway() {
      assertDecided(
              activePassive().member("a").member("b", NOT_READY).leaseOf("b", 4).routeTo("a", 3))
          .traffic(Reason.LeaderNotReady, grant("a", 5), move(to("a"), 5));
    }

    @Test
    void promotesAfterAVacancy() {
      assertDecided(activePassive().member("a").leaseVacant(4).routeClosed(4))
          .traffic(Reason.LeaderChosen, grant("a", 5), move(to("a"), 5));
    }
  }

  @Nested
  class WithoutACandidate {
    @Test
    void holdsTheRoute() {
      assertDecided(activePassive().member("a", NOT_READY).member("b", DELETED).leads("a", 3))
          .traffic(Reason.RouteHeld)
          .saying("stays with a-id");
    }

    @Test
    void returnsToCalmWhenTheSameLeaderReturns() {
      assertDecided(activePassive().member("a").member("b", NOT_READY).leads("a", 3))
          .traffic(Reason.Serving);
    }

    @Test
    void leavesAClosedRouteClosed() {
      assertDecided(activePassive().member("a", NOT_READY).leaseVacant(3).routeClosed(3))
          .traffic(Reason.WaitingForMembers);
    }

    @Test
    void leavesTheRouteOpenToAllUntilSomebodyMayLead() {
      assertDecided(activePassive().member("a", NODE_NOT_READY).routeToAll(3))
          .traffic(Reason.WaitingForMembers);
    }

    @Test
    void leavesAForeignSelector() {
      assertDecided(activePassive().member("a", NOT_READY).routeForeign(3))
          .traffic(Reason.WaitingForMembers);
    }

    @Test
    void closesTheRouteIfSoDeclared() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", TERMINATED)
                  .member("b", EVICTED)
                  .leads("a", 3))
          .traffic(
              Reason.RouteClosed,
              new Action.VacateLease(List.of(id("a")), 4, LEASE_VERSION),
              move(CLOSED, 4));
    }

    @Test
    void completesAClosingThatStoppedAfterTheLease() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseVacant(4)
                  .routeTo("a", 3))
          .traffic(Reason.RouteClosed, move(CLOSED, 4));
    }

    @Test
    void closesARouteAgainThatWasClosedAtAnEarlierEpoch() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseVacant(5)
                  .routeClosed(3))
          .traffic(Reason.RouteClosed, move(new Route.Closed(), 5));
    }

    @Test
    void closesTheRouteWithoutALease() {
      assertDecided(activePassive().whenNoCandidate(CLOSE).member("a", NOT_READY).routeTo("a", 3))
          .traffic(Reason.RouteClosed, move(CLOSED, 3));
    }

    @Test
    void closesAForeignSelectorIfSoDeclared() {
      assertDecided(activePassive().whenNoCandidate(CLOSE).member("a", UNLABELLED).routeForeign(3))
          .traffic(Reason.RouteClosed, move(CLOSED, 3));
    }

    @Test
    void writesNothingOnceClosed() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseVacant(4)
                  .routeClosed(4))
          .traffic(Reason.RouteClosed)
          .writesNothing();
    }

    @Test
    void vacatesTheLeaseUnderAClosedRoute() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseOf("a", 4)
                  .routeClosed(4))
          .traffic(
              Reason.RouteClosed,
              new Action.VacateLease(List.of(id("a")), 5, LEASE_VERSION),
              move(CLOSED, 5));
    }

    @Test
    void createsAClosedService() {
      assertDecided(activePassive().noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(CLOSED, 0));
    }

    @Test
    void createsAServiceThatIsHeldByTheLostLeader() {
      assertDecided(activePassive().member("a", NOT_READY).leaseOf("a", 4).noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(to("a"), 4));
    }

    @Test
    void createsAClosedServiceIfSoDeclared() {
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseOf("a", 4)
                  .noService())
          .traffic(Reason.ServiceCreated, new Action.CreateService(CLOSED, 4));
    }

    @Test
    void doesNotAdopt() {
      assertDecided(activePassive().member("a", NOT_READY).serviceOfNobody())
          .traffic(Reason.WaitingForMembers);
      assertDecided(
              activePassive()
                  .whenNoCandidate(CLOSE)
                  .member("a", NOT_READY)
                  .leaseOf("a", 4)
                  .serviceOfNobody())
          .traffic(Reason.WaitingForMembers);
    }
  }
}
