package dev.understudy.decision;

import static dev.understudy.decision.Given.activePassive;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandbysTest {
  private static Given seen(StandbysView standbys) {
    return activePassive().member("a").member("b").leads("a", 3).standbys(standbys);
  }

  private static List<Action> written(Given given) {
    return Decider.decide(given.observation()).steps().stream()
        .flatMap(step -> step.actions().stream())
        .toList();
  }

  @Test
  void areServedAsIsDeclared() {
    assertThat(written(seen(StandbysView.AS_DECLARED))).isEmpty();
    assertThat(written(seen(new StandbysView.Missing())))
        .containsExactly(new Action.CreateStandbys());
    assertThat(written(seen(new StandbysView.Outdated("7"))))
        .containsExactly(new Action.ApplyStandbys("7"));
    assertThat(written(seen(new StandbysView.Unwanted("uid"))))
        .containsExactly(new Action.DeleteStandbys("uid"));
  }

  @Test
  void areNotServedByWhatBelongsToOthers() {
    Decision decision = Decider.decide(seen(new StandbysView.Taken("Gateway edge")).observation());
    assertThat(decision.steps())
        .filteredOn(step -> step.reason() == Reason.StandbysTaken)
        .singleElement()
        .satisfies(step -> assertThat(step.actions()).isEmpty())
        .satisfies(step -> assertThat(step.sentence()).contains("belongs to Gateway edge"));
  }

  @Test
  void areLeftAloneWhilePausedOrDeleted() {
    assertThat(written(seen(new StandbysView.Missing()).paused())).isEmpty();
    assertThat(written(seen(new StandbysView.Unwanted("uid")).deleting()))
        .noneMatch(Action.DeleteStandbys.class::isInstance);
  }
}
