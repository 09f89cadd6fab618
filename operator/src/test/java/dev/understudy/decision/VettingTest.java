package dev.understudy.decision;

import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Ineligibility.HANGS;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VettingTest {
  private final List<MemberId> tried = new ArrayList<>();

  private Decision decide(Given given, Map<String, Ineligibility> faults) {
    Observation vetted =
        Vetting.of(
            given.observation(),
            member -> {
              tried.add(member);
              return faults.entrySet().stream()
                  .filter(it -> id(it.getKey()).equals(member))
                  .findFirst()
                  .map(Map.Entry::getValue);
            });
    return Decider.decide(vetted);
  }

  private static Given lost() {
    return activePassive()
        .member("a", NOT_READY)
        .member("b")
        .member("c")
        .readyFor("b", Duration.ofHours(1))
        .leads("a", 3);
  }

  @Test
  void nobodyIsTriedWhileNobodyIsPromoted() {
    decide(activePassive().member("a").member("b").leads("a", 3), Map.of());
    decide(activeActive().member("a").member("b"), Map.of());
    assertThat(tried).isEmpty();
  }

  @Test
  void whoeverIsToBePromotedIsTriedOnce() {
    assertThat(decide(lost(), Map.of()).promoted()).contains(id("b"));
    assertThat(tried).containsExactly(id("b"));
  }

  /** Before it is stopped, or the route closed to it, and not only when somebody is to lead. */
  @Test
  void noLeaderIsDeposedForAStandbyThatRefuses() {
    List<Consumer<PolicyBuilder>> ways =
        List.of(
            it -> it.fencing(Fencing.STOP_LEADER),
            it -> it.handover(new Handover(true, Duration.ofSeconds(5))),
            it -> it.hooks(new Hooks(Optional.of(WhenHookFails.HOLD), Optional.empty())));
    for (Consumer<PolicyBuilder> way : ways) {
      Given given =
          activePassive()
              .declared(way)
              .member("a")
              .member("b")
              .cordoned("a")
              .held("a")
              .leads("a", 3);
      assertThat(decide(given, Map.of()).reason()).isEqualTo(Reason.LeaderNodeCordoned);
      assertThat(decide(given, Map.of("b", REFUSES)).reason()).isEqualTo(Reason.Serving);
      assertThat(tried).containsExactly(id("b"), id("b"));
      tried.clear();
    }
  }

  @Test
  void aStandbyThatRefusesIsPassedOver() {
    assertThat(decide(lost(), Map.of("b", REFUSES)).promoted()).contains(id("c"));
    assertThat(tried).containsExactly(id("b"), id("c"));
  }

  @Test
  void aStandbyThatDoesNotAnswerIsPassedOver() {
    assertThat(decide(lost(), Map.of("b", SILENT)).promoted()).contains(id("c"));
  }

  @Test
  void nobodyIsPromotedIfAllRefuse() {
    Decision decision = decide(lost(), Map.of("b", REFUSES, "c", REFUSES));
    assertThat(decision.promoted()).isEmpty();
    assertThat(decision.reason()).isEqualTo(Reason.RouteHeld);
    assertThat(tried).containsExactly(id("b"), id("c"));
  }

  /** Something may forbid the operator to connect; the leader is lost either way. */
  @Test
  void ifNoneAnswersOneOfThemIsPromotedAllTheSame() {
    assertThat(decide(lost(), Map.of("b", SILENT, "c", SILENT)).promoted()).contains(id("b"));
    assertThat(decide(lost(), Map.of("b", REFUSES, "c", SILENT)).promoted()).contains(id("c"));
  }

  @Test
  void whoeverLeadsGoesOnIfNoneAnswers() {
    Given planned = activePassive().member("a").member("b").cordoned("a").leads("a", 3);
    assertThat(decide(planned, Map.of()).promoted()).contains(id("b"));
    assertThat(decide(planned, Map.of("b", SILENT)).reason()).isEqualTo(Reason.Serving);
  }

  @Test
  void whoeverLeadsAndHangsIsNotReplacedByOneThatDoesNotAnswer() {
    Given hanging = activePassive().member("a", HANGS).member("b").leads("a", 3);
    assertThat(decide(hanging, Map.of()).promoted()).contains(id("b"));
    assertThat(decide(hanging, Map.of("b", SILENT)).promoted()).isEmpty();
  }

  @Test
  void aLostLeaderIsStoppedForOneThatIsThere() {
    Given gated = lost().declared(it -> it.fencing(Fencing.STOP_LEADER));
    Decision decision = decide(gated, Map.of("b", REFUSES));
    assertThat(decision.reason()).isEqualTo(Reason.LeaderNotReady);
    assertThat(decision.successor()).contains(id("c"));
    assertThat(decide(gated, Map.of("b", REFUSES, "c", REFUSES)).reason())
        .isEqualTo(Reason.RouteHeld);
  }
}
