package dev.understudy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/**
 * An event of a watch.
 *
 * @param gone whether the object was deleted, or is selected no more
 */
record Told(ResourceID id, long version, boolean gone) {
  /** There is no answer to what was asked. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String words) {
      super(words);
    }
  }

  /**
   * @param answer to a watch, whole: an event a line, the oldest first
   * @throws RefusedException if it is an error
   */
  static List<Told> read(KubernetesSerialization json, String answer) {
    return answer
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> of(json.unmarshal(line, JsonNode.class)))
        .toList();
  }

  private static Told of(JsonNode event) {
    String type = event.path("type").asText();
    JsonNode metadata = event.at("/object/metadata");
    if (type.equals("ERROR")) {
      throw new RefusedException(event.at("/object/message").asText());
    }
    JsonNode namespace = metadata.path("namespace");
    return new Told(
        new ResourceID(
            metadata.path("name").asText(), namespace.isTextual() ? namespace.asText() : null),
        Long.parseLong(metadata.path("resourceVersion").asText()),
        type.equals("DELETED"));
  }
}
