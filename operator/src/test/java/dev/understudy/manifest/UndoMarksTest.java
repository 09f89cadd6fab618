package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.api.OrderStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Undo;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UndoMarksTest {
  private static HAService annotated(Map<String, String> annotations) {
    HAService has = new HAService();
    has.setMetadata(
        new ObjectMetaBuilder().withResourceVersion("17").withAnnotations(annotations).build());
    return has;
  }

  @Test
  void whateverItSaysIsAnOrder() {
    assertThat(UndoMarks.undo(annotated(Map.of(Marks.UNDO, " previous "))))
        .contains(new Undo("previous", "17"));
    assertThat(UndoMarks.undo(annotated(Map.of(Marks.UNDO, "")))).contains(new Undo("", "17"));
    assertThat(UndoMarks.undo(annotated(Map.of()))).isEmpty();
  }

  @Test
  void anAnswerTakesTheOrderAwayAndLeavesAllElse() {
    HAService has = annotated(Map.of(Marks.UNDO, "7", "mine", "too"));
    var answer = new Action.AnswerUndo("7", Optional.empty(), false, "There is none.", "17");
    Map<String, String> after = UndoMarks.answered(has, answer, "2026-11-27T21:00:00Z");
    assertThat(after).containsOnlyKeys("mine", Marks.UNDO_ANSWER);
    OrderStatus status = UndoMarks.answer(annotated(after)).orElseThrow();
    assertThat(status.order).isEqualTo("7");
    assertThat(status.answer).isEqualTo(OrderStatus.Answer.Refused);
    assertThat(status.message).isEqualTo("There is none.");
  }

  @Test
  void aTemplateIsReadAsItWasDeclared() {
    assertThat(UndoMarks.template(keeping("{\"spec\":{\"containers\":[]}}")).orElseThrow())
        .hasToString("{\"spec\":{\"containers\":[]}}");
    assertThat(UndoMarks.template(keeping("spec:"))).isEmpty();
    assertThat(UndoMarks.template(keeping("7"))).isEmpty();
    assertThat(UndoMarks.template(new ReplicaSetBuilder().withNewMetadata().endMetadata().build()))
        .isEmpty();
  }

  private static ReplicaSet keeping(String template) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .addToAnnotations(Marks.TEMPLATE, template)
        .endMetadata()
        .build();
  }
}
