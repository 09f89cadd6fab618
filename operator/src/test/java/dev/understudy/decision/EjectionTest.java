package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.POD_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.SILENT;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static dev.understudy.decision.Rotation.FOREIGN;
import static dev.understudy.decision.Rotation.IN;
import static dev.understudy.decision.Rotation.OUT;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EjectionTest {
  private static final Duration SHORTLY = Ejection.TRUSTED.minusSeconds(1);

  private static Action list(String... pods) {
    return new Action.ListOut(Arrays.stream(pods).map(Given::id).toList(), SERVICE_VERSION);
  }

  private static Action set(String pod, Rotation now) {
    return new Action.SetRotation(pod, uid(pod), POD_VERSION, now, SERVICE_VERSION);
  }

  /** As Understudy leaves it. */
  private static Given out(Given given, String... pods) {
    Arrays.stream(pods).forEach(pod -> given.rotation(pod, OUT));
    return given.mayBeOut(pods);
  }

  private static Given two() {
    return activeActive().member("a").member("b");
  }

  @Nested
  class Out {
    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "SILENT", "HANGS"})
    void isWhoIsLost(Ineligibility why) {
      assertDecided(activeActive().member("a", why).member("b"))
          .traffic(Reason.MemberEjected, list("a"), set("a", OUT))
          .saying("Put out of the rotation: a " + why.sentence() + ".");
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"REFUSES", "SILENT", "HANGS"})
    void isNobodyForWhatKubernetesSeesToo(Ineligibility why) {
      assertDecided(activeActive().member("a", why).member("b")).traffic(Reason.Serving);
    }

    @Test
    void isNobodyWhoTakesNoTrafficAnyway() {
      assertDecided(activeActive().member("a", REFUSES, NOT_READY).member("b"))
          .traffic(Reason.Serving);
      assertDecided(activeActive().member("a", REFUSES, DELETED).member("b"))
          .traffic(Reason.Serving);
    }

    @Test
    void isNobodyInActivePassive() {
      assertDecided(activePassive().member("a").member("b", REFUSES).leads("a", 3))
          .traffic(Reason.Serving)
          .writesNothing();
    }

    @Test
    void isNobodyWhilePaused() {
      assertDecided(activeActive().member("a", REFUSES).member("b").paused())
          .traffic(Reason.Paused)
          .writesNothing()
          .saying("MemberEjected");
    }

    @Test
    void isNobodyBeforeTheRouteIsOpenToAll() {
      assertDecided(activeActive().member("a", REFUSES).member("b").routeTo("a", 3))
          .traffic(Reason.ModeChanged, new Action.MoveRoute(new Route.ToAll(), 3, SERVICE_VERSION));
    }

    @Test
    void areSeveralAtOnceIfHalfStay() {
      assertDecided(activeActive().member("a", SILENT).member("b").member("c", REFUSES).member("d"))
          .traffic(Reason.MemberEjected, list("a", "c"), set("a", OUT), set("c", OUT));
    }

    @Test
    void isListedBesideWhoIsOutAlready() {
      assertDecided(
              out(
                  activeActive().member("a", REFUSES).member("b", REFUSES).member("c").member("d"),
                  "b"))
          .traffic(Reason.MemberEjected, list("a", "b"), set("a", OUT));
    }

    /** Whoever listed it was stopped before it could put it out. */
    @Test
    void isListedAgainIfItIsListedAndStillIn() {
      assertDecided(activeActive().member("a", REFUSES).member("b").mayBeOut("a"))
          .traffic(Reason.MemberEjected, list("a"), set("a", OUT));
    }

    @Test
    void doesNotServe() {
      assertDecided(out(activeActive().member("a", REFUSES).member("b", NOT_READY), "a"))
          .traffic(Reason.WaitingForMembers);
    }

    /** Back soon, but not yet: an update must not take the other one away for its sake. */
    @Test
    void doesNotCountInAnUpdate() {
      assertDecided(out(two().neverReached("a").readyFor("a", SHORTLY).old("c").replicas(2), "a"))
          .rollout(Reason.RolloutWaiting);
    }

    @Test
    void isWrittenBeforeTheMemberLabels() {
      assertDecided(activeActive().member("a", REFUSES, UNLABELLED).member("b"))
          .traffic(Reason.MemberEjected, list("a"), set("a", OUT))
          .step(Reason.MembersLabelled, new Action.LabelMember("a", uid("a"), id("a")));
    }

    @Test
    void putsOffTheServiceThatIsNotAsDeclared() {
      assertDecided(activeActive().member("a", REFUSES).member("b").serviceNotAsDeclared())
          .rollout(Reason.RolloutWaiting);
    }
  }

  @Nested
  class Held {
    @Test
    void ifMoreThanHalfAreLost() {
      assertDecided(activeActive().member("a", REFUSES).member("b", SILENT).member("c"))
          .traffic(Reason.EjectionHeld)
          .saying("2 of 3 members are lost");
    }

    @Test
    void ofTheOnlyMember() {
      assertDecided(activeActive().member("a", REFUSES)).traffic(Reason.EjectionHeld);
    }

    @Test
    void whenTheOtherIsOutAlready() {
      assertDecided(out(activeActive().member("a", REFUSES).member("b", REFUSES), "a"))
          .traffic(Reason.EjectionHeld)
          .writesNothing();
    }

    /** It is out until it answers, lost or not. */
    @Test
    void whenHalfAreOutThatWereNeverReached() {
      Given given = activeActive().member("a").member("b", REFUSES).member("c").neverReached("a");
      assertDecided(out(given.readyFor("a", SHORTLY), "a"))
          .traffic(Reason.EjectionHeld)
          .saying("half of the members are out already");
    }

    @Test
    void whenHalfWerePutOutByHand() {
      assertDecided(
              activeActive()
                  .member("a", REFUSES)
                  .member("b", TERMINATED)
                  .member("c")
                  .rotation("b", OUT))
          .traffic(Reason.EjectionHeld);
    }

    /** One that is gone for good is not out; one that no cache shows may be. */
    @Test
    void whenHalfMayBeOutThatNoCacheShows() {
      Given given = activeActive().member("a", REFUSES).member("b");
      assertDecided(given.mayBeOut("gone")).traffic(Reason.MemberEjected, list("a"), set("a", OUT));
      assertDecided(given.unseen("gone")).traffic(Reason.EjectionHeld);
    }

    @Test
    void ifNobodyElseServes() {
      assertDecided(activeActive().member("a", REFUSES).member("b", NOT_READY))
          .traffic(Reason.EjectionHeld)
          .saying("nobody else serves");
    }
  }

  @Nested
  class Back {
    @Test
    void whoAnswers() {
      assertDecided(out(two(), "a"))
          .traffic(Reason.MemberReturned, set("a", IN), list())
          .saying("Back in the rotation: a, which answers.");
    }

    @Test
    void inActivePassiveToo() {
      assertDecided(out(activePassive().member("a").member("b").leads("b", 3), "a"))
          .traffic(Reason.Serving)
          .step(Reason.MemberReturned, set("a", IN), list());
    }

    @Test
    void notInThePassThatMovesTheRoute() {
      assertDecided(
              out(activePassive().member("a").member("b", REFUSES).leads("b", 3), "a")
                  .told("a", new Role.Standby(), 3))
          .traffic(
              Reason.LeaderRefuses,
              new Action.GrantLease(id("a"), 4, Fencing.NONE, Given.LEASE_VERSION),
              new Action.MoveRoute(Given.to("a"), 4, SERVICE_VERSION));
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "SILENT", "HANGS", "NOT_READY", "TERMINATED"})
    void notWhoCannotServe(Ineligibility why) {
      assertDecided(out(activeActive().member("a", why).member("b"), "a"))
          .traffic(Reason.Serving)
          .writesNothing();
    }

    @Test
    void notWhoWasNeverReachedFromHereUntilItHasBeenReadyForAWhile() {
      Given given = out(two().neverReached("a"), "a");
      assertDecided(given.readyFor("a", SHORTLY))
          .traffic(Reason.Serving)
          .writesNothing()
          .rechecksAfter(Duration.ofSeconds(1));
      assertDecided(given.readyFor("a", Ejection.TRUSTED))
          .traffic(Reason.MemberReturned, set("a", IN), list())
          .waitsForEvents()
          .saying("never reached");
    }

    @Test
    void notWhoWasNeverReachedAndIsOnANodeThatIsNotReady() {
      assertDecided(
              out(activeActive().member("a", NODE_NOT_READY).member("b").neverReached("a"), "a"))
          .traffic(Reason.Serving)
          .writesNothing();
    }

    @Test
    void whoseLabelSomebodyChanged() {
      assertDecided(two().rotation("a", FOREIGN))
          .traffic(Reason.MemberReturned, set("a", IN))
          .saying("somebody had changed");
      assertDecided(activeActive().member("a", NOT_READY).member("b").rotation("a", FOREIGN))
          .traffic(Reason.MemberReturned, set("a", IN));
      assertDecided(activeActive().member("a", REFUSES).member("b").rotation("a", FOREIGN))
          .traffic(Reason.Serving);
    }

    /** Else the Service would never be adopted: it waits for members that count. */
    @Test
    void whoseLabelSomebodyChangedBeforeTheServiceIsOurs() {
      assertDecided(two().rotation("a", FOREIGN).serviceOfNobody())
          .traffic(Reason.MemberReturned, set("a", IN));
      assertDecided(two().rotation("a", OUT).serviceOfNobody())
          .traffic(Reason.MemberReturned, set("a", IN));
    }

    @Test
    void whomSomebodyPutOutByHand() {
      assertDecided(two().rotation("a", OUT)).traffic(Reason.MemberReturned, set("a", IN));
    }

    /** Others were taken away: so few may be out no more. The last by name come first. */
    @Test
    void whoIsTooMany() {
      assertDecided(
              out(activeActive().member("a", REFUSES).member("b", REFUSES).member("c"), "a", "b"))
          .traffic(Reason.MemberReturned, set("b", IN), list("a"))
          .saying("more than half");
    }

    @Test
    void ifItHasAPlaceOfWhoIsLost() {
      assertDecided(out(activeActive().member("a").member("b", REFUSES), "a"))
          .traffic(Reason.MemberReturned, set("a", IN), list());
    }
  }

  @Nested
  class Listed {
    @Test
    void isNotWhoIsGoneOrGoes() {
      assertDecided(two().mayBeOut("gone")).traffic(Reason.RotationTidied, list());
      assertDecided(out(two().member("c", DELETED), "c")).traffic(Reason.RotationTidied, list());
    }

    @Test
    void isWhoMayBeThere() {
      assertDecided(two().mayBeOut("gone").unseen("gone")).traffic(Reason.Serving);
    }

    /** Its pod is written, so that a late write that puts it out is refused. */
    @Test
    void isNotWhoIsIn() {
      assertDecided(two().mayBeOut("a")).traffic(Reason.RotationTidied, set("a", IN), list());
    }
  }
}
