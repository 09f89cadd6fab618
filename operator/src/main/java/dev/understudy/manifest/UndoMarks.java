package dev.understudy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.api.HAService;
import dev.understudy.api.OrderStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Undo;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The order to declare an old template again, and what became of it, as annotations. */
public final class UndoMarks {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private UndoMarks() {}

  /** Whatever the annotation says is an order: one that makes no sense is answered too. */
  public static Optional<Undo> undo(HAService has) {
    return OrderMarks.annotation(has, Marks.UNDO)
        .map(words -> new Undo(words.strip(), has.getMetadata().getResourceVersion()));
  }

  /**
   * All annotations of the HAService as they are then.
   *
   * @param now for people
   */
  public static Map<String, String> answered(HAService has, Action.AnswerUndo answer, String now) {
    Map<String, String> annotations = new HashMap<>(has.getMetadata().getAnnotations());
    annotations.remove(Marks.UNDO);
    annotations.put(
        Marks.UNDO_ANSWER, OrderMarks.said(answer.words(), answer.done(), answer.sentence(), now));
    return annotations;
  }

  /** None if nothing was ever undone, or somebody has changed what was answered. */
  public static Optional<OrderStatus> answer(HAService has) {
    return OrderMarks.answer(has, Marks.UNDO_ANSWER);
  }

  /** The template that a ReplicaSet was made from, as it was declared. */
  public static Optional<JsonNode> template(ReplicaSet set) {
    return Optional.ofNullable(set.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Marks.TEMPLATE))
        .flatMap(UndoMarks::read);
  }

  private static Optional<JsonNode> read(String json) {
    try {
      return Optional.of(MAPPER.readTree(json)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // edited by hand
    }
  }
}
