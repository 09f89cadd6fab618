package dev.understudy.report;

import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.report.Passes.orders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Given;
import dev.understudy.decision.Holder;
import dev.understudy.execute.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FailoversTest {
  private static final String NOW = "2026-11-24T12:00:00Z";

  private final Failovers failovers = new Failovers();
  private final HAService has = orders(null);

  private List<FailoverStatus> kept(StatusReport.Pass pass) {
    failovers.keep(has, pass, Duration.ofMillis(2), NOW);
    return failovers.of(has);
  }

  private List<FailoverStatus> kept(Given given) {
    return kept(Passes.written(given));
  }

  private static String shown(FailoverStatus it) {
    return it.epoch + " " + it.reason + " " + it.from + " -> " + it.to;
  }

  private static Holder holder(String pod) {
    return new Holder.Of(Given.id(pod));
  }

  private static Given failover() {
    return activePassive().member("a", NOT_READY).member("b").leads("a", 3);
  }

  @Nested
  class Kept {
    @Test
    void isAFailoverWithTheTimeOfEachOfItsPhases() {
      assertThat(kept(failover()))
          .singleElement()
          .satisfies(it -> {
            assertThat(shown(it)).isEqualTo("4 LeaderNotReady a -> b");
            assertThat(it.message).isEqualTo("b leads from epoch 4: a is not ready.");
            assertThat(it.time).isEqualTo(NOW);
            assertThat(it.decideMillis).isEqualTo(2);
            assertThat(it.leaseMillis).isEqualTo(Passes.LEASE_TOOK.toMillis());
            assertThat(it.routeMillis).isEqualTo(Passes.OTHERS_TOOK.toMillis());
          });
    }

    @Test
    void isTheFirstLeader() {
      assertThat(kept(activePassive().member("a").noService()))
          .extracting(FailoversTest::shown)
          .containsExactly("1 LeaderChosen null -> a");
      assertThat(kept(activePassive().member("a").serviceOfNobody()))
          .extracting(FailoversTest::shown)
          .first()
          .isEqualTo("1 LeaderChosen null -> a");
    }

    @Test
    void isALeaderWhosePodIsGoneByItsId() {
      assertThat(kept(activePassive().member("b").leads("a", 3)))
          .extracting(FailoversTest::shown)
          .containsExactly("4 LeaderGone a-id -> b");
    }

    /** The Lease was written by the workload. */
    @Test
    void isAHolderThatTheRouteFollowed() {
      Given given = activePassive().member("a").member("b");
      assertThat(kept(given.follows(holder("b"), 3).routeTo("a", 5)))
          .singleElement()
          .satisfies(it -> {
            assertThat(shown(it)).isEqualTo("6 HolderFollowed a -> b");
            assertThat(it.leaseMillis).isNull();
            assertThat(it.routeMillis).isEqualTo(Passes.OTHERS_TOOK.toMillis());
          });
    }

    @Test
    void isNoHolderThatBeganAnewWithTheRouteItHad() {
      assertThat(kept(activePassive().member("a").follows(holder("a"), 6).routeTo("a", 5)))
          .isEmpty();
    }

    @Test
    void isNoRouteThatWasClosed() {
      assertThat(kept(activePassive().member("a").follows(new Holder.Nobody(), 6).routeTo("a", 5)))
          .isEmpty();
    }

    /** The Lease was written by a pass that was stopped; that the route moved is of this one. */
    @Test
    void isTheCompletionOfAPromotion() {
      assertThat(kept(activePassive().member("a").member("b").leaseOf("b", 4).routeTo("a", 3)))
          .singleElement()
          .satisfies(it -> {
            assertThat(shown(it)).isEqualTo("4 PromotionCompleted a -> b");
            assertThat(it.leaseMillis).isNull();
            assertThat(it.routeMillis).isNotNull();
          });
    }

    /** The Lease was written, the Service was not; the next pass does that, and knows no why. */
    @Test
    void isACompletionForTheReasonForWhichItWasBegun() {
      kept(
          Passes.stoppedAfterTheFirstWrite(
              failover(),
              new Outcome.Stop.Conflict(
                  new Action.VacateLease(List.of(Given.id("a")), 1, "1"), "changed")));
      assertThat(
              kept(
                  activePassive()
                      .member("a", NOT_READY)
                      .member("b")
                      .leaseOf("b", 4)
                      .routeTo("a", 3)))
          .singleElement()
          .satisfies(it -> {
            assertThat(shown(it)).isEqualTo("4 LeaderNotReady a -> b");
            assertThat(it.message).isEqualTo("b leads from epoch 4: a is not ready.");
          });
    }

    @Test
    void isAFailoverThoughALaterStepWasRefused() {
      assertThat(
              kept(
                  Passes.stoppedAfterTraffic(
                      failover().serviceNotAsDeclared(),
                      new Outcome.Stop.Refused(
                          new Action.ApplyService(Given.SERVICE_VERSION), "no"))))
          .hasSize(1);
    }

    @Test
    void isNoFailoverThatWasStopped() {
      assertThat(kept(Passes.stopped(failover(), new Outcome.Stop.NotLeading()))).isEmpty();
    }

    @Test
    void isNoChangeOfTheModeOrOfASelectorPutRight() {
      assertThat(kept(activePassive().member("a").leaseOf("a", 3).routeToAll(3))).isEmpty();
      assertThat(kept(activePassive().member("a").leaseOf("a", 3).routeForeign(3))).isEmpty();
    }

    @Test
    void isNoLeaderThatStays() {
      assertThat(kept(activePassive().member("a").leads("a", 3))).isEmpty();
      assertThat(kept(activePassive().member("a").routeTo("a", 3))).isEmpty();
    }

    @Test
    void isNothingWithoutALeader() {
      assertThat(kept(activePassive().member("a", TERMINATED).leads("a", 3))).isEmpty();
      assertThat(kept(activeActive().member("a").routeClosed(3))).isEmpty();
    }

    @Test
    void areTheLastFiveAndTheLatestFirst() {
      for (int epoch = 1; epoch <= 6; epoch++) {
        kept(activePassive().member("a", NOT_READY).member("b").leads("a", epoch));
      }
      assertThat(failovers.of(has)).extracting(it -> it.epoch).containsExactly(7L, 6L, 5L, 4L, 3L);
    }

    @Test
    void areThoseOfOneServiceUntilItIsGone() {
      kept(failover());
      HAService other = orders(null);
      other.getMetadata().setUid("another");
      assertThat(failovers.of(other)).isEmpty();
      failovers.forget(has);
      assertThat(failovers.of(has)).isEmpty();
    }
  }

  /** Leaderships that people have not been told of. */
  @Nested
  class Unreported {
    private List<FailoverStatus> unreported(Given given, HAServiceStatus told) {
      return failovers.unreported(orders(told), given.observation(), NOW);
    }

    private static HAServiceStatus told(long epoch, String leader) {
      HAServiceStatus status = new HAServiceStatus();
      status.epoch = epoch;
      status.leader = leader;
      return status;
    }

    @Test
    void isOneThatThisProcessMade() {
      kept(failover());
      assertThat(unreported(failover(), told(3, "a")))
          .extracting(FailoversTest::shown)
          .containsExactly("4 LeaderNotReady a -> b");
    }

    /** Another replica made it, or a former self, and was stopped before it could say so. */
    @Test
    void isOneThatIsFoundInLeaseAndService() {
      assertThat(unreported(activePassive().member("a").member("b").leads("b", 4), told(3, "a")))
          .singleElement()
          .satisfies(it -> {
            assertThat(shown(it)).isEqualTo("4 PromotionCompleted a -> b");
            assertThat(it.time).isEqualTo(NOW);
            assertThat(it.message).startsWith("b leads from epoch 4: whoever promoted it");
          });
    }

    @Test
    void isOneThatIsFoundBeforeThereIsAStatus() {
      assertThat(
              failovers.unreported(
                  has, activePassive().member("b").leads("b", 1).observation(), NOW))
          .extracting(FailoversTest::shown)
          .containsExactly("1 PromotionCompleted null -> b");
    }

    /** The Lease is the workload's: the epoch is the Service's. */
    @Test
    void isOneThatIsFoundInTheServiceAlone() {
      Given given = activePassive().member("b").follows(holder("b"), 2);
      assertThat(unreported(given.routeTo("b", 6), told(5, "a")))
          .extracting(FailoversTest::shown)
          .containsExactly("6 PromotionCompleted a -> b");
      assertThat(unreported(given.routeTo("b", 6), told(6, "b"))).isEmpty();
      assertThat(unreported(given.routeClosed(7), told(6, "b"))).isEmpty();
    }

    @Test
    void isFoundOnce() {
      Given given = activePassive().member("b").leads("b", 4);
      unreported(given, told(3, "a"));
      assertThat(unreported(given, told(3, "a"))).hasSize(1);
      assertThat(failovers.of(has)).hasSize(1);
    }

    @Test
    void isNoneThatStatusTells() {
      kept(failover());
      assertThat(unreported(activePassive().member("b").leads("b", 4), told(4, "b"))).isEmpty();
    }

    @Test
    void isNoneThatAnEventTellsThoughStatusDoesNotYet() {
      Given given = activePassive().member("b").leads("b", 4);
      unreported(given, told(3, "a")).forEach(it -> failovers.announced(has, it));
      assertThat(unreported(given, told(3, "a"))).isEmpty();
    }

    /** The Lease was deleted: the leader stays, at a new epoch, and this process said so. */
    @Test
    void isNoneOfALeaderThatStays() {
      kept(activePassive().member("a").routeTo("a", 3));
      assertThat(unreported(activePassive().member("a").leads("a", 4), told(3, "a"))).isEmpty();
    }

    @Test
    void isNoneWhereLeaseAndServiceDisagree() {
      HAServiceStatus told = told(3, "a");
      Given members = activePassive().member("a").member("b").leaseOf("b", 4);
      assertThat(unreported(members.routeTo("a", 4), told)).isEmpty();
      assertThat(unreported(members.routeTo("b", 3), told)).isEmpty();
      assertThat(unreported(members.routeClosed(4), told)).isEmpty();
      assertThat(unreported(members.routeForeign(4), told)).isEmpty();
      assertThat(unreported(members.noService(), told)).isEmpty();
      assertThat(unreported(activePassive().member("a").leads("b", 4), told)).isEmpty();
    }

    @Test
    void isNoneInActiveActive() {
      assertThat(unreported(activeActive().member("b").leads("b", 4), told(3, "a"))).isEmpty();
    }
  }
}
