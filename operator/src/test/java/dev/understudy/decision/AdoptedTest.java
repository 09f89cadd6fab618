package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdoptedTest {
  private static Given deployment() {
    return activePassive().declared(it -> it.adopted(Maker.DEPLOYMENT));
  }

  private static Given statefulSet() {
    return activePassive().declared(it -> it.adopted(Maker.STATEFUL_SET));
  }

  /** Its controller looks at costs when it scales down, and when it rolls out. */
  @Nested
  class DeploymentsAreTold {
    @Test
    void thatTheLeaderGoesLast() {
      assertDecided(deployment().member("a").member("b").leads("a", 3))
          .step(
              Reason.MembersLabelled,
              new Action.SetDeletionCost("a", uid("a"), Optional.of(Rollout.LEADER_COST)));
    }

    @Test
    void thatAFormerLeaderDoesNot() {
      assertDecided(
              deployment()
                  .member("a")
                  .member("b")
                  .deletionCost("a", Rollout.LEADER_COST)
                  .deletionCost("b", Rollout.LEADER_COST)
                  .leads("b", 4))
          .step(
              Reason.MembersLabelled, new Action.SetDeletionCost("a", uid("a"), Optional.empty()));
    }

    @Test
    void nothingOfWhatSomebodyElseSaidOfOthers() {
      assertDecided(
              deployment()
                  .member("a")
                  .member("b")
                  .deletionCost("a", Rollout.LEADER_COST)
                  .deletionCost("b", -7)
                  .leads("a", 3))
          .writesNothing();
    }

    @Test
    void nothingInActiveActive() {
      assertDecided(
              activeActive()
                  .declared(it -> it.adopted(Maker.DEPLOYMENT))
                  .member("a")
                  .member("b")
                  .leaseOf("a", 3))
          .writesNothing();
    }
  }

  /** It deletes by number, whatever a pod costs. */
  @Test
  void aStatefulSetIsToldNothing() {
    assertDecided(statefulSet().member("a").member("b").leads("a", 3)).writesNothing();
  }

  @Test
  void nobodyIsMadeOrTakenAway() {
    assertDecided(statefulSet().replicas(5).member("a").member("b").leads("a", 3)).writesNothing();
    assertDecided(statefulSet().replicas(1).member("a").member("b").leads("a", 3)).writesNothing();
  }

  /** Which revision is the newest is not ours to bring about. */
  @Test
  void anOldRevisionIsNoReasonForASwitchover() {
    assertDecided(
            statefulSet().declared(it -> it.newest(Given.NEW)).old("a").member("b").leads("a", 3))
        .writesNothing();
  }

  @Test
  void aLeaderThatIsDeletedIsReplacedByTheNewestRevisionFirst() {
    assertThat(
            statefulSet()
                .declared(it -> it.newest(Given.NEW))
                .old("a", DELETED)
                .old("b")
                .member("c")
                .leads("a", 3)
                .decide()
                .actions())
        .contains(new Action.GrantLease(id("c"), 4, Fencing.NONE, Given.LEASE_VERSION));
  }

  @Test
  void nobodyIsPutOutOfARotationThatItsTemplateDoesNotKnow() {
    assertDecided(
            activeActive()
                .declared(it -> it.adopted(Maker.DEPLOYMENT))
                .member("a", REFUSES)
                .member("b"))
        .writesNothing();
  }

  @Test
  void aWorkloadThatCannotBeAdoptedIsSaidToBe() {
    assertDecided(
            statefulSet()
                .declared(it -> it.unfit("There is no StatefulSet redis."))
                .replicas(0)
                .leaseOf("a", 3)
                .routeTo("a", 3))
        .step(Reason.WorkloadUnfit)
        .saying("There is no StatefulSet redis.");
  }

  /** Before anything is written. */
  @Test
  void whileItIsPausedAllThatWouldBeDoneIsSaid() {
    assertDecided(
            statefulSet()
                .paused()
                .member("a", UNLABELLED)
                .member("b", UNLABELLED)
                .serviceOfNobody())
        .writesNothing()
        .saying("MembersLabelled: Labelled 2 members.")
        .saying("LeaderChosen: a leads from epoch 1");
  }

  @Nested
  class IsGivenBackWhenTheServiceIsDeleted {
    /** Last: until then the route selects by what is taken from the pods. */
    @Test
    void afterAnAdoptedService() {
      assertThat(
              statefulSet()
                  .deleting()
                  .member("a")
                  .member("b", NOT_READY)
                  .member("c", DELETED)
                  .leads("a", 3)
                  .adopted()
                  .decide()
                  .actions())
          .containsExactly(
              new Action.GiveBackService(Given.SERVICE_VERSION),
              new Action.GiveBackPod("a", uid("a"), false),
              new Action.GiveBackPod("b", uid("b"), false));
    }

    @Test
    void alsoIfTheServiceWasMadeForIt() {
      assertThat(
              deployment()
                  .deleting()
                  .member("a")
                  .deletionCost("a", Rollout.LEADER_COST)
                  .leads("a", 3)
                  .decide()
                  .actions())
          .containsExactly(new Action.GiveBackPod("a", uid("a"), true));
    }

    @Test
    void afterThoseThatWereHeld() {
      assertThat(
              statefulSet()
                  .declared(it -> it.fencing(Fencing.STOP_LEADER))
                  .deleting()
                  .member("a")
                  .held("a")
                  .leads("a", 3)
                  .decide()
                  .actions())
          .containsExactly(
              new Action.ReleaseMember("a", uid("a")),
              new Action.GiveBackPod("a", uid("a"), false));
    }
  }
}
