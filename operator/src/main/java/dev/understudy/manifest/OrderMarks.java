package dev.understudy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.api.HAService;
import dev.understudy.api.OrderStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Order;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The order of a switchover, and what became of it, as annotations of the HAService. */
public final class OrderMarks {
  private static final String ANYBODY = "any";
  private static final Pattern TAKEN = Pattern.compile("(.*) from epoch (\\d{1,18})");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OrderMarks() {}

  /** Whatever the annotation says is an order: one that makes no sense is answered too. */
  public static Optional<Order> order(HAService has) {
    return annotation(has, Marks.ORDER).map(words -> order(has, words));
  }

  private static Order order(HAService has, String words) {
    Matcher taken = TAKEN.matcher(words);
    String who = taken.matches() ? taken.group(1) : words;
    return new Order(
        who,
        Optional.of(who.strip()).filter(it -> !it.equals(ANYBODY)),
        taken.matches() ? Optional.of(Long.valueOf(taken.group(2))) : Optional.empty(),
        has.getMetadata().getResourceVersion());
  }

  public static Map<String, @Nullable String> taken(Action.TakeOrder take) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ORDER, take.words() + " from epoch " + take.from());
    return annotations;
  }

  /**
   * With null for the order, which is taken away.
   *
   * @param now for people
   */
  public static Map<String, @Nullable String> answered(Action.AnswerOrder answer, String now) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ORDER, null);
    annotations.put(
        Marks.ORDER_ANSWER, said(answer.words(), answer.done(), answer.sentence(), now));
    return annotations;
  }

  /** What became of an order, as JSON. */
  static String said(String words, boolean done, String sentence, String now) {
    OrderStatus status = new OrderStatus();
    status.order = words;
    status.answer = done ? OrderStatus.Answer.Done : OrderStatus.Answer.Refused;
    status.message = sentence;
    status.time = now;
    try {
      return MAPPER.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** None if nothing was ever ordered, or somebody has changed what was answered. */
  public static Optional<OrderStatus> answer(HAService has) {
    return answer(has, Marks.ORDER_ANSWER);
  }

  static Optional<OrderStatus> answer(HAService has, String mark) {
    return annotation(has, mark).flatMap(OrderMarks::read);
  }

  private static Optional<OrderStatus> read(String json) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, OrderStatus.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Optional<String> annotation(HAService has, String name) {
    return Optional.ofNullable(has.getMetadata().getAnnotations()).map(all -> all.get(name));
  }
}
