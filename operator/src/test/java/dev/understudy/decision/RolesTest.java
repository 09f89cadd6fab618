package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told what, and when. */
class RolesTest {
  private static final Role STANDBY = new Role.Standby();
  private static final Role NONE = new Role.None();

  private static Action tell(String pod, Role role, long epoch) {
    return new Action.TellRole(pod, Given.uid(pod), Given.POD_VERSION, new Told(role, epoch));
  }

  private static Action leader(String pod, long epoch) {
    return tell(pod, new Role.Leader(epoch), epoch);
  }

  private static List<Action> told(Given given) {
    return given.decide().actions().stream().filter(Action.TellRole.class::isInstance).toList();
  }

  private static Given aLeads() {
    return Given.activePassive().member("a").member("b").member("c").leads("a", 7);
  }

  @Test
  void whoeverWasToldIsNotToldAgain() {
    assertDecided(aLeads()).writesNothing();
  }

  @Test
  void leaderAndStandbysAreToldTheirPart() {
    assertDecided(aLeads().told("a", NONE, 0).told("b", NONE, 0))
        .step(Reason.RolesTold, leader("a", 7), tell("b", STANDBY, 7))
        .saying("Told a that it leads at epoch 7, b that it stands by.");
  }

  @Test
  void thePromotedIsToldInTheSamePassBehindTheOldLeader() {
    Given given =
        Given.activePassive()
            .member("b")
            .member("c", Ineligibility.NOT_READY)
            .member("d")
            .leads("c", 7)
            .told("d", NONE, 0);
    assertThat(given.decide().actions().subList(0, 2))
        .hasOnlyElementsOfTypes(Action.GrantLease.class, Action.MoveRoute.class);
    assertThat(told(given))
        .containsExactly(tell("c", STANDBY, 8), leader("b", 8), tell("d", STANDBY, 8));
  }

  @Test
  void whoLeadsIsToldBeforeWhoStandsBy() {
    assertThat(told(aLeads().leads("c", 7).told("a", NONE, 0).told("c", NONE, 0)))
        .containsExactly(leader("c", 7), tell("a", STANDBY, 7));
  }

  /** As after active-active, in which nobody was told anything, and back. */
  @Test
  void theSameEpochIsToldAgainIfThePartIsAnother() {
    assertThat(told(aLeads().told("a", NONE, 7).told("b", NONE, 7)))
        .containsExactly(leader("a", 7), tell("b", STANDBY, 7));
  }

  @Test
  void nobodyLeadsWhileLeaseAndRouteAreOfTwoEpochs() {
    Given given =
        Given.activePassive()
            .member("a", Ineligibility.NOT_READY)
            .leaseOf("a", 4)
            .routeTo("a", 3)
            .told("a", new Role.Leader(3), 3);
    assertDecided(given).traffic(Reason.RouteHeld).step(Reason.RolesTold, tell("a", STANDBY, 4));
  }

  @Test
  void theLostLeaderThatKeepsTheRouteIsLeftAsItIs() {
    Given given =
        Given.activePassive()
            .member("a", Ineligibility.NOT_READY)
            .leads("a", 7)
            .whenNoCandidate(WhenNoCandidate.HOLD_LAST);
    assertThat(told(given)).isEmpty();
  }

  @Test
  void theLostLeaderThatLosesTheRouteIsToldSo() {
    Given given =
        Given.activePassive()
            .member("a", Ineligibility.NOT_READY)
            .leads("a", 7)
            .whenNoCandidate(WhenNoCandidate.CLOSE);
    assertThat(told(given)).containsExactly(tell("a", STANDBY, 8));
  }

  @Test
  void whomTheLeaseNamesIsToldOnlyWhenTheRouteIsOpenToIt() {
    Given given = aLeads().leaseOf("b", 8).told("b", STANDBY, 7).told("a", new Role.Leader(7), 7);
    assertDecided(given)
        .traffic(
            Reason.PromotionCompleted,
            new Action.MoveRoute(Given.to("b"), 8, Given.SERVICE_VERSION));
    assertThat(told(given)).containsExactly(tell("a", STANDBY, 8), leader("b", 8));
  }

  @Test
  void anOlderEpochIsNotTold() {
    Observation seen = aLeads().told("b", new Role.Leader(9), 9).observation();
    assertThat(Roles.decide(seen, List.of())).isEmpty();
  }

  /** Somebody deleted Lease and Service: the members still know. */
  @Test
  void theNextEpochIsBeyondWhatMembersWereTold() {
    Given given = Given.activePassive().member("a").noService().told("a", new Role.Leader(9), 9);
    assertDecided(given)
        .traffic(
            Reason.LeaderChosen,
            new Action.CreateLease(Given.id("a"), 10, Fencing.NONE),
            new Action.CreateService(Given.to("a"), 10));
    assertThat(told(given)).containsExactly(leader("a", 10));
  }

  @Test
  void aLeaseBehindWhatMembersWereToldIsBroughtBeyondIt() {
    Given given = aLeads().told("c", STANDBY, 9);
    assertDecided(given)
        .traffic(
            Reason.LeaseBehind,
            new Action.GrantLease(Given.id("a"), 10, Fencing.NONE, Given.LEASE_VERSION),
            new Action.MoveRoute(Given.to("a"), 10, Given.SERVICE_VERSION));
  }

  @Test
  void whatSomebodyElseWroteIsPutRight() {
    assertThat(told(aLeads().told("a", new Role.Foreign("primary"), 0)))
        .containsExactly(leader("a", 7));
  }

  @Test
  void allAreToldNothingAnyMoreInActiveActive() {
    Given given =
        Given.activeActive()
            .member("a")
            .member("b")
            .member("c")
            .told("a", new Role.Leader(7), 7)
            .told("b", STANDBY, 6)
            .told("c", NONE, 5);
    assertThat(told(given)).containsExactly(tell("a", NONE, 7), tell("b", NONE, 6));
  }

  @Test
  void nobodyIsToldWhilePaused() {
    assertThat(told(aLeads().told("b", NONE, 0).paused())).isEmpty();
  }

  /** Its version changes with the label: it is told in the next pass. */
  @Test
  void whoIsLabelledIsToldLater() {
    Given given = aLeads().member("d", Ineligibility.UNLABELLED).told("d", NONE, 0);
    assertDecided(given)
        .step(Reason.MembersLabelled, new Action.LabelMember("d", Given.uid("d"), Given.id("d")));
    assertThat(told(given)).isEmpty();
  }

  @Test
  void whoIsOnItsWayOutIsToldOnlyThatItLeadsNoMore() {
    Given given =
        aLeads()
            .member("d", Ineligibility.DELETED)
            .told("d", new Role.Leader(6), 6)
            .member("e", Ineligibility.DELETED)
            .told("e", NONE, 0);
    assertThat(told(given)).containsExactly(tell("d", STANDBY, 7));
  }

  @Test
  void whatHasStoppedHearsNothing() {
    Given given =
        aLeads().member("d", Ineligibility.DELETED).stopped("d").told("d", new Role.Leader(6), 6);
    assertThat(told(given)).isEmpty();
  }

  @Test
  void theHolderOfAKeptLeaseIsToldTheEpochOfTheRoute() {
    Given given =
        Given.activePassive()
            .member("a")
            .member("b")
            .routeTo("a", 4)
            .follows(new Holder.Of(Given.id("b")), 2)
            .told("a", new Role.Leader(4), 4);
    assertThat(told(given)).containsExactly(tell("a", STANDBY, 5), leader("b", 5));
  }

  @Test
  void theHolderOfALapsedLeaseIsToldThatItStandsBy() {
    Given given =
        Given.activePassive()
            .member("a")
            .routeTo("a", 4)
            .follows(new LeaseView.Kept(new Holder.Of(Given.id("a")), true, Duration.ZERO, 2))
            .told("a", new Role.Leader(4), 4);
    assertThat(told(given)).containsExactly(tell("a", STANDBY, 5));
  }
}
