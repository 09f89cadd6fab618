package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.SERVICE_VERSION;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Ineligibility.NOT_READY;

import org.junit.jupiter.api.Test;

class ActiveActiveTest {
  private static final Route TO_ALL = new Route.ToAll();

  @Test
  void servesWhenOpenToAll() {
    assertDecided(activeActive().member("a").member("b"))
        .traffic(Reason.Serving)
        .writesNothing()
        .waitsForEvents();
  }

  @Test
  void servesWithOneReadyMember() {
    assertDecided(activeActive().member("a").member("b", NOT_READY)).traffic(Reason.Serving);
  }

  @Test
  void waitsWhenNoMemberIsReady() {
    assertDecided(activeActive().member("a", NOT_READY)).traffic(Reason.WaitingForMembers);
  }

  @Test
  void createsTheServiceOpenToAllFromTheFirstMoment() {
    assertDecided(activeActive().noService())
        .traffic(Reason.ServiceCreated, new Action.CreateService(TO_ALL, 0));
  }

  @Test
  void createsTheServiceAtTheEpochThatTheLeaseHasReached() {
    assertDecided(activeActive().member("a").leaseOf("a", 7).noService())
        .traffic(Reason.ServiceCreated, new Action.CreateService(TO_ALL, 7));
  }

  @Test
  void adoptsAServiceOnceAllMembersAreReady() {
    assertDecided(activeActive().member("a").member("b").leaseVacant(3).serviceOfNobody())
        .traffic(Reason.ServiceAdopted, new Action.AdoptService(TO_ALL, 3, SERVICE_VERSION));
  }

  @Test
  void leavesAServiceAsItIsUntilAllMembersAreReady() {
    assertDecided(activeActive().member("a").member("b", NOT_READY).serviceOfNobody())
        .traffic(Reason.WaitingForMembers);
  }

  @Test
  void doesNotAdoptAServiceForNobody() {
    assertDecided(activeActive().replicas(0).serviceOfNobody()).traffic(Reason.WaitingForMembers);
  }

  @Test
  void opensToAllInOneWriteAfterAChangeOfMode() {
    assertDecided(activeActive().member("a").member("b").leads("a", 4))
        .traffic(Reason.ModeChanged, new Action.MoveRoute(TO_ALL, 4, SERVICE_VERSION));
  }

  @Test
  void opensToAllEvenIfNobodyIsReady() {
    assertDecided(activeActive().member("a", NOT_READY).leaseVacant(5).routeClosed(4))
        .traffic(Reason.ModeChanged, new Action.MoveRoute(TO_ALL, 5, SERVICE_VERSION));
  }

  @Test
  void neverLowersTheEpochOfTheService() {
    assertDecided(activeActive().member("a").leaseOf("a", 2).routeTo("a", 9))
        .traffic(Reason.ModeChanged, new Action.MoveRoute(TO_ALL, 9, SERVICE_VERSION));
  }

  @Test
  void repairsASelectorThatSomebodyChanged() {
    assertDecided(activeActive().member("a").routeForeign(4))
        .traffic(Reason.RouteRepaired, new Action.MoveRoute(TO_ALL, 4, SERVICE_VERSION));
  }

  @Test
  void doesNotMindWhoseTheLeaseIs() {
    assertDecided(activeActive().member("a").lease(new LeaseView.Taken("Lease of somebody")))
        .traffic(Reason.Serving)
        .writesNothing();
  }
}
