package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.NEW;
import static dev.understudy.decision.Given.OLD;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.SET_VERSION;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrialsTest {
  private static final Duration TRIAL = Duration.ofSeconds(30);
  private static final Trial ON = new Trial.On(NEW);
  private static final Trial FAILED = new Trial.Failed(NEW);

  private static Given trying() {
    return activePassive().replicas(2).declared(it -> it.trial(TRIAL));
  }

  private static LeaseView lease(String holder, long epoch, Trial trial) {
    return new LeaseView.Ours(
        Optional.of(id(holder)), epoch, LEASE_VERSION, List.of(), Fencing.STOP_LEADER, trial);
  }

  /** Old is a, new are b, which leads at epoch 4, and c. */
  private static Given onTrial(Duration since, Ineligibility... why) {
    return trying()
        .old("a")
        .member("b", why)
        .member("c")
        .leads("b", 4)
        .lease(lease("b", 4, ON))
        .routeSettledFor(since);
  }

  /** Old is a, which leads at epoch 5, new are b and c. */
  private static Given stopped() {
    return trying().old("a").member("b").member("c").leads("a", 5).lease(lease("a", 5, FAILED));
  }

  private static Action[] promoted(String pod, long epoch, Trial trial) {
    return new Action[] {
      new Action.GrantLease(id(pod), epoch, Fencing.NONE, trial, LEASE_VERSION),
      new Action.MoveRoute(to(pod), epoch, SERVICE_VERSION)
    };
  }

  private static Action note(Trial trial) {
    return new Action.NoteTrial(trial, LEASE_VERSION);
  }

  private static Action scaleOld(int replicas) {
    return new Action.ScaleReplicaSet(OLD, replicas, SET_VERSION);
  }

  @Nested
  class Begins {
    @Test
    void withTheSwitchoverToTheNewRevision() {
      assertDecided(trying().old("a").member("b").member("c").leads("a", 3))
          .traffic(Reason.RollingUpdate, promoted("b", 4, ON));
    }

    @Test
    void withAFailoverToTheNewRevision() {
      assertDecided(trying().old("a", Ineligibility.TERMINATED).old("c").member("b").leads("a", 3))
          .traffic(Reason.LeaderTerminated, promoted("b", 4, ON));
    }

    @Test
    void whenTheOldLeaderHasStopped() {
      assertDecided(
              trying()
                  .declared(it -> it.fencing(Fencing.STOP_LEADER))
                  .old("a")
                  .member("b")
                  .member("c")
                  .leaseVacatedBy("gone", 4)
                  .knownToHaveStopped("gone")
                  .routeClosed(4))
          .traffic(
              Reason.LeaderStopped,
              new Action.HoldMember("b", Given.uid("b")),
              new Action.GrantLease(id("b"), 5, Fencing.STOP_LEADER, ON, LEASE_VERSION),
              new Action.MoveRoute(to("b"), 5, SERVICE_VERSION));
    }

    @Test
    void notIfNoneIsDeclared() {
      assertDecided(
              trying()
                  .declared(it -> it.trial(Duration.ZERO))
                  .old("a")
                  .member("b")
                  .member("c")
                  .leads("a", 3))
          .traffic(Reason.RollingUpdate, promoted("b", 4, Trial.NONE));
    }

    @Test
    void notIfNobodyLedBefore() {
      assertDecided(trying().old("a").member("b").member("c").leaseVacant(3).routeClosed(3))
          .traffic(Reason.LeaderChosen, promoted("b", 4, Trial.NONE));
    }

    @Test
    void notIfOneOfTheSameRevisionLed() {
      assertDecided(trying().old("a").member("b", Ineligibility.DELETED).member("c").leads("b", 3))
          .traffic(Reason.LeaderDeleted, promoted("c", 4, Trial.NONE));
    }

    @Test
    void notIfNobodyOfTheOldRevisionIsLeft() {
      assertDecided(
              trying()
                  .old("a", Ineligibility.DELETED)
                  .replicaSet(OLD, 0)
                  .member("b")
                  .member("c")
                  .leads("a", 3))
          .traffic(Reason.LeaderDeleted, promoted("b", 4, Trial.NONE));
    }
  }

  @Nested
  class GoesOn {
    @Test
    void andTheOldMemberIsKeptMeanwhile() {
      assertDecided(onTrial(Duration.ofSeconds(12)))
          .traffic(Reason.Serving)
          .rollout(Reason.RolloutWaiting)
          .saying("has led for 30 s")
          .rechecksAfter(Duration.ofSeconds(18))
          .writesNothing();
    }

    @Test
    void untilItHasLedForLongEnough() {
      assertDecided(onTrial(TRIAL)).step(Reason.TrialPassed, note(Trial.NONE));
    }

    @Test
    void andThenTheOldMemberGoes() {
      assertDecided(onTrial(TRIAL).lease(lease("b", 4, Trial.NONE)))
          .rollout(Reason.RolloutProgressed, scaleOld(0));
    }

    @Test
    void withTheNextOfTheRevisionIfTheLeaderIsTakenAway() {
      assertDecided(onTrial(Duration.ofSeconds(12), Ineligibility.EVICTED))
          .traffic(Reason.LeaderEvicted, promoted("c", 5, ON));
    }

    @Test
    void noLongerIfTheTemplateChanges() {
      assertDecided(onTrial(Duration.ofSeconds(12)).declared(it -> it.revision("newer")))
          .step(Reason.TrialNoted, note(Trial.NONE));
    }

    @Test
    void noLongerIfTheModeDoes() {
      assertDecided(
              onTrial(Duration.ofSeconds(12))
                  .declared(it -> it.mode(Mode.ACTIVE_ACTIVE))
                  .routeToAll(4))
          .step(Reason.TrialNoted, note(Trial.NONE));
    }

    @Test
    void andEndsWithTheServiceScaledToNone() {
      assertDecided(onTrial(Duration.ofSeconds(12)).replicas(0))
          .rollout(Reason.Scaled, new Action.ApplyReplicaSet(NEW, 0, SET_VERSION));
    }
  }

  @Nested
  class Fails {
    @ParameterizedTest
    @EnumSource(names = {"TERMINATED", "REFUSES", "SILENT", "HANGS", "NODE_NOT_READY", "NOT_READY"})
    void andTheOldRevisionLeadsAgain(Ineligibility why) {
      assertDecided(onTrial(Duration.ofSeconds(12), why))
          .traffic(Reason.lost(why), promoted("a", 5, FAILED))
          .saying("in the trial of its revision")
          .rollout(Reason.TrialFailed);
    }

    /** It is another version that takes over, and may do better. */
    @Test
    void andWaitsForNothing() {
      assertDecided(onTrial(TRIAL.dividedBy(2), Ineligibility.TERMINATED).failovers(2, 60, 70))
          .traffic(Reason.LeaderTerminated, promoted("a", 5, FAILED));
    }

    @Test
    void butNotWhenItIsOver() {
      assertDecided(onTrial(TRIAL, Ineligibility.TERMINATED).lease(lease("b", 4, Trial.NONE)))
          .traffic(Reason.LeaderTerminated, promoted("c", 5, Trial.NONE));
    }

    @Test
    void andItIsWrittenDownThoughNobodyMayLead() {
      assertDecided(
              trying()
                  .old("a", Ineligibility.NOT_READY)
                  .member("b", Ineligibility.TERMINATED)
                  .leads("b", 4)
                  .lease(lease("b", 4, ON)))
          .traffic(Reason.RouteHeld)
          .step(Reason.TrialNoted, note(FAILED));
    }

    @Test
    void andAnotherOfTheRevisionLeadsIfNobodyElseMay() {
      assertDecided(
              trying()
                  .old("a", Ineligibility.NOT_READY)
                  .member("b", Ineligibility.TERMINATED)
                  .member("c")
                  .leads("b", 4)
                  .lease(lease("b", 4, ON)))
          .traffic(Reason.LeaderTerminated, promoted("c", 5, FAILED));
    }

    @Test
    void andTheVacancySaysSoIfTheLeaderMustStop() {
      assertDecided(
              onTrial(Duration.ofSeconds(12), Ineligibility.NOT_READY)
                  .declared(it -> it.fencing(Fencing.STOP_LEADER)))
          .traffic(
              Reason.LeaderNotReady,
              new Action.VacateLease(List.of(id("b")), 5, FAILED, LEASE_VERSION),
              new Action.MoveRoute(new Route.Closed(), 5, SERVICE_VERSION),
              new Action.StopMember("b", Given.uid("b")));
    }
  }

  @Nested
  class Stopped {
    @Test
    void replacesNobody() {
      assertDecided(stopped())
          .traffic(Reason.Serving)
          .rollout(Reason.TrialFailed)
          .saying("undo=previous")
          .writesNothing();
    }

    @Test
    void prefersEveryOtherRevision() {
      assertDecided(stopped().old("d").change("a", it -> it.with(Ineligibility.TERMINATED)))
          .traffic(Reason.LeaderTerminated, promoted("d", 6, FAILED));
    }

    @Test
    void goesBackToTheOldRevisionWhenThatIsSteady() {
      assertDecided(stopped().leads("b", 6).lease(lease("b", 6, FAILED)).readyFor("a", TRIAL))
          .traffic(Reason.RolledBack, promoted("a", 7, FAILED));
      assertDecided(
              stopped()
                  .leads("b", 6)
                  .lease(lease("b", 6, FAILED))
                  .readyFor("a", Duration.ofSeconds(10)))
          .traffic(Reason.Serving)
          .rechecksAfter(Duration.ofSeconds(20));
    }

    @Test
    void refusesToSwitchOverToTheRevisionThatFailed() {
      assertDecided(
              stopped()
                  .declared(it ->
                      it.order(
                          Optional.of(
                              new Order("b", Optional.of("b"), Optional.empty(), "has-1")))))
          .saying("failed in its trial");
    }

    @Test
    void doesNotFailBackToTheRevisionThatFailed() {
      assertDecided(stopped().declared(it -> it.failback(Failback.PREFERRED)).rank("a", 1))
          .traffic(Reason.Serving);
    }

    @Test
    void leavesTheNodeThatIsCordonedOnlyForTheSameRevision() {
      assertDecided(stopped().cordoned("a")).traffic(Reason.Serving);
      assertDecided(stopped().old("d").replicaSet(OLD, 2).cordoned("a"))
          .traffic(Reason.LeaderNodeCordoned, promoted("d", 6, FAILED));
    }

    @Test
    void growsByTheRevisionThatLeads() {
      assertDecided(stopped().replicas(5)).rollout(Reason.Scaled, scaleOld(3));
    }

    @Test
    void shrinksByTheRevisionThatFailed() {
      assertDecided(stopped().deletionCost("a", 100).member("d").replicas(1))
          .rollout(Reason.Scaled, new Action.ApplyReplicaSet(NEW, 1, SET_VERSION));
    }

    @Test
    void goesOnWithAnotherTemplate() {
      assertDecided(stopped().declared(it -> it.revision("newer")))
          .rollout(Reason.RolloutProgressed, new Action.CreateReplicaSet("newer", 0));
    }

    @Test
    void knowsTheRevisionThatFailedUntilItsMembersAreGone() {
      assertDecided(stopped().declared(it -> it.revision(OLD)))
          .rollout(Reason.RolloutProgressed, new Action.ScaleReplicaSet(NEW, 1, SET_VERSION));
      assertThat(stopped().declared(it -> it.revision(OLD)).decide().actions())
          .noneMatch(Action.NoteTrial.class::isInstance);
    }

    @Test
    void forgetsWhatNobodyIsMadeFromAnyMore() {
      assertDecided(
              trying()
                  .declared(it -> it.revision(OLD))
                  .old("a")
                  .old("b")
                  .leads("a", 5)
                  .lease(lease("a", 5, FAILED)))
          .step(Reason.TrialNoted, note(Trial.NONE));
    }

    @Test
    void goesOnIfNoTrialIsDeclaredAnyMore() {
      assertDecided(stopped().declared(it -> it.trial(Duration.ZERO)))
          .traffic(Reason.RollingUpdate, promoted("b", 6, Trial.NONE));
    }
  }

  @Nested
  class PausedUpdate {
    private static Given paused() {
      return activePassive()
          .declared(it -> it.updatePaused(true))
          .old("a")
          .old("b")
          .replicas(2)
          .leads("a", 3);
    }

    @Test
    void makesNoNewMember() {
      assertDecided(paused()).rollout(Reason.UpdatePaused).writesNothing();
    }

    @Test
    void takesNoOldMemberAway() {
      assertDecided(paused().member("c")).rollout(Reason.UpdatePaused).writesNothing();
    }

    @Test
    void doesNotSwitchOver() {
      assertDecided(
              activePassive()
                  .declared(it -> it.updatePaused(true))
                  .old("a")
                  .member("b")
                  .member("c")
                  .replicas(2)
                  .leads("a", 3))
          .traffic(Reason.Serving)
          .rollout(Reason.UpdatePaused);
    }

    @Test
    void failsOver() {
      assertThat(paused().change("a", it -> it.with(Ineligibility.TERMINATED)).decide().reason())
          .isEqualTo(Reason.LeaderTerminated);
    }

    @Test
    void scalesWithoutAnUpdateAsEver() {
      assertDecided(
              activePassive()
                  .declared(it -> it.updatePaused(true))
                  .member("a")
                  .replicas(3)
                  .leads("a", 3))
          .rollout(Reason.Scaled, new Action.ApplyReplicaSet(NEW, 3, SET_VERSION));
    }
  }
}
