package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.NEW;
import static dev.understudy.decision.Given.OLD;
import static dev.understudy.decision.Given.SET_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static Action create(int replicas) {
    return new Action.CreateReplicaSet(NEW, replicas);
  }

  private static Action apply(int replicas) {
    return new Action.ApplyReplicaSet(NEW, replicas, SET_VERSION);
  }

  private static Action scaleOld(int replicas) {
    return new Action.ScaleReplicaSet(OLD, replicas, SET_VERSION);
  }

  private static Action cost(String pod, int cost) {
    return new Action.SetDeletionCost(
        pod, uid(pod), cost == 0 ? Optional.empty() : Optional.of(cost));
  }

  @Nested
  class OfOneRevision {
    @Test
    void makesTheFirstReplicaSet() {
      assertDecided(activeActive().replicas(2)).rollout(Reason.Scaled, create(2));
    }

    @Test
    void makesAReplicaSetOfNone() {
      assertDecided(activeActive().replicas(0)).rollout(Reason.Scaled, create(0));
    }

    @Test
    void growsAtOnce() {
      assertDecided(activePassive().replicas(4).member("a").leads("a", 1))
          .rollout(Reason.Scaled, apply(4));
    }

    @Test
    void restsWhenAllAreReady() {
      assertDecided(activeActive().member("a").member("b"))
          .rollout(Reason.Serving)
          .saying("2 members are ready")
          .writesNothing();
    }

    @Test
    void waitsForReadiness() {
      assertDecided(activeActive().member("a").member("b", NOT_READY))
          .rollout(Reason.RolloutWaiting)
          .saying("1 more members are ready");
    }

    @Test
    void saysWhyPodsCannotBeCreated() {
      assertDecided(activeActive().replicas(2).refused(NEW, 2, "exceeded quota"))
          .rollout(Reason.RolloutRefused)
          .saying("exceeded quota");
    }

    @Test
    void shrinks() {
      assertDecided(activeActive().replicas(1).member("a").member("b"))
          .rollout(Reason.Scaled, apply(1));
    }

    @Test
    void marksTheLeaderBeforeItShrinks() {
      assertDecided(activePassive().replicas(1).member("a").member("b").leads("b", 3))
          .rollout(Reason.MembersLabelled, cost("b", 100));
    }

    @Test
    void unmarksAFormerLeaderBeforeItShrinks() {
      assertDecided(
              activePassive()
                  .replicas(1)
                  .member("a")
                  .member("b")
                  .deletionCost("a", 100)
                  .leads("b", 3))
          .rollout(Reason.MembersLabelled, cost("a", 0), cost("b", 100));
    }

    @Test
    void shrinksOnceTheLeaderIsMarked() {
      assertDecided(
              activePassive()
                  .replicas(1)
                  .member("a")
                  .member("b")
                  .deletionCost("b", 100)
                  .leads("b", 3))
          .rollout(Reason.Scaled, apply(1));
    }

    @Test
    void doesNotShrinkWhileTheRouteIsFresh() {
      assertDecided(
              activePassive()
                  .replicas(1)
                  .member("a")
                  .member("b")
                  .deletionCost("b", 100)
                  .leads("b", 3)
                  .routeSettledFor(Duration.ofMillis(500)))
          .rollout(Reason.RolloutWaiting)
          .rechecksAfter(Duration.ofMillis(1500));
    }

    @Test
    void doesNotShrinkInTheSamePassAsAPromotion() {
      assertDecided(
              activePassive()
                  .replicas(2)
                  .member("a", Ineligibility.EVICTED)
                  .member("b")
                  .member("c")
                  .deletionCost("a", 100)
                  .leads("a", 3))
          .rollout(Reason.RolloutWaiting);
    }

    @Test
    void shrinksToNoneWithoutCeremony() {
      assertDecided(
              activePassive().replicas(0).member("a").leads("a", 3).routeSettledFor(Duration.ZERO))
          .rollout(Reason.Scaled, apply(0));
    }
  }

  @Nested
  class OfANewRevision {
    @Test
    void makesOneMemberMoreThanWanted() {
      assertDecided(activeActive().old("a").old("b").replicas(2))
          .rollout(Reason.RolloutProgressed, create(1));
    }

    @Test
    void waitsUntilTheNewMemberIsReady() {
      assertDecided(activeActive().old("a").old("b").member("c", NOT_READY).replicas(2))
          .rollout(Reason.RolloutWaiting)
          .saying("a new member is ready")
          .waitsForEvents();
    }

    @Test
    void saysWhyNewPodsCannotBeCreated() {
      assertDecided(activeActive().old("a").old("b").refused(NEW, 1, "exceeded quota").replicas(2))
          .rollout(Reason.RolloutRefused)
          .saying("exceeded quota");
    }

    @Test
    void goesOnThoughPodsWereRefused() {
      assertDecided(activeActive().member("a").refused(NEW, 1, "exceeded quota").replicas(2))
          .rollout(Reason.Scaled, apply(2));
    }

    @Test
    void countsNobodyWhoIsBeingDeleted() {
      assertDecided(activeActive().member("a").member("b", DELETED).replicaSet(NEW, 2).replicas(2))
          .rollout(Reason.RolloutWaiting)
          .saying("1 more members are ready");
    }

    @Test
    void countsNobodyWhoseContainerTerminated() {
      assertDecided(activeActive().member("a").member("b", TERMINATED).replicas(2))
          .rollout(Reason.RolloutWaiting)
          .saying("1 more members are ready");
    }

    @Test
    void takesAnOldMemberAwayForANewOne() {
      assertDecided(activeActive().old("a").old("b").member("c").replicas(2))
          .rollout(Reason.RolloutProgressed, scaleOld(1));
    }

    @Test
    void goesOnOnceThereIsRoom() {
      assertDecided(activeActive().old("a").member("c").replicas(2))
          .rollout(Reason.RolloutProgressed, apply(2));
    }

    @Test
    void takesOldMembersAwayThatServeNobody() {
      assertDecided(activeActive().old("a").old("b", NOT_READY).member("c", NOT_READY).replicas(2))
          .rollout(Reason.RolloutProgressed, scaleOld(1));
    }

    @Test
    void waitsForDeletionsThatTheReplicaSetStillHasToDo() {
      assertDecided(activeActive().old("a").old("b").member("c").replicaSet(OLD, 1).replicas(1))
          .rollout(Reason.RolloutWaiting)
          .saying("are being deleted");
    }

    @Test
    void takesTheLastOldMemberAway() {
      assertDecided(activeActive().old("a").member("b").member("c").replicas(2))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    @Test
    void keepsAnEmptyReplicaSetWhileItsPodsStop() {
      assertDecided(activeActive().old("a", DELETED).replicaSet(OLD, 0).member("b").replicas(1))
          .rollout(Reason.Serving)
          .writesNothing();
    }

    @Test
    void removesAnEmptyReplicaSet() {
      assertDecided(activeActive().replicaSet(OLD, 0).member("b").replicas(1))
          .rollout(Reason.RolloutProgressed, new Action.DeleteReplicaSet(OLD, SET_VERSION));
    }

    @Test
    void makesNoMemberIfNoneIsWanted() {
      assertDecided(activeActive().old("a").replicas(0))
          .rollout(Reason.RolloutProgressed, create(0));
      assertDecided(activeActive().old("a").replicaSet(NEW, 0).replicas(0))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    @Test
    void shrinksTheOldFirstIfThereAreMoreThanWanted() {
      assertDecided(activeActive().old("a").old("b").old("c").replicas(1))
          .rollout(Reason.RolloutProgressed, scaleOld(1));
    }
  }

  @Nested
  class OfANewRevisionUnderALeader {
    @Test
    void marksTheLeaderBeforeItTakesAnOldStandbyAway() {
      assertDecided(activePassive().old("a").old("b").member("c").replicas(2).leads("a", 3))
          .rollout(Reason.MembersLabelled, cost("a", 100));
    }

    @Test
    void takesTheOldStandbyAway() {
      assertDecided(
              activePassive()
                  .old("a")
                  .old("b")
                  .member("c")
                  .replicas(2)
                  .deletionCost("a", 100)
                  .leads("a", 3))
          .rollout(Reason.RolloutProgressed, scaleOld(1));
    }

    @Test
    void keepsTheOldLeaderUntilItHasHandedOver() {
      assertDecided(activePassive().old("a").member("b").member("c").replicas(2).leads("a", 3))
          .traffic(
              Reason.RollingUpdate,
              new Action.GrantLease(Given.id("b"), 4, Fencing.NONE, Given.LEASE_VERSION),
              new Action.MoveRoute(Given.to("b"), 4, Given.SERVICE_VERSION))
          .rollout(Reason.RolloutWaiting)
          .saying("a new member may lead in place of the old leader");
    }

    private static Given switchedOverSince(Duration time) {
      return activePassive()
          .old("a")
          .member("b")
          .member("c")
          .replicas(2)
          .leads("b", 4)
          .routeSettledFor(time);
    }

    @Test
    void takesTheFormerLeaderAwayAsSoonAsTheRouteHasSettled() {
      assertDecided(switchedOverSince(Duration.ofSeconds(2)))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    /** The others serve, but none of them could lead. */
    @Test
    void keepsALeaderThatIsNotReadyUntilAnotherLeads() {
      assertDecided(
              activePassive()
                  .old("a", NOT_READY)
                  .member("b", UNLABELLED)
                  .member("c", UNLABELLED)
                  .replicas(2)
                  .leads("a", 4))
          .traffic(Reason.RouteHeld)
          .rollout(Reason.RolloutWaiting);
    }

    @Test
    void keepsTheFormerLeaderUntilTheRouteHasSettled() {
      assertDecided(switchedOverSince(Duration.ZERO))
          .traffic(Reason.Serving)
          .rollout(Reason.RolloutWaiting)
          .rechecksAfter(Duration.ofSeconds(2));
    }

    @Test
    void takesTheFormerLeaderAwayLast() {
      assertDecided(activePassive().old("a").member("b").member("c").replicas(2).leads("b", 4))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    @Test
    void takesAnotherOldRevisionAwayWhileOneHasTheLeader() {
      assertDecided(
              activePassive()
                  .replicaSet("older", 1)
                  .member(Given.pod("a", "older"))
                  .old("b")
                  .member("c")
                  .replicas(2)
                  .leads("a", 3))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    @Test
    void takesAnotherOldRevisionAwayThatServesNobody() {
      assertDecided(
              activePassive()
                  .replicaSet("older", 2)
                  .member(Given.pod("a", "older"))
                  .member(Given.pod("b", "older"))
                  .old("c", NOT_READY)
                  .replicaSet(NEW, 0)
                  .replicas(2)
                  .leads("a", 3))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }
  }
}
