package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.decision.BudgetView;
import dev.understudy.manifest.BudgetManifest;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BudgetReaderTest {
  private static final Map<String, String> OF_ALL = Map.of(Marks.SERVICE, "orders");

  private static PodDisruptionBudget others(String name, LabelSelector selector) {
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withUid("uid-of-" + name)
        .endMetadata()
        .withNewSpec()
        .withNewMaxUnavailable(0)
        .withSelector(selector)
        .endSpec()
        .build();
  }

  private static LabelSelector matching(Map<String, String> labels) {
    return new LabelSelectorBuilder().withMatchLabels(labels).build();
  }

  private static PodDisruptionBudget ours(Scene scene) {
    return new PodDisruptionBudgetBuilder(BudgetManifest.declared(scene.has(), 1))
        .editMetadata()
        .withUid("uid-of-ours")
        .endMetadata()
        .build();
  }

  @Nested
  class Own {
    @Test
    void isOursIfWeMadeIt() {
      Scene scene = new Scene().pod("a");
      assertThat(scene.budget(ours(scene)).observe().budgets())
          .isEqualTo(
              new BudgetView(
                  new BudgetView.Own.Ours(Optional.of(1), "uid-of-ours"), List.of(), List.of()));
    }

    @Test
    void isNotAsItShouldBeIfSomebodyEditedIt() {
      Scene scene = new Scene();
      PodDisruptionBudget edited =
          new PodDisruptionBudgetBuilder(ours(scene))
              .editSpec()
              .withUnhealthyPodEvictionPolicy("IfHealthyBudget")
              .endSpec()
              .build();
      assertThat(scene.budget(edited).observe().budgets().own())
          .isEqualTo(new BudgetView.Own.Ours(Optional.empty(), "uid-of-ours"));
    }

    @Test
    void isTakenIfSomebodyElseDid() {
      assertThat(
              new Scene()
                  .budget(others("orders", matching(Map.of("app", "x"))))
                  .observe()
                  .budgets())
          .isEqualTo(
              new BudgetView(new BudgetView.Own.Taken("somebody else"), List.of(), List.of()));
    }

    @Test
    void isAbsentIfThereIsNone() {
      assertThat(new Scene().observe().budgets())
          .isEqualTo(new BudgetView(new BudgetView.Own.Absent(), List.of(), List.of()));
    }
  }

  @Nested
  class Others {
    @Test
    void countIfTheySelectAMember() {
      Scene scene =
          new Scene()
              .pod("a", it -> it.editMetadata().addToLabels("tier", "gold").endMetadata())
              .budget(others("gold", matching(Map.of("tier", "gold"))))
              .budget(others("lead", matching(Map.of("tier", "lead"))));
      assertThat(scene.observe().budgets().others()).containsExactly("gold");
    }

    /** Before there is a pod of it: ours would be in the way of it when there is. */
    @Test
    void countIfTheySelectWhatTheTemplateMakes() {
      Scene scene = new Scene().budget(others("all", matching(OF_ALL)));
      assertThat(scene.observe().budgets().others()).containsExactly("all");
    }

    @Test
    void clashIfTwoSelectTheSameMember() {
      Scene scene =
          new Scene()
              .pod("a")
              .budget(others("one", matching(OF_ALL)))
              .budget(others("other", new LabelSelector()));
      assertThat(scene.observe().budgets().clashing()).containsExactly("one", "other");
    }

    @Test
    void doNotClashIfEachSelectsAnother() {
      Scene scene =
          new Scene()
              .pod("a", it -> it.editMetadata().addToLabels("tier", "gold").endMetadata())
              .pod("b", it -> it.editMetadata().addToLabels("tier", "lead").endMetadata())
              .budget(others("gold", matching(Map.of("tier", "gold"))))
              .budget(others("lead", matching(Map.of("tier", "lead"))));
      assertThat(scene.observe().budgets().others()).containsExactly("gold", "lead");
      assertThat(scene.observe().budgets().clashing()).isEmpty();
    }
  }

  @Nested
  class Selector {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "gold");

    private static boolean selects(String key, String operator, String... values) {
      return BudgetReader.selects(
          new LabelSelectorBuilder()
              .addNewMatchExpression()
              .withKey(key)
              .withOperator(operator)
              .withValues(values)
              .endMatchExpression()
              .build(),
          LABELS);
    }

    @Test
    void selectsByLabelsAndExpressions() {
      assertThat(BudgetReader.selects(matching(Map.of("app", "web")), LABELS)).isTrue();
      assertThat(BudgetReader.selects(matching(Map.of("app", "db")), LABELS)).isFalse();
      assertThat(selects("app", "In", "db", "web")).isTrue();
      assertThat(selects("app", "In", "db")).isFalse();
      assertThat(selects("none", "In", "db")).isFalse();
      assertThat(selects("app", "NotIn", "web")).isFalse();
      assertThat(selects("none", "NotIn", "web")).isTrue();
      assertThat(selects("app", "Exists")).isTrue();
      assertThat(selects("none", "Exists")).isFalse();
      assertThat(selects("app", "DoesNotExist")).isFalse();
      assertThat(selects("none", "DoesNotExist")).isTrue();
      assertThat(selects("app", "Newer")).isFalse();
    }

    @Test
    void selectsAllIfItIsEmptyAndNothingIfThereIsNone() {
      assertThat(BudgetReader.selects(new LabelSelector(), LABELS)).isTrue();
      assertThat(BudgetReader.selects(null, LABELS)).isFalse();
    }
  }
}
