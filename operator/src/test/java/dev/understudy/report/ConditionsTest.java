package dev.understudy.report;

import static dev.understudy.decision.Given.NEW;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.decision.Action;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.Given;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Loss;
import dev.understudy.decision.Maker;
import dev.understudy.decision.Reason;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.Trial;
import dev.understudy.decision.WhenNoCandidate;
import dev.understudy.execute.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final String NOW = "2026-11-24T12:00:00Z";
  private static final String BEFORE = "2026-11-24T11:00:00Z";

  private static List<Condition> conditions(StatusReport.Pass pass, Condition... before) {
    return new Conditions(pass.seen(), pass.decision(), pass.outcome(), 8)
        .all(List.of(before), NOW);
  }

  /** As {@code kubectl describe} would show it. */
  private static String shown(StatusReport.Pass pass, String type) {
    return conditions(pass).stream()
        .filter(it -> it.getType().equals(type))
        .map(it -> it.getStatus() + " " + it.getReason() + ": " + it.getMessage())
        .findFirst()
        .orElse("absent");
  }

  @Nested
  class Ready {
    private static String ready(Given given) {
      return shown(Passes.written(given), "Ready");
    }

    @Test
    void isSoWhenAllMembersServe() {
      assertThat(ready(activePassive().member("a").member("b").leads("a", 3)))
          .isEqualTo("True Serving: 2 of 2 members are ready.");
      assertThat(ready(activeActive().member("a"))).startsWith("True Serving: 1 of 1");
    }

    @Test
    void isNotSoWhileAMemberIsMissing() {
      assertThat(ready(activePassive().member("a").member("b", NOT_READY).leads("a", 3)))
          .isEqualTo("False RolloutWaiting: 1 of 2 members are ready.");
    }

    @Test
    void isNotSoBeforeTheFirstMemberServes() {
      assertThat(ready(activeActive().member("a", NOT_READY)))
          .isEqualTo("False WaitingForMembers: No member is ready.");
    }

    @Test
    void isNotSoWhenTheRouteIsHeldOrClosed() {
      assertThat(ready(activePassive().member("a", TERMINATED).leads("a", 3)))
          .startsWith("False RouteHeld: No member may lead; the route stays with a-id");
      assertThat(
              ready(
                  activePassive()
                      .whenNoCandidate(WhenNoCandidate.CLOSE)
                      .member("a", TERMINATED)
                      .leads("a", 3)))
          .startsWith("False RouteClosed: No member may lead; closed the route");
    }

    @Test
    void isNotSoForNamesThatBelongToOthers() {
      assertThat(ready(activeActive().service(new ServiceView.Taken("Gateway edge"))))
          .startsWith("False ServiceTaken: The Service belongs to Gateway edge; give another name");
      assertThat(ready(activePassive().lease(new LeaseView.Taken("Database ledger"))))
          .startsWith("False LeaseTaken: The Lease belongs to Database ledger; give another name");
      assertThat(ready(activeActive().withoutPorts().noService()))
          .startsWith("False ServicePortsMissing: ");
    }

    /** What the API server refuses is why there are no members: that is what has to be mended. */
    @Test
    void showsTheRootOfTheTrouble() {
      assertThat(
              ready(
                  activePassive()
                      .replicas(1)
                      .member("a", NOT_READY)
                      .leads("a", 3)
                      .refused(NEW, 1, "exceeded quota")))
          .isEqualTo("False RolloutRefused: Pods cannot be created: exceeded quota");
    }

    @Test
    void isNotSoForATemplateThatCannotBeRead() {
      assertThat(
              ready(
                  activePassive()
                      .templateUnreadable("It cannot be read.")
                      .member("a")
                      .member("b")
                      .leads("a", 3)))
          .isEqualTo("False TemplateUnreadable: It cannot be read.");
      assertThat(ready(activePassive().replicas(2).templateUnreadable("It cannot be read.")))
          .as("rather than WaitingForMembers")
          .isEqualTo("False TemplateUnreadable: It cannot be read.");
      assertThat(
              ready(
                  activePassive()
                      .templateUnreadable("It cannot be read.")
                      .member("a", TERMINATED)
                      .leads("a", 3)))
          .as("rather than RouteHeld")
          .startsWith("False TemplateUnreadable");
    }

    @Test
    void isNotSoBecauseTheAPIServerRefusedAWrite() {
      Given given = activeActive().replicas(3).member("a");
      assertThat(
              shown(
                  Passes.stopped(
                      given,
                      new Outcome.Stop.Refused(
                          new Action.CreateReplicaSet(NEW, 3), "no such field")),
                  "Ready"))
          .isEqualTo("False WriteRefused: The API server refused CreateReplicaSet: no such field");
    }

    @Test
    void isAsDecidedAfterAConflict() {
      Given given = activeActive().member("a").serviceNotAsDeclared();
      assertThat(
              shown(
                  Passes.stopped(
                      given,
                      new Outcome.Stop.Conflict(
                          new Action.ApplyService(Given.SERVICE_VERSION), "changed")),
                  "Ready"))
          .startsWith("True Serving");
    }

    /** It is put right at once, and harms nobody. */
    @Test
    void isSoThoughALabelWasForged() {
      assertThat(ready(activeActive().member("a").impostor("x", "a-id")))
          .startsWith("True Serving");
    }

    @Test
    void saysWhilePausedWhatItWouldDo() {
      assertThat(ready(activePassive().paused().member("a").member("b").leads("a", 3)))
          .isEqualTo("True Paused: Paused; there is nothing to do.");
      assertThat(ready(activePassive().paused().member("a", NOT_READY).member("b").leads("a", 3)))
          .startsWith("False Paused: Paused; would do this: LeaderNotReady: b leads from epoch 4");
      assertThat(ready(activeActive().paused().service(new ServiceView.Taken("Gateway edge"))))
          .startsWith("False ServiceTaken");
    }
  }

  @Nested
  class LeaderPresent {
    private static String leaderPresent(Given given) {
      return shown(Passes.written(given), "LeaderPresent");
    }

    @Test
    void isOfActivePassiveOnly() {
      assertThat(leaderPresent(activeActive().member("a"))).isEqualTo("absent");
    }

    @Test
    void isSoWhenTheHolderMayLead() {
      assertThat(leaderPresent(activePassive().member("a").member("b").leads("a", 3)))
          .isEqualTo("True Serving: a leads at epoch 3.");
    }

    @Test
    void saysWhyTheLeaderIsLost() {
      assertThat(leaderPresent(activePassive().member("a", DELETED).member("b").leads("a", 3)))
          .isEqualTo("False LeaderDeleted: a leads but is being deleted.");
      assertThat(leaderPresent(activePassive().member("a", NOT_READY).leads("a", 3)))
          .isEqualTo("False RouteHeld: a leads but is not ready.");
    }

    @Test
    void isNotSoWhenNobodyLeads() {
      assertThat(leaderPresent(activePassive().member("a", NOT_READY)))
          .isEqualTo("False WaitingForMembers: No member leads.");
      assertThat(leaderPresent(activePassive().member("b").leads("a", 3)))
          .isEqualTo("False LeaderGone: No member leads.");
    }
  }

  /** The workload elects: a leader leads once the route is open to it. */
  @Nested
  class LeaderPresentByElection {
    private static String leaderPresent(Given given) {
      return shown(Passes.written(given), "LeaderPresent");
    }

    private static Given two() {
      return activePassive().member("a").member("b");
    }

    @Test
    void isSoWhenTheHolderHasTheRoute() {
      assertThat(leaderPresent(two().follows(new Holder.Of(Given.id("a")), 3).routeTo("a", 5)))
          .isEqualTo("True Serving: a leads at epoch 5.");
    }

    @Test
    void isNotSoUntilTheHolderHasTheRoute() {
      assertThat(leaderPresent(two().follows(new Holder.Of(Given.id("a")), 3).routeClosed(5)))
          .startsWith("False HolderFollowed: a leads from epoch 6");
    }

    @Test
    void saysWhyNobodyDoes() {
      assertThat(leaderPresent(two().follows(new Holder.Stranger("laptop"), 3).routeClosed(5)))
          .startsWith("False HolderUnknown: The route is closed: the Lease is held by laptop");
      assertThat(leaderPresent(two().follows(new Holder.Nobody(), 3).routeClosed(5)))
          .startsWith("False LeaseAwaited: The route is closed: the Lease is vacant");
    }
  }

  @Nested
  class StandbyReady {
    private static String standbyReady(Given given) {
      return shown(Passes.written(given), "StandbyReady");
    }

    @Test
    void isOfActivePassiveOnly() {
      assertThat(standbyReady(activeActive().member("a"))).isEqualTo("absent");
    }

    @Test
    void isSoWhenAMemberOtherThanTheLeaderMayLead() {
      assertThat(standbyReady(activePassive().member("a").member("b").leads("a", 3)))
          .isEqualTo("True Serving: 1 standby is ready to lead.");
      assertThat(standbyReady(activePassive().member("a").member("b").member("c").leads("a", 3)))
          .isEqualTo("True Serving: 2 standbys are ready to lead.");
    }

    @Test
    void isNotSoWhenAllOthersAreIneligible() {
      assertThat(standbyReady(activePassive().member("a").member("b", NOT_READY).leads("a", 3)))
          .isEqualTo("False WaitingForMembers: 0 standbys are ready to lead.");
    }

    /** The eviction of the leader is refused then, as often as it is tried. */
    @Test
    void saysThatADrainWaits() {
      Given given = activePassive().member("a").member("b", NOT_READY).cordoned("a").leads("a", 3);
      assertThat(standbyReady(given))
          .isEqualTo(
              "False DrainWaiting: No standby is ready to lead, and the node of a, which leads, is"
                  + " about to be drained: that waits until a member is ready elsewhere.");
    }

    @Test
    void saysWhatToDoWhenNoneIsDeclared() {
      assertThat(standbyReady(activePassive().member("a").leads("a", 3)))
          .isEqualTo(
              "False NoStandbyDeclared: replicas is 1: nobody can take the leader's place;"
                  + " set replicas to 2 or more.");
    }
  }

  @Nested
  class Survivable {
    private static String survivable(Given given) {
      return shown(Passes.written(given), "Survivable");
    }

    private static Given twoOn(String node, String other) {
      return activeActive()
          .declared(it -> it.survive(Loss.NODE))
          .member("a")
          .member("b")
          .change("a", it -> it.node(node))
          .change("b", it -> it.node(other));
    }

    @Test
    void isThereIfALossIsDeclared() {
      assertThat(survivable(activeActive().member("a").member("b"))).isEqualTo("absent");
    }

    @Test
    void isSoIfEnoughAreLeft() {
      assertThat(survivable(twoOn("x", "y"))).startsWith("True Serving: Node x has 1 of 2 members");
    }

    @Test
    void isNotSoIfTooFewAreLeftThoughTheServiceIsReady() {
      assertThat(survivable(twoOn("x", "x"))).startsWith("False LossTooLarge: Node x has 2 of 2");
      assertThat(shown(Passes.written(twoOn("x", "x")), "Ready")).startsWith("True");
    }
  }

  @Nested
  class Dates {
    private final StatusReport.Pass serving = Passes.written(activeActive().member("a"));

    @Test
    void areOfTheFirstPass() {
      assertThat(conditions(serving))
          .extracting(Condition::getLastTransitionTime)
          .containsOnly(NOW);
    }

    @Test
    void stayWhileTheStatusDoesThoughReasonAndMessageChange() {
      assertThat(conditions(serving, ready("True")).getFirst())
          .satisfies(it -> {
            assertThat(it.getLastTransitionTime()).isEqualTo(BEFORE);
            assertThat(it.getReason()).isEqualTo(Reason.Serving.name());
          });
    }

    @Test
    void changeWithTheStatus() {
      assertThat(conditions(serving, ready("False")).getFirst().getLastTransitionTime())
          .isEqualTo(NOW);
    }

    @Test
    void areNotThoseOfAnotherCondition() {
      Condition other = new ConditionBuilder(ready("True")).withType("StandbyReady").build();
      assertThat(conditions(serving, other).getFirst().getLastTransitionTime()).isEqualTo(NOW);
    }

    private static Condition ready(String status) {
      return new ConditionBuilder()
          .withType("Ready")
          .withStatus(status)
          .withReason("Earlier")
          .withMessage("earlier")
          .withLastTransitionTime(BEFORE)
          .build();
    }
  }

  @Nested
  class Progressing {
    private static String progressing(Given given) {
      return shown(Passes.written(given), "Progressing");
    }

    private static Given updating() {
      return activePassive().old("a").old("b").replicas(2).leads("a", 3);
    }

    private static LeaseView failed(String leader) {
      return new LeaseView.Ours(
          Optional.of(Given.id(leader)),
          3,
          Given.LEASE_VERSION,
          List.of(),
          Fencing.NONE,
          new Trial.Failed(NEW));
    }

    @Test
    void isSoWhenNothingIsToBeDone() {
      assertThat(progressing(activePassive().member("a").member("b").leads("a", 3)))
          .isEqualTo("True Serving: Nothing is to be done.");
    }

    @Test
    void isSoWhileAnUpdateGoesOn() {
      assertThat(progressing(updating())).startsWith("True RolloutProgressed: ");
      assertThat(progressing(updating().member("c", NOT_READY)))
          .startsWith("True RolloutWaiting: ");
    }

    @Test
    void isNotSoWhenSomebodyHasToDoSomething() {
      assertThat(progressing(updating().declared(it -> it.updatePaused(true))))
          .startsWith("False UpdatePaused: The update is paused, with 0 members of revision new");
      assertThat(progressing(updating().paused())).startsWith("False Paused: ");
      assertThat(progressing(updating().templateUnreadable("Not a template.")))
          .isEqualTo("False TemplateUnreadable: Not a template.");
      assertThat(progressing(updating().refused(NEW, 1, "exceeded quota")))
          .startsWith("False RolloutRefused: ");
      assertThat(
              progressing(
                  updating()
                      .declared(it -> it.adopted(Maker.DEPLOYMENT).unfit("No such Deployment."))))
          .isEqualTo("False WorkloadUnfit: No such Deployment.");
      assertThat(progressing(updating().declared(it -> it.forbidden("It may not."))))
          .isEqualTo("False RightsMissing: It may not.");
    }

    @Test
    void isNotSoWhenARevisionFailedInItsTrial() {
      Given stopped =
          activePassive()
              .declared(it -> it.trial(Duration.ofSeconds(30)))
              .old("a")
              .member("b")
              .member("c")
              .replicas(2)
              .leads("a", 3)
              .lease(failed("a"));
      assertThat(progressing(stopped))
          .startsWith("False TrialFailed: Revision new failed when it led: the update is stopped");
      assertThat(shown(Passes.written(stopped), "Ready")).startsWith("False TrialFailed: ");
      assertThat(shown(Passes.written(stopped), "LeaderPresent")).startsWith("True ");
    }
  }

  @Test
  void speakOfTheGenerationThatWasSeen() {
    assertThat(conditions(Passes.written(activePassive().member("a").leads("a", 3))))
        .hasSize(4)
        .allMatch(it -> it.getObservedGeneration() == 8);
  }
}
