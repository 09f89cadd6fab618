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
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeciderTest {
  @Test
  void putsTrafficFirst() {
    Decision decision =
        activePassive()
            .replicas(3)
            .member("a", NOT_READY)
            .member("b")
            .leads("a", 3)
            .serviceNotAsDeclared()
            .impostor("x", "forged")
            .decide();
    assertThat(decision.steps())
        .extracting(Step::reason)
        .containsExactly(
            Reason.LeaderNotReady, Reason.LabelForged, Reason.RolesTold, Reason.Scaled);
  }

  @Test
  void saysWhetherItMovesTheRoute() {
    assertThat(activePassive().member("a").leaseOf("a", 3).routeClosed(3).decide().movesRoute())
        .isTrue();
    assertThat(activePassive().member("a").leaseOf("a", 3).noService().decide().movesRoute())
        .isTrue();
    assertThat(activePassive().member("a").leaseOf("a", 3).serviceOfNobody().decide().movesRoute())
        .isTrue();
    assertThat(activePassive().replicas(2).member("a").leads("a", 3).decide().movesRoute())
        .isFalse();
    assertThat(activePassive().member("a").leads("a", 3).decide().movesRoute()).isFalse();
  }

  /** Both wait for time to pass: the Lease to lapse, and the route to settle. */
  @Test
  void looksAgainForWhateverComesFirst() {
    assertDecided(settling(Duration.ofMillis(300))).rechecksAfter(Duration.ofMillis(300));
    assertDecided(settling(Duration.ofSeconds(13))).rechecksAfter(Duration.ofSeconds(1));
  }

  private static Given settling(Duration left) {
    return activePassive()
        .replicas(1)
        .member("a")
        .member("b")
        .follows(new LeaseView.Kept(new Holder.Of(id("a")), true, left, 3))
        .routeTo("a", 5)
        .routeSettledFor(Duration.ofSeconds(1));
  }

  @Test
  void holdsNobodyInAPassThatMovesTheRoute() {
    assertThat(
            activePassive()
                .declared(it -> it.fencing(Fencing.STOP_LEADER))
                .member("a")
                .leaseOf("a", 3)
                .routeClosed(3)
                .decide()
                .steps())
        .extracting(Step::reason)
        .contains(Reason.PromotionCompleted)
        .doesNotContain(Reason.MembersHeld);
  }

  /** The members that there are go on: one who cannot write a template still has a service. */
  @Test
  void replacesTheLeaderThoughTheTemplateIsUnreadable() {
    assertDecided(
            activePassive()
                .replicas(3)
                .templateUnreadable("It cannot be read.")
                .member("a", NOT_READY)
                .member("b")
                .member("c", UNLABELLED)
                .leads("a", 3))
        .traffic(
            Reason.LeaderNotReady,
            new Action.GrantLease(id("b"), 4, Fencing.NONE, LEASE_VERSION),
            new Action.MoveRoute(to("b"), 4, SERVICE_VERSION))
        .step(Reason.MembersLabelled, new Action.LabelMember("c", uid("c"), id("c")))
        .rollout(Reason.TemplateUnreadable)
        .saying("It cannot be read.")
        .waitsForEvents();
  }

  @Test
  void rollsNothingOutThatCannotBeRead() {
    assertDecided(
            activePassive()
                .replicas(5)
                .templateUnreadable("It cannot be read.")
                .member("a")
                .old("b")
                .leads("a", 3)
                .replicaSet("empty", 0))
        .traffic(Reason.Serving)
        .rollout(Reason.TemplateUnreadable)
        .writesNothing();
    assertDecided(activeActive().templateUnreadable("It cannot be read.").noService())
        .traffic(Reason.ServiceCreated, new Action.CreateService(new Route.ToAll(), 0))
        .rollout(Reason.TemplateUnreadable);
  }

  @Test
  void givesBackAnAdoptedServiceThoughTheTemplateIsUnreadable() {
    assertDecided(
            activePassive()
                .templateUnreadable("It cannot be read.")
                .deleting()
                .member("a")
                .leads("a", 3)
                .adopted())
        .traffic(Reason.ServiceGivenBack, new Action.GiveBackService(SERVICE_VERSION))
        .nothingElse();
  }

  /** A write that moves the route changes the version on which the other would depend. */
  @Test
  void bringsTheServiceToWhatIsDeclaredInAPassOfItsOwn() {
    assertThat(
            activePassive()
                .member("a", NOT_READY)
                .member("b")
                .leads("a", 3)
                .serviceNotAsDeclared()
                .decide()
                .steps())
        .extracting(Step::reason)
        .contains(Reason.LeaderNotReady)
        .doesNotContain(Reason.ServiceUpdated);
  }

  @Test
  void bringsTheServiceToWhatIsDeclared() {
    assertDecided(activeActive().member("a").serviceNotAsDeclared())
        .traffic(Reason.Serving)
        .step(Reason.ServiceUpdated, new Action.ApplyService(SERVICE_VERSION));
  }

  @Test
  void writesNothingWhilePausedAndSaysWhatItWould() {
    assertDecided(activePassive().paused().member("a", NOT_READY).member("b").leads("a", 3))
        .traffic(Reason.Paused)
        .nothingElse()
        .writesNothing()
        .saying("would do this: LeaderNotReady: b leads from epoch 4: a is not ready.");
  }

  @Test
  void saysWhenPausedThatThereIsNothingToDo() {
    assertDecided(activeActive().paused().member("a"))
        .traffic(Reason.Paused)
        .saying("there is nothing to do");
  }

  @Test
  void saysThoughPausedThatTheServiceBelongsToOthers() {
    assertDecided(activeActive().paused().service(new ServiceView.Taken("HAService other")))
        .traffic(Reason.ServiceTaken)
        .writesNothing();
  }

  @Test
  void givesAnAdoptedServiceBackOnDeletionThoughPaused() {
    assertDecided(activePassive().paused().deleting().member("a").leads("a", 3).adopted())
        .traffic(Reason.ServiceGivenBack, new Action.GiveBackService(SERVICE_VERSION));
  }

  @Test
  void givesAnAdoptedServiceBackOnDeletion() {
    assertDecided(activePassive().deleting().member("a", NOT_READY).leads("a", 3).adopted())
        .traffic(Reason.ServiceGivenBack, new Action.GiveBackService(SERVICE_VERSION))
        .nothingElse();
  }

  @Test
  void leavesWhatItCreatedToItsOwnersDeletion() {
    assertDecided(activePassive().deleting().member("a", NOT_READY).member("b").leads("a", 3))
        .traffic(Reason.Deleted)
        .nothingElse()
        .writesNothing();
  }

  @Test
  void leavesAServiceOfOthersOnDeletion() {
    assertDecided(activeActive().deleting().service(new ServiceView.Taken("HAService other")))
        .traffic(Reason.Deleted)
        .writesNothing();
  }

  @Test
  void writesNothingWhenTheServiceBelongsToOthers() {
    assertDecided(
            activeActive()
                .replicas(3)
                .member("a")
                .service(new ServiceView.Taken("HAService other")))
        .traffic(Reason.ServiceTaken)
        .nothingElse()
        .writesNothing()
        .saying("The Service belongs to HAService other;")
        .rechecksAfter(Duration.ofSeconds(30));
  }

  @Test
  void writesNothingWhenTheLeaseBelongsToOthers() {
    assertDecided(activePassive().member("a").lease(new LeaseView.Taken("Deployment other")))
        .traffic(Reason.LeaseTaken)
        .nothingElse()
        .writesNothing()
        .saying("The Lease belongs to Deployment other;")
        .rechecksAfter(Duration.ofSeconds(30));
  }

  @Test
  void writesNothingWhenThereCanBeNoService() {
    assertDecided(activePassive().withoutPorts().noService().member("a").member("b"))
        .traffic(Reason.ServicePortsMissing)
        .nothingElse()
        .writesNothing()
        .rechecksAfter(Duration.ofSeconds(30));
  }

  @Test
  void needsNoPortsForAServiceThatIsThere() {
    assertDecided(activeActive().withoutPorts().member("a")).traffic(Reason.Serving);
  }

  @Test
  void hasAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decision(List.of(), Optional.empty()));
  }

  /** Else half of it would be done. */
  @Test
  void nothingIsWrittenThatTheOperatorHasNoRightTo() {
    assertDecided(
            activePassive()
                .declared(it -> it.forbidden("No right: set rbac.makePods=true."))
                .member("a", NOT_READY)
                .member("b")
                .leads("a", 3))
        .writesNothing()
        .traffic(Reason.RightsMissing)
        .saying("rbac.makePods=true");
  }
}
