package dev.understudy.report;

import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.report.Passes.orders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.api.MemberStatus;
import dev.understudy.api.MemberStatus.Role;
import dev.understudy.decision.Given;
import dev.understudy.decision.Holder;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberBuilder;
import dev.understudy.decision.Rotation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusReportTest {
  private static final String NOW = "2026-11-24T12:00:00Z";

  private static HAServiceStatus status(Given given) {
    return StatusReport.of(orders(null), Passes.written(given), List.of(), NOW);
  }

  @Test
  void countsTheMembers() {
    HAServiceStatus status =
        status(
            activePassive()
                .replicas(3)
                .member("a")
                .member("b", NOT_READY)
                .old("c")
                .old("d", DELETED)
                .leads("c", 3));
    assertThat(status.ready).isEqualTo("2/3");
    assertThat(status.replicas).isEqualTo(3);
    assertThat(status.readyReplicas).isEqualTo(2);
    assertThat(status.updatedReplicas).isEqualTo(2);
    assertThat(status.revision).isEqualTo(Given.NEW);
    assertThat(status.selector).isEqualTo("understudy.dev/service=orders");
    assertThat(status.observedGeneration).isEqualTo(8);
    assertThat(status.conditions).hasSize(4);
  }

  @Test
  void namesNoRevisionOfATemplateThatCannotBeRead() {
    HAServiceStatus status =
        status(activePassive().templateUnreadable("It cannot be read.").member("a").leads("a", 3));
    assertThat(status.revision).isNull();
    assertThat(status.updatedReplicas).isZero();
    assertThat(status.leader).isEqualTo("a");
  }

  @Test
  void namesTheLeaderAndItsEpoch() {
    HAServiceStatus status = status(activePassive().member("a").member("b").leads("b", 3));
    assertThat(status.leader).isEqualTo("b");
    assertThat(status.epoch).isEqualTo(3);
  }

  @Test
  void saysWhoIsOutOfTheRotationAndDoesNotCountIt() {
    HAServiceStatus status =
        status(activeActive().member("a").member("b").rotation("b", Rotation.OUT));
    assertThat(status.members).extracting(it -> it.role).containsExactly(Role.Active, Role.Out);
    assertThat(status.ready).isEqualTo("1/2");
  }

  @Test
  void saysHowManyMembersStayWhenOthersAreEvicted() {
    assertThat(status(activeActive().member("a").member("b")).disruptionBudget)
        .isEqualTo("By Understudy: 1 of 2 members stay when others are evicted.");
  }

  @Test
  void namesNoLeaderInActiveActive() {
    assertThat(status(activeActive().member("a").leads("a", 3)).leader).isNull();
  }

  /** Who holds a Lease that the workload keeps leads once the route is open to it. */
  @Test
  void namesTheHolderThatTheRouteFollowed() {
    Given given = activePassive().member("a").follows(new Holder.Of(Given.id("a")), 3);
    HAServiceStatus closed = status(given.routeClosed(5));
    assertThat(closed.leader).isNull();
    assertThat(closed.epoch).isEqualTo(5);
    assertThat(closed.members).extracting(it -> it.role).containsExactly(Role.Standby);
    HAServiceStatus open = status(given.routeTo("a", 6));
    assertThat(open.leader).isEqualTo("a");
    assertThat(open.epoch).isEqualTo(6);
    assertThat(open.members).extracting(it -> it.role).containsExactly(Role.Leader);
  }

  @Test
  void saysWhomTheServiceSelects() {
    Given given = activePassive().member("a", NOT_READY);
    assertThat(status(given.routeTo("a", 3)).route).isEqualTo("One");
    assertThat(status(given.routeToAll(3)).route).isEqualTo("All");
    assertThat(status(given.routeClosed(3)).route).isEqualTo("Closed");
    assertThat(status(given.routeForeign(3)).route).isEqualTo("Foreign");
    assertThat(status(given.noService()).route).isEqualTo("None");
    assertThat(status(given.serviceOfNobody()).route).isEqualTo("None");
  }

  @Test
  void saysOfEachMemberWhatItDoesAndWhyItMayNotLead() {
    assertThat(
            status(activePassive().member("a").old("b", NOT_READY, NODE_NOT_READY).leads("a", 3))
                .members)
        .extracting(it -> it.name + " " + it.role + " " + it.revision + ": " + it.ineligible)
        .containsExactly("a Leader new: null", "b Standby old: is on a node that is not ready");
    assertThat(status(activeActive().member("a").leads("a", 3)).members)
        .extracting(it -> it.name + " " + it.role)
        .containsExactly("a Active");
  }

  @Test
  void saysWhereEachMemberStandsInThePreferenceIfOneIsDeclared() {
    Given given = activePassive().member("a").member("b").rank("b", 1).leads("a", 3);
    assertThat(status(given).members).extracting(it -> it.rank).containsOnlyNulls();
    HAService has = orders(null);
    has.getSpec().activePassive = new ActivePassiveSpec();
    assertThat(members(has, given)).extracting(it -> it.rank).containsOnlyNulls();
    has.getSpec().activePassive.preference = List.of();
    assertThat(members(has, given)).extracting(it -> it.rank).containsExactly(0L, 1L);
    assertThat(members(has, activeActive().member("a")))
        .extracting(it -> it.rank)
        .containsOnlyNulls();
  }

  private static List<MemberStatus> members(HAService has, Given given) {
    return Objects.requireNonNull(
        StatusReport.of(has, Passes.written(given), List.of(), NOW).members);
  }

  @Test
  void namesTheNodeOnceThereIsOne() {
    Member pending =
        MemberBuilder.pod("b", Given.NEW).node("").with(NOT_READY).readyFor(Duration.ZERO).build();
    assertThat(status(activeActive().member("a").member(pending)).members)
        .extracting(it -> it.node)
        .containsExactly("node", null);
  }

  @Test
  void keepsTheHistoryThatAFormerProcessWrote() {
    assertThat(failovers(told(5, 4), known(6))).containsExactly("6 known", "5 told", "4 told");
  }

  /** A process that finds a leadership in Lease and Service knows less of it than who made it. */
  @Test
  void letsStandWhatStatusTellsAlready() {
    assertThat(failovers(told(5, 4), known(5))).containsExactly("5 told", "4 told");
  }

  @Test
  void keepsTheLastFiveFailovers() {
    assertThat(failovers(told(5, 4, 3, 2, 1), known(7, 6)))
        .containsExactly("7 known", "6 known", "5 told", "4 told", "3 told");
  }

  private static List<String> failovers(List<FailoverStatus> told, List<FailoverStatus> known) {
    HAServiceStatus before = new HAServiceStatus();
    before.failovers = told;
    HAServiceStatus status =
        StatusReport.of(orders(before), Passes.written(activeActive().member("a")), known, NOW);
    return Objects.requireNonNull(status.failovers).stream()
        .map(it -> it.epoch + " " + it.reason)
        .toList();
  }

  private static List<FailoverStatus> told(long... epochs) {
    return failovers("told", epochs);
  }

  private static List<FailoverStatus> known(long... epochs) {
    return failovers("known", epochs);
  }

  private static List<FailoverStatus> failovers(String by, long... epochs) {
    return Arrays.stream(epochs)
        .mapToObj(epoch -> {
          FailoverStatus it = new FailoverStatus();
          it.epoch = epoch;
          it.reason = by;
          return it;
        })
        .toList();
  }
}
