package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Ineligibility.EVICTED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.UNLABELLED;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwitchoverTest {
  private static Action[] to3(String pod) {
    return new Action[] {
      new Action.GrantLease(id(pod), 4, Fencing.NONE, LEASE_VERSION),
      new Action.MoveRoute(to(pod), 4, SERVICE_VERSION)
    };
  }

  @Test
  void leavesACordonedNode() {
    assertDecided(activePassive().member("a").member("b").cordoned("a").leads("a", 3))
        .traffic(Reason.LeaderNodeCordoned, to3("b"))
        .saying("the node of a is about to be drained");
  }

  @Test
  void doesNotGoFromOneCordonedNodeToAnother() {
    assertDecided(activePassive().member("a").member("b").cordoned("a").cordoned("b").leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void doesNotLeaveACordonedNodeForAMemberThatMayNotLead() {
    assertDecided(activePassive().member("a").member("b", EVICTED).cordoned("a").leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void isNotDoneForACordonedStandby() {
    assertDecided(activePassive().member("a").member("b").cordoned("b").leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void replacesTheOldLeaderWhenAllOthersAreNew() {
    assertDecided(activePassive().replicas(2).old("a").member("b").member("c").leads("a", 3))
        .traffic(Reason.RollingUpdate, to3("b"));
  }

  @Test
  void replacesTheOldLeaderByNobodyOnACordonedNode() {
    assertDecided(
            activePassive()
                .replicas(2)
                .old("a")
                .member("b")
                .cordoned("b")
                .member("c")
                .cordoned("c")
                .leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void replacesTheOldLeaderByOneOnACordonedNodeIfItsOwnIsCordoned() {
    assertDecided(
            activePassive()
                .replicas(1)
                .old("a")
                .cordoned("a")
                .member("b")
                .cordoned("b")
                .leads("a", 3))
        .traffic(Reason.RollingUpdate, to3("b"));
  }

  /** Nobody is new then, not even a member whose revision is unknown. */
  @Test
  void replacesNoOldLeaderWhileTheTemplateIsUnreadable() {
    assertDecided(
            activePassive()
                .replicas(1)
                .templateUnreadable("It cannot be read.")
                .old("a")
                .member(Given.pod("b", ""))
                .leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void waitsForOldStandbysToGoFirst() {
    assertDecided(activePassive().replicas(2).old("a").old("b").member("c").leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void waitsUntilTheOldLeaderCanBeSpared() {
    assertDecided(
            activePassive().replicas(2).old("a").member("b").member("c", NOT_READY).leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void waitsForANewMemberThatMayLead() {
    assertDecided(activePassive().replicas(1).old("a").member("b", UNLABELLED).leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void isNotDoneForALeaderOfTheNewRevision() {
    assertDecided(activePassive().replicas(2).member("a").member("b").old("c").leads("a", 3))
        .traffic(Reason.Serving);
  }

  @Test
  void goesToAMemberOfTheNewestRevision() {
    assertDecided(
            activePassive()
                .replicas(1)
                .old("a")
                .member(Given.pod("b", "older"))
                .replicaSet("older", 0)
                .leads("a", 3))
        .traffic(Reason.Serving);
  }

  /** Which of its members the controller deletes is open: it could be the one promoted. */
  @Test
  void waitsWhileAReplicaSetStillHasToDelete() {
    assertDecided(
            activePassive()
                .replicas(1)
                .old("a")
                .member("b")
                .member("c", Ineligibility.NOT_READY)
                .replicaSet("new", 1)
                .leads("a", 3))
        .traffic(Reason.Serving);
  }

  /** The leader is b, at rank 1; a is preferred to it. */
  private static Given preferred() {
    return activePassive()
        .declared(it -> it.failback(Failback.PREFERRED))
        .member("a")
        .member("b")
        .rank("b", 1)
        .leads("b", 3);
  }

  @Test
  void returnsToAPreferredMember() {
    assertDecided(preferred())
        .traffic(Reason.FailedBack, to3("a"))
        .saying("a is preferred to b and has been ready for 30 s");
  }

  @Test
  void inActiveActiveNobodyIsWaitedFor() {
    assertDecided(
            activeActive()
                .declared(it -> it.failback(Failback.PREFERRED))
                .member("a")
                .rank("a", 1)
                .member("b")
                .readyFor("b", Duration.ofSeconds(5))
                .leaseOf("a", 3)
                .routeToAll(3))
        .waitsForEvents();
  }

  @Test
  void returnsToNobodyUnlessDeclared() {
    assertDecided(preferred().declared(it -> it.failback(Failback.NEVER)))
        .traffic(Reason.Serving)
        .waitsForEvents();
  }

  @Test
  void returnsOnlyToAMemberThatHasBeenReadyForAWhile() {
    assertDecided(preferred().readyFor("a", Duration.ofSeconds(30)))
        .traffic(Reason.FailedBack, to3("a"));
    assertDecided(preferred().readyFor("a", Duration.ofSeconds(29)))
        .traffic(Reason.Serving)
        .rechecksAfter(Duration.ofSeconds(1));
  }

  /**
   * One that is preferred to both will have been ready for a while, too: one move instead of two.
   */
  @Test
  void returnsNotByWayOfAnotherMember() {
    assertDecided(preferred().member("c").rank("b", 2).rank("c", 1).readyFor("a", Duration.ZERO))
        .traffic(Reason.Serving)
        .rechecksAfter(Duration.ofSeconds(30));
  }

  @Test
  void returnsToNobodyOfTheSameRank() {
    assertDecided(preferred().rank("b", 0)).traffic(Reason.Serving).waitsForEvents();
  }

  @Test
  void returnsToNobodyWhoMayNotLead() {
    assertDecided(preferred().change("a", it -> it.with(NOT_READY).readyFor(Duration.ZERO)))
        .traffic(Reason.Serving)
        .waitsForEvents();
  }

  @Test
  void returnsNotToACordonedNode() {
    assertDecided(preferred().cordoned("a")).traffic(Reason.Serving).waitsForEvents();
    assertDecided(preferred().cordoned("a").cordoned("b")).traffic(Reason.Serving).waitsForEvents();
  }

  /** The update would take the leadership away from it again. */
  @Test
  void returnsNotToAnOldRevision() {
    assertDecided(preferred().old("a")).traffic(Reason.Serving);
  }

  @Test
  void returnsAmongOldMembers() {
    assertDecided(preferred().old("a").old("b").rank("b", 1)).traffic(Reason.FailedBack, to3("a"));
  }

  /** The leader has lost already: who leads then is decided at once. */
  @Test
  void returnsWithoutWaitingIfTheLeaderIsLost() {
    assertDecided(preferred().readyFor("a", Duration.ZERO).change("b", it -> it.with(NOT_READY)))
        .traffic(Reason.LeaderNotReady, to3("a"))
        .waitsForEvents();
  }
}
