package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.api.OrderStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Order;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderMarksTest {
  private static HAService annotated(Map<String, @Nullable String> annotations) {
    HAService has = new HAService();
    has.setMetadata(
        new ObjectMetaBuilder()
            .withName("orders")
            .withResourceVersion("17")
            .withAnnotations(new HashMap<>(annotations))
            .build());
    return has;
  }

  private static Optional<Order> read(String words) {
    return OrderMarks.order(annotated(Map.of(Marks.ORDER, words)));
  }

  @Test
  void aNewOrderNamesAPodOrNobody() {
    assertThat(OrderMarks.order(annotated(Map.of()))).isEmpty();
    assertThat(read("any")).contains(new Order("any", Optional.empty(), Optional.empty(), "17"));
    assertThat(read("orders-1"))
        .contains(new Order("orders-1", Optional.of("orders-1"), Optional.empty(), "17"));
  }

  /** Nobody is called that, and so it is answered. */
  @Test
  void whatMakesNoSenseIsAnOrderToo() {
    assertThat(read("").flatMap(Order::to)).contains("");
    assertThat(read("orders-1 from epoch x").flatMap(Order::to)).contains("orders-1 from epoch x");
    assertThat(read("any from epoch 99999999999999999999").flatMap(Order::from)).isEmpty();
  }

  @Test
  void aTakenOrderSaysWhichLeadershipItEnds() {
    var take = new Action.TakeOrder("orders-1", 7, "17");
    assertThat(OrderMarks.order(annotated(OrderMarks.taken(take))))
        .contains(new Order("orders-1", Optional.of("orders-1"), Optional.of(7L), "17"));
  }

  @Test
  void anAnswerIsReadAgain() {
    var answer = new Action.AnswerOrder("any", false, "There is no other member.", "17");
    Map<String, @Nullable String> annotations = OrderMarks.answered(answer, "2026-11-27T21:00:00Z");
    assertThat(annotations).containsEntry(Marks.ORDER, null);
    OrderStatus status = OrderMarks.answer(annotated(annotations)).orElseThrow();
    assertThat(status.order).isEqualTo("any");
    assertThat(status.answer).isEqualTo(OrderStatus.Answer.Refused);
    assertThat(status.message).isEqualTo("There is no other member.");
    assertThat(status.time).isEqualTo("2026-11-27T21:00:00Z");
  }

  @Test
  void anAnswerThatSomebodyChangedIsNone() {
    assertThat(OrderMarks.answer(annotated(Map.of(Marks.ORDER_ANSWER, "yes")))).isEmpty();
    assertThat(OrderMarks.answer(annotated(Map.of()))).isEmpty();
  }
}
