package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.SILENT;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The decision table of {@code fencing: StopLeader}. */
class GatedTest {
  private static final Route CLOSED = new Route.Closed();

  private static Given gated() {
    return activePassive().declared(it -> it.fencing(Fencing.STOP_LEADER));
  }

  private static Action move(Route route, long epoch) {
    return new Action.MoveRoute(route, epoch, SERVICE_VERSION);
  }

  private static Action vacate(String last, long epoch) {
    return vacate(List.of(last), epoch);
  }

  private static Action vacate(List<String> last, long epoch) {
    return new Action.VacateLease(last.stream().map(Given::id).toList(), epoch, LEASE_VERSION);
  }

  private static Action stop(String pod) {
    return new Action.StopMember(pod, uid(pod));
  }

  private static Action hold(String pod) {
    return new Action.HoldMember(pod, uid(pod));
  }

  private static Action grant(String pod, long epoch) {
    return new Action.GrantLease(id(pod), epoch, Fencing.STOP_LEADER, LEASE_VERSION);
  }

  private static Action release(String pod) {
    return new Action.ReleaseMember(pod, uid(pod));
  }

  @Nested
  class ALeaderThatIsLost {
    @Test
    void isDeposedAndStoppedBeforeAnybodyLeads() {
      assertDecided(gated().member("a", NOT_READY).member("b").held("a").leads("a", 3))
          .traffic(Reason.LeaderNotReady, vacate("a", 4), move(CLOSED, 4), stop("a"));
    }

    @Test
    void isNotAskedTwiceToStop() {
      assertDecided(gated().member("a", DELETED).member("b").held("a").leads("a", 3))
          .traffic(Reason.LeaderDeleted, vacate("a", 4), move(CLOSED, 4));
    }

    /** Its container may have been started again, and have served, before the route is closed. */
    @Test
    void isStoppedThoughItsContainerEnded() {
      assertDecided(gated().member("a", TERMINATED).member("b").held("a").leads("a", 3))
          .traffic(Reason.LeaderTerminated, vacate("a", 4), move(CLOSED, 4), stop("a"));
    }

    @Test
    void staysWhereNobodyCouldTakeItsPlace() {
      assertDecided(gated().member("a", NOT_READY).member("b", NOT_READY).held("a").leads("a", 3))
          .traffic(Reason.RouteHeld)
          .writesNothing();
    }

    @Test
    void isDeposedThoughItIsKnownToHaveStopped() {
      assertDecided(gated().member("b").leads("a", 3).knownToHaveStopped("a"))
          .traffic(Reason.LeaderGone, vacate("a", 4), move(CLOSED, 4));
    }

    @Test
    void isDeposedInThePlannedWayToo() {
      assertDecided(gated().member("a").cordoned("a").member("b").held("a").leads("a", 3))
          .traffic(Reason.LeaderNodeCordoned, vacate("a", 4), move(CLOSED, 4), stop("a"));
    }
  }

  @Nested
  class WhoeverComesIntoTheMiddle {
    @Test
    void closesTheRouteAndStopsTheOldLeader() {
      assertDecided(
              gated().member("a").member("b").held("a").leaseVacatedBy("a", 4).routeTo("a", 3))
          .traffic(Reason.LeaderDeposed, move(CLOSED, 4));
      assertDecided(gated().member("a").member("b").held("a").leaseVacatedBy("a", 4).routeClosed(4))
          .traffic(Reason.LeaderChosen, hold("a"), grant("a", 5), move(to("a"), 5));
      assertDecided(
              gated()
                  .member("a", NOT_READY)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeTo("a", 3))
          .traffic(Reason.LeaderDeposed, move(CLOSED, 4), stop("a"));
    }

    /** The barrier: what was decided at an earlier epoch is refused from then on. */
    @Test
    void closesARouteThatWasClosedAtAnEarlierEpoch() {
      assertDecided(
              gated()
                  .member("a", DELETED)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(3))
          .traffic(Reason.LeaderDeposed, move(CLOSED, 4));
    }

    @Test
    void stopsTheOldLeader() {
      assertDecided(
              gated()
                  .member("a", NOT_READY)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4))
          .traffic(Reason.LeaderDeposed, stop("a"));
    }

    @Test
    void saysWhomItStopsForWhom() {
      assertDecided(
              gated()
                  .member("a", NOT_READY)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeTo("a", 3))
          .saying("a led before, and is stopped before b leads.");
      assertDecided(gated().member("b").replicas(1).leaseVacant(4).routeTo("z", 3))
          .saying("Closed the route before b leads.");
    }

    @Test
    void saysWhoseStoppingItWaitedFor() {
      assertDecided(
              gated()
                  .member("b")
                  .held("b")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4)
                  .knownToHaveStopped("a"))
          .traffic(Reason.LeaderStopped, hold("b"), grant("b", 5), move(to("b"), 5))
          .saying("a-id, which led before, has stopped");
    }

    /** Whoever led is not waited for, so nothing is said of its stopping. */
    @Test
    void withoutFencingSaysNothingOfStopping() {
      assertDecided(activePassive().member("b").leaseVacatedBy("a", 4).routeClosed(4))
          .traffic(
              Reason.LeaderChosen,
              new Action.GrantLease(id("b"), 5, Fencing.NONE, LEASE_VERSION),
              move(to("b"), 5));
    }

    @Test
    void writesNoBarrierToAServiceThatIsNotAdopted() {
      assertDecided(
              gated()
                  .member("a", DELETED)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .serviceOfNobody())
          .traffic(Reason.LeaderStopping);
    }

    @Test
    void closesARouteThatIsOpenToAllOrNotOurs() {
      for (Route open : List.of(new Route.ToAll(), new Route.Foreign())) {
        assertDecided(
                gated()
                    .member("a", DELETED)
                    .member("b")
                    .held("a")
                    .leaseVacatedBy("a", 4)
                    .service(Given.claimed(open, 4)))
            .traffic(Reason.LeaderDeposed, move(CLOSED, 4));
      }
    }

    @Test
    void waitsUntilTheOldLeaderHasStopped() {
      assertDecided(
              gated()
                  .member("a", DELETED)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4))
          .traffic(Reason.LeaderStopping);
    }

    /** What is not in the cache may be there. */
    @Test
    void waitsForAnOldLeaderOfWhichNothingIsKnown() {
      assertDecided(gated().member("b").leaseVacatedBy("a", 4).routeClosed(4))
          .traffic(Reason.LeaderStopping);
    }

    @Test
    void promotesNobodyWhileItIsSilent() {
      assertDecided(
              gated()
                  .member("a", DELETED, SILENT)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4))
          .traffic(Reason.StopUnproven);
    }

    @Test
    void promotesNobodyWhileNobodyCanKnow() {
      assertDecided(
              gated()
                  .member("a", DELETED, NODE_NOT_READY)
                  .member("b")
                  .held("a")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4))
          .traffic(Reason.StopUnproven);
      assertThat(
              gated()
                  .member("a", DELETED, NODE_NOT_READY)
                  .member("b")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4)
                  .decide()
                  .steps()
                  .getFirst()
                  .sentence())
          .contains("kubectl taint nodes node node.kubernetes.io/out-of-service");
    }

    @Test
    void opensTheRouteToWhomTheLeaseWasGranted() {
      assertDecided(gated().member("b").held("b").leaseOf("b", 5).routeClosed(4))
          .traffic(Reason.PromotionCompleted, move(to("b"), 5));
    }
  }

  @Nested
  class AProof {
    private final Given deposed =
        gated().member("b").leaseVacatedBy("a", 4).routeClosed(4).replicas(2);

    @Test
    void isThatItsKubeletSaysSo() {
      assertDecided(deposed.member("a", DELETED, TERMINATED).held("a").stopped("a"))
          .traffic(Reason.LeaderStopped, hold("b"), grant("b", 5), move(to("b"), 5));
      assertDecided(
              gated()
                  .member("a", DELETED, TERMINATED)
                  .held("a")
                  .stopped("a")
                  .member("b")
                  .held("b")
                  .leads("b", 5))
          .step(Reason.MembersHeld, release("a"));
    }

    @Test
    void isThatTheApiServerKnowsNoPodOfIt() {
      assertDecided(deposed.knownToHaveStopped("a"))
          .traffic(Reason.LeaderStopped, hold("b"), grant("b", 5), move(to("b"), 5));
    }

    @Test
    void isThatItsNodeIsOutOfService() {
      assertDecided(deposed.member("a", DELETED, NODE_NOT_READY).knownToHaveStopped("a"))
          .traffic(Reason.LeaderStopped, hold("b"), grant("b", 5), move(to("b"), 5));
    }

    @Test
    void isNotThatTheContainerEnded() {
      assertDecided(deposed.member("a", DELETED, TERMINATED).held("a"))
          .traffic(Reason.LeaderStopping);
    }
  }

  @Nested
  class TheFirstLeader {
    @Test
    void isHeldBeforeItLeads() {
      assertDecided(gated().member("a").member("b"))
          .traffic(
              Reason.LeaderChosen,
              hold("a"),
              new Action.CreateLease(id("a"), 1, Fencing.STOP_LEADER),
              move(to("a"), 1));
    }
  }

  @Nested
  class ALeaseThatSomebodyDeleted {
    @Test
    void isWrittenAgainForTheLeaderThatGoesOn() {
      assertDecided(gated().member("a").held("a").member("b").routeTo("a", 3))
          .traffic(
              Reason.LeaseBehind,
              hold("a"),
              new Action.CreateLease(id("a"), 4, Fencing.STOP_LEADER),
              move(to("a"), 4));
    }

    @Test
    void isWrittenAgainForALeaderThatIsLostBeforeAnotherLeads() {
      assertDecided(gated().member("a", NOT_READY).held("a").member("b").routeTo("a", 3))
          .traffic(Reason.LeaseBehind, new Action.CreateLease(id("a"), 4, Fencing.STOP_LEADER));
    }

    @Test
    void isNotWrittenAgainForALeaderThatHasStopped() {
      assertDecided(
              gated()
                  .member("a", NOT_READY)
                  .held("a")
                  .stopped("a")
                  .member("b")
                  .held("b")
                  .routeTo("a", 3))
          .traffic(
              Reason.LeaderNotReady,
              hold("b"),
              new Action.CreateLease(id("b"), 4, Fencing.STOP_LEADER),
              move(to("b"), 4));
    }

    @Test
    void isWrittenAgainForTheOneThatMayRun() {
      assertDecided(
              gated()
                  .member("a", DELETED)
                  .held("a")
                  .stopped("a")
                  .member("b", DELETED)
                  .held("b")
                  .member("c")
                  .routeClosed(3))
          .traffic(Reason.LeaseBehind, new Action.CreateLease(id("b"), 4, Fencing.STOP_LEADER));
    }

    @Test
    void isWrittenAgainForWhomeverIsHeld() {
      assertDecided(gated().member("a", NOT_READY).held("a").member("b").routeClosed(3))
          .traffic(Reason.LeaseBehind, new Action.CreateLease(id("a"), 4, Fencing.STOP_LEADER));
    }
  }

  @Nested
  class Held {
    @Test
    void isALeaderThatWasNot() {
      assertDecided(gated().member("a").member("b").leads("a", 3))
          .step(Reason.MembersHeld, hold("a"));
    }

    /** Another operator may have granted the Lease to it, and our view of that be old. */
    @Test
    void isWhoeverWasUntilItHasStopped() {
      Given given = gated().member("a").member("b").held("a").held("b").leads("a", 3);
      assertThat(given.decide().actions()).isEmpty();
      assertDecided(given.stopped("b")).step(Reason.MembersHeld, release("b"));
    }

    /** Else its object would stay until another leads, which may be never. */
    @Test
    void isNotALeaderThatHasStopped() {
      assertDecided(
              gated()
                  .replicas(0)
                  .member("a", DELETED, TERMINATED)
                  .held("a")
                  .stopped("a")
                  .leads("a", 3))
          .step(Reason.MembersHeld, release("a"));
    }

    /** The view may be old, and the pod gone: what is written to it is refused then. */
    @Test
    void isHeldAgainThoughItWasSeenHeld() {
      assertDecided(
              gated()
                  .member("b")
                  .held("b")
                  .leaseVacatedBy("a", 4)
                  .routeClosed(4)
                  .knownToHaveStopped("a"))
          .traffic(Reason.LeaderStopped, hold("b"), grant("b", 5), move(to("b"), 5));
    }

    /** Its node was declared out of service, may come back, and start it again. */
    @Test
    void staysThoughItsNodeWasDeclaredOutOfService() {
      assertDecided(
              gated()
                  .member("a", NODE_NOT_READY)
                  .member("b", NOT_READY)
                  .held("a")
                  .leads("a", 3)
                  .knownToHaveStopped("a"))
          .traffic(Reason.RouteHeld)
          .writesNothing();
    }

    @Test
    void isNobodyWithoutFencingOrALeader() {
      assertDecided(activePassive().member("a").member("b").held("a").leads("a", 3))
          .step(Reason.MembersHeld, release("a"));
      assertDecided(
              activeActive()
                  .declared(it -> it.fencing(Fencing.STOP_LEADER))
                  .member("a")
                  .held("a")
                  .leaseOf("a", 3)
                  .routeToAll(3))
          .step(Reason.MembersHeld, release("a"));
    }

    @Test
    void isNobodyOfAServiceThatIsDeleted() {
      assertThat(gated().deleting().member("a").held("a").leads("a", 3).decide().actions())
          .containsExactly(release("a"));
    }
  }

  /** By an operator that was slow, or asleep, when fencing was declared. */
  @Nested
  class ALeaseThatWasGrantedWithoutFencing {
    private static Given granted() {
      return gated().member("a", NOT_READY).member("b").unfencedLeaseOf("b", 4);
    }

    @Test
    void isTakenBackWhileAnotherMayRun() {
      assertDecided(granted().routeTo("a", 3))
          .traffic(Reason.GrantTakenBack, vacate(List.of("b", "a"), 5), move(CLOSED, 5))
          .saying("without proof that a, which led before, has stopped");
    }

    @Test
    void isTakenBackWhileAnotherIsHeld() {
      assertDecided(granted().held("a").routeClosed(4))
          .traffic(Reason.GrantTakenBack, vacate(List.of("b", "a"), 5), move(CLOSED, 5));
    }

    @Test
    void isLeftWhileNobodyMayLead() {
      assertDecided(
              gated()
                  .member("a", NOT_READY)
                  .member("b", NOT_READY)
                  .unfencedLeaseOf("b", 4)
                  .routeTo("a", 3))
          .traffic(Reason.RouteHeld);
    }

    @Test
    void isVacatedWithAllThatMayRunIfNobodyMayLead() {
      assertDecided(
              gated()
                  .declared(it -> it.whenNoCandidate(WhenNoCandidate.CLOSE))
                  .member("a", NOT_READY)
                  .member("b", NOT_READY)
                  .unfencedLeaseOf("b", 4)
                  .routeTo("a", 3))
          .traffic(Reason.RouteClosed, vacate(List.of("b", "a"), 5), move(CLOSED, 5));
    }

    @Test
    void isCompletedIfNobodyElseRuns() {
      assertDecided(granted().held("a").stopped("a").routeTo("a", 3))
          .traffic(Reason.PromotionCompleted, move(to("b"), 4));
    }

    @Test
    void isCompletedIfNobodyLedBefore() {
      assertDecided(granted().routeClosed(4)).traffic(Reason.PromotionCompleted, move(to("b"), 4));
    }

    @Test
    void isLeftIfTheRouteHasFollowed() {
      assertDecided(granted().held("a").routeTo("b", 4)).traffic(Reason.Serving);
    }

    @Test
    void isNotBelievedIfTheServiceHasSeenALaterEpoch() {
      assertDecided(
              gated().member("a").held("a").member("b").unfencedLeaseOf("b", 4).routeTo("a", 5))
          .traffic(Reason.LeaseBehind, hold("a"), grant("a", 6), move(to("a"), 6));
    }

    @Test
    void isOfNoConcernWithoutFencing() {
      assertDecided(
              activePassive()
                  .member("a")
                  .held("a")
                  .member("b")
                  .unfencedLeaseOf("b", 4)
                  .routeTo("a", 3))
          .traffic(Reason.PromotionCompleted, move(to("b"), 4));
    }
  }

  /** Somebody edited it, and the one that it names may lead. */
  @Nested
  class ALeaseThatIsBehind {
    @Test
    void isVacatedForWhomeverHasTheRoute() {
      assertDecided(gated().member("a").member("b", NOT_READY).leaseOf("a", 3).routeTo("b", 4))
          .traffic(Reason.GrantTakenBack, vacate(List.of("a", "b"), 5), move(CLOSED, 5));
    }
  }

  /** Somebody deleted the vacant Lease while two were stopping. */
  @Nested
  class TwoThatLed {
    private final Given both =
        gated()
            .member("a", DELETED)
            .held("a")
            .member("b", DELETED)
            .held("b")
            .member("c")
            .leaseVacatedBy("a", 4)
            .routeClosed(4);

    @Test
    void areBothWaitedFor() {
      assertDecided(both).traffic(Reason.LeaderStopping);
      assertDecided(both.stopped("a")).traffic(Reason.LeaderStopping);
    }

    @Test
    void areFollowedOnceBothHaveStopped() {
      assertDecided(both.stopped("a").stopped("b"))
          .traffic(Reason.LeaderStopped, hold("c"), grant("c", 5), move(to("c"), 5));
    }
  }
}
