package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.LEASE_VERSION;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.to;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Switchovers by order: {@code kubectl annotate has orders understudy.dev/switchover=any}. */
class OrdersTest {
  private static final String VERSION = "declaration-1";

  private static Given any(Given given) {
    return ordered(given, "any", Optional.empty(), Optional.empty());
  }

  private static Given any(Given given, long from) {
    return ordered(given, "any", Optional.empty(), Optional.of(from));
  }

  private static Given order(Given given, String pod) {
    return ordered(given, pod, Optional.of(pod), Optional.empty());
  }

  private static Given order(Given given, String pod, long from) {
    return ordered(given, pod, Optional.of(pod), Optional.of(from));
  }

  private static Given ordered(
      Given given, String words, Optional<String> to, Optional<Long> from) {
    return given.declared(it -> it.order(Optional.of(new Order(words, to, from, VERSION))));
  }

  private static Given three() {
    return activePassive().member("a").member("b").member("c").leads("a", 3);
  }

  private static Action[] to4(String pod) {
    return new Action[] {
      new Action.GrantLease(id(pod), 4, Fencing.NONE, LEASE_VERSION),
      new Action.MoveRoute(to(pod), 4, SERVICE_VERSION)
    };
  }

  private static Action take(String words) {
    return new Action.TakeOrder(words, 3, VERSION);
  }

  private static void assertRefused(Given given, String words, String why) {
    assertDecided(given)
        .step(Reason.SwitchoverRefused, new Action.AnswerOrder(words, false, why, VERSION));
  }

  private static void assertDone(Given given, String words, String so) {
    assertDecided(given)
        .step(Reason.SwitchoverDone, new Action.AnswerOrder(words, true, so, VERSION));
  }

  @Nested
  class ANewOne {
    @Test
    void isTakenUpForTheLeadershipThatThereIs() {
      assertDecided(any(three()))
          .traffic(Reason.Serving)
          .step(Reason.SwitchoverOrdered, take("any"));
      assertDecided(order(three(), "c")).step(Reason.SwitchoverOrdered, take("c"));
    }

    @Test
    void isNotTakenUpInAPassThatChangesTheLeader() {
      assertDecided(any(activePassive().member("a", NOT_READY).member("b").leads("a", 3)))
          .traffic(Reason.LeaderNotReady, to4("b"));
    }

    @Test
    void waitsWhilePaused() {
      assertDecided(any(three().paused())).traffic(Reason.Paused).writesNothing();
    }

    @Test
    void isRefusedWhereNobodyLeads() {
      assertRefused(
          any(activeActive().member("a").member("b")),
          "any",
          "All members take traffic in ActiveActive; nobody leads.");
      assertRefused(
          any(activePassive().member("a", NOT_READY)),
          "any",
          "Nobody leads; whoever may is promoted without an order.");
    }

    @Test
    void isRefusedWhereTheWorkloadElects() {
      assertRefused(
          any(three().follows(new Holder.Of(id("a")), 3).routeTo("a", 3)),
          "any",
          "The workload keeps the Lease and elects by itself; ask it for another leader.");
    }

    @Test
    void isRefusedWhereNobodyElseMayLead() {
      assertRefused(
          any(activePassive().member("a").leads("a", 3)), "any", "There is no other member.");
      assertRefused(
          any(
              activePassive()
                  .member("a")
                  .member("b", NOT_READY)
                  .member("c", REFUSES)
                  .leads("a", 3)),
          "any",
          "Nobody else may lead: b is not ready, c refuses connections.");
    }

    @Test
    void isRefusedForWhoIsNoMember() {
      assertRefused(order(three(), "d"), "d", "No member is called 'd'; there are these: a, b, c.");
    }

    @Test
    void isRefusedForWhoMayNotLead() {
      assertRefused(
          order(activePassive().member("a").member("b", NOT_READY).leads("a", 3), "b"),
          "b",
          "b is not ready.");
    }

    @Test
    void isRefusedWhereTheLeadershipWouldBeLostAgainAtOnce() {
      assertRefused(
          order(three().cordoned("b"), "b"), "b", "b is on a node that is about to be drained.");
      assertRefused(
          order(activePassive().member("a").old("b").leads("a", 3), "b"),
          "b",
          "b is of an old revision, and about to be replaced.");
      assertRefused(
          any(three().rank("b", 1).rank("c", 1).declared(it -> it.failback(Failback.PREFERRED))),
          "any",
          "Nobody else may lead: b would hand over to a again, as failback: Preferred says, c would"
              + " hand over to a again, as failback: Preferred says.");
    }

    @Test
    void isDoneIfThatOneLeadsAlready() {
      assertDone(order(three(), "a"), "a", "a leads already.");
    }

    /** The leader is lost, and nobody can take its place: nothing will ever come of it. */
    @Test
    void isRefusedThoughTheLeaderIsLost() {
      assertRefused(
          any(activePassive().member("a", NOT_READY).member("b", NOT_READY).leads("a", 3)),
          "any",
          "Nobody else may lead: b is not ready.");
      assertRefused(
          any(activePassive().member("b", NOT_READY).leads("a", 3)),
          "any",
          "Nobody else may lead: b is not ready.");
    }
  }

  @Nested
  class OneThatWasTakenUp {
    @Test
    void isCarriedOut() {
      assertDecided(any(three(), 3)).traffic(Reason.SwitchedOver, to4("b"));
      assertDecided(order(three(), "c", 3))
          .traffic(Reason.SwitchedOver, to4("c"))
          .saying("a switchover was ordered, to c");
    }

    @Test
    void goesWhereItIsBest() {
      assertDecided(any(three().cordoned("b"), 3)).traffic(Reason.SwitchedOver, to4("c"));
    }

    @Test
    void isRefusedIfNobodyCanAnyMore() {
      assertRefused(
          order(activePassive().member("a").member("b", REFUSES).leads("a", 3), "b", 3),
          "b",
          "b refuses connections.");
    }

    @Test
    void isDoneWhenThatOneLeads() {
      assertDone(order(three(), "a", 2), "a", "a leads from epoch 3.");
      assertDone(any(three(), 2), "any", "a leads from epoch 3.");
    }

    @Test
    void isNotDoneBeforeTheRouteIsOpen() {
      assertDecided(any(activePassive().member("a").member("b").leaseOf("a", 3).routeTo("b", 2), 2))
          .traffic(Reason.PromotionCompleted, new Action.MoveRoute(to("a"), 3, SERVICE_VERSION));
    }

    @Test
    void isOvertakenByAFailover() {
      assertRefused(
          order(three(), "c", 2),
          "c",
          "a leads from epoch 3: the leadership of epoch 2 ended before it could be passed on to"
              + " c.");
    }

    /** What it ends is not in view yet. */
    @Test
    void waitsForTheLeadershipThatItEnds() {
      assertDecided(order(three(), "c", 4)).traffic(Reason.Serving).writesNothing();
    }
  }

  /** The old leader stops first, and the order is still there when it has. */
  @Nested
  class UnderStopLeader {
    private Given gated() {
      return activePassive()
          .declared(it -> it.fencing(Fencing.STOP_LEADER))
          .member("a")
          .member("b")
          .member("c")
          .held("a");
    }

    @Test
    void stopsTheLeader() {
      assertDecided(order(gated().leads("a", 3), "c", 3))
          .traffic(
              Reason.SwitchedOver,
              new Action.VacateLease(List.of(id("a")), 4, LEASE_VERSION),
              new Action.MoveRoute(new Route.Closed(), 4, SERVICE_VERSION),
              new Action.StopMember("a", uid("a")));
    }

    /** Whoever took the Lease from it died before it could stop it. */
    @Test
    void doesNotReturnToTheLeaderThatWasToGo() {
      Given vacated = gated().rank("b", 1).rank("c", 1).leaseVacatedBy("a", 4).routeTo("a", 3);
      assertDecided(any(vacated, 3))
          .traffic(
              Reason.LeaderDeposed,
              new Action.MoveRoute(new Route.Closed(), 4, SERVICE_VERSION),
              new Action.StopMember("a", uid("a")));
    }

    @Test
    void promotesWhoWasOrdered() {
      Given stopped =
          activePassive()
              .declared(it -> it.fencing(Fencing.STOP_LEADER))
              .member("b")
              .member("c")
              .leaseVacatedBy("a", 4)
              .routeClosed(4)
              .knownToHaveStopped("a");
      assertDecided(order(stopped, "c", 3))
          .traffic(
              Reason.LeaderStopped,
              new Action.HoldMember("c", uid("c")),
              new Action.GrantLease(id("c"), 5, Fencing.STOP_LEADER, LEASE_VERSION),
              new Action.MoveRoute(to("c"), 5, SERVICE_VERSION));
    }

    @Test
    void isAnsweredWhenTheNextOneLeads() {
      assertDone(order(gated().held("c").leads("c", 5), "c", 3), "c", "c leads from epoch 5.");
    }
  }
}
