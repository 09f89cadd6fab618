package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Hook.DEMOTE;
import static dev.understudy.decision.Hook.PROMOTE;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.WhenHookFails.GO_ON;
import static dev.understudy.decision.WhenHookFails.HOLD;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The decision table of {@code activePassive.hooks}. */
class CallsTest {
  private static final Route CLOSED = new Route.Closed();
  private static final CallResult RUNNING = new CallResult.Running();
  private static final CallResult DONE = new CallResult.Done();
  private static final CallResult FAILED = new CallResult.Failed("it answered 503");

  private static Given given(WhenHookFails promote, WhenHookFails demote) {
    Hooks hooks = new Hooks(Optional.of(promote), Optional.of(demote));
    return activePassive().declared(it -> it.hooks(hooks));
  }

  private static Given given() {
    return given(GO_ON, GO_ON);
  }

  private static Given closed(Given given) {
    return given.leaseVacatedBy("a", 4).routeClosed(4);
  }

  private static Call promoting(String pod) {
    return new Call(PROMOTE, id(pod), 5);
  }

  private static Call demoting(String pod) {
    return new Call(DEMOTE, id(pod), 4);
  }

  private static Action call(Call call, String pod) {
    return new Action.CallHook(call, pod, uid(pod));
  }

  private static Action[] opened(String pod) {
    return new Action[] {
      new Action.GrantLease(id(pod), 5, Fencing.NONE, LEASE_VERSION),
      new Action.MoveRoute(to(pod), 5, SERVICE_VERSION)
    };
  }

  private static Action[] closing(String last) {
    return new Action[] {
      new Action.VacateLease(List.of(id(last)), 4, LEASE_VERSION),
      new Action.MoveRoute(CLOSED, 4, SERVICE_VERSION)
    };
  }

  @Test
  void theRouteIsClosedFirst() {
    assertDecided(given().member("a", NOT_READY).member("b").leads("a", 3))
        .traffic(Reason.LeaderNotReady, closing("a"));
    assertDecided(given().member("a").member("b").cordoned("a").leads("a", 3))
        .traffic(Reason.LeaderNodeCordoned, closing("a"));
    assertDecided(given().member("b").leads("a", 3)).traffic(Reason.LeaderGone, closing("a"));
  }

  @Test
  void aFirstLeaderIsToldToo() {
    assertDecided(given().member("a").member("b"))
        .traffic(Reason.HookCalled, call(new Call(PROMOTE, id("a"), 1), "a"))
        .saying("Told a that it is promoted");
  }

  @Nested
  class TheOldLeader {
    @Test
    void isToldIfItIsAlive() {
      assertDecided(closed(given().member("a").member("b")))
          .traffic(Reason.HookCalled, call(demoting("a"), "a"));
      assertDecided(closed(given().member("a", NOT_READY).member("b")))
          .traffic(Reason.HookCalled, call(promoting("b"), "b"));
    }

    @Test
    void isWaitedFor() {
      assertDecided(closed(given().member("a").member("b")).called(demoting("a"), RUNNING))
          .traffic(Reason.HookAwaited)
          .saying("a is being demoted; nobody leads meanwhile");
      assertDecided(closed(given().member("a").member("b")).called(demoting("a"), DONE))
          .traffic(Reason.HookCalled, call(promoting("b"), "b"));
    }

    @Test
    void isLeftAsItIsIfItCannotBeTold() {
      assertDecided(closed(given().member("a").member("b")).called(demoting("a"), FAILED))
          .traffic(Reason.HookCalled, call(promoting("b"), "b"));
    }

    @Test
    void holdsTheNextOneUpIfThatIsDeclared() {
      assertDecided(
              closed(given(GO_ON, HOLD).member("a").member("b")).called(demoting("a"), FAILED))
          .traffic(Reason.HookFailed)
          .saying("a could not be demoted: it answered 503");
    }

    /** In the middle of a rolling update, it may be the only one that can lead again. */
    @Test
    void isNotTakenAwayBeforeAnotherLeads() {
      assertDecided(
              closed(given(HOLD, GO_ON).replicas(1).old("a").member("b"))
                  .called(demoting("a"), DONE)
                  .called(promoting("b"), FAILED))
          .traffic(Reason.HookFailed)
          .rollout(Reason.RolloutWaiting);
    }
  }

  @Nested
  class TheNextLeader {
    private Given told(CallResult result) {
      return closed(given().member("a", NOT_READY).member("b").member("c"))
          .called(promoting("b"), result);
    }

    @Test
    void leadsWhenItHasAnswered() {
      assertDecided(told(RUNNING)).traffic(Reason.HookAwaited).writesNothing();
      assertDecided(told(DONE)).traffic(Reason.LeaderChosen, opened("b"));
    }

    /** Who is told to lead twice over may have two that do. */
    @Test
    void staysTheOneThatWasTold() {
      Given told =
          closed(given().member("a", NOT_READY).member("b").member("c").rank("c", 1))
              .called(promoting("c"), RUNNING);
      assertDecided(told).traffic(Reason.HookAwaited).saying("c is being promoted");
      assertDecided(told.called(promoting("c"), DONE)).traffic(Reason.LeaderChosen, opened("c"));
      assertDecided(told.called(promoting("c"), FAILED))
          .traffic(Reason.HookCalled, call(promoting("b"), "b"));
    }

    @Test
    void isPassedOverIfItCannotBePromoted() {
      assertDecided(told(FAILED)).traffic(Reason.HookCalled, call(promoting("c"), "c"));
    }

    @Test
    void isHeldToIfThatIsDeclared() {
      assertDecided(
              closed(given(HOLD, GO_ON).member("a", NOT_READY).member("b").member("c"))
                  .called(promoting("b"), FAILED))
          .traffic(Reason.HookFailed)
          .saying("b could not be promoted: it answered 503")
          .writesNothing();
    }

    @Test
    void isTheOldOneIfNobodyElseCan() {
      Given failed =
          closed(given().member("a").member("b"))
              .called(demoting("a"), DONE)
              .called(promoting("b"), FAILED);
      assertDecided(failed).traffic(Reason.HookCalled, call(promoting("a"), "a"));
      assertDecided(failed.called(promoting("a"), DONE)).traffic(Reason.LeaderChosen, opened("a"));
    }

    @Test
    void isNobodyIfNobodyCan() {
      assertDecided(told(FAILED).called(promoting("c"), FAILED)).traffic(Reason.HookFailed);
    }
  }

  /** The old leader has its preStop hook. */
  @Test
  void underStopLeaderTheNextOneIsToldWhenTheOldOneHasStopped() {
    Given stopped =
        given()
            .declared(it -> it.fencing(Fencing.STOP_LEADER))
            .member("b")
            .leaseVacatedBy("a", 4)
            .routeClosed(4)
            .knownToHaveStopped("a");
    assertDecided(stopped).traffic(Reason.HookCalled, call(promoting("b"), "b"));
  }

  @Test
  void nobodyIsToldWhereTheWorkloadElects() {
    assertDecided(
            given().member("a").member("b").follows(new Holder.Of(id("a")), 3).routeTo("a", 3))
        .traffic(Reason.Serving);
  }
}
