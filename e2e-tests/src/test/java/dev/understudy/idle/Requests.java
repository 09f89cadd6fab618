package dev.understudy.idle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an API server that only the operator asks has recorded in its audit log. */
record Requests(Path log) {
  /** Each request once, where it ends; a watch where it begins, for it may not end. */
  static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - {level: None, users: ["system:apiserver"]}
      - {level: Metadata}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many there were of each kind, in that time. */
  Map<String, Long> between(Instant from, Instant to) {
    try {
      return count(Files.readAllLines(log), from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line may be half written: then it does not count. */
  static Map<String, Long> count(List<String> lines, Instant from, Instant to) {
    return lines.stream()
        .map(Requests::parse)
        .filter(Requests::counts)
        .filter(it -> isBetween(it, from, to))
        .collect(Collectors.groupingBy(Requests::kind, TreeMap::new, Collectors.counting()));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static boolean counts(JsonNode entry) {
    boolean watch = "watch".equals(entry.path("verb").asText());
    return entry.path("stage").asText().equals("Response" + (watch ? "Started" : "Complete"));
  }

  private static boolean isBetween(JsonNode entry, Instant from, Instant to) {
    Instant received = Instant.parse(entry.path("requestReceivedTimestamp").asText());
    return !received.isBefore(from) && received.isBefore(to);
  }

  private static String kind(JsonNode entry) {
    JsonNode object = entry.path("objectRef");
    String subresource = object.path("subresource").asText();
    return entry.path("verb").asText()
        + " "
        + (object.isMissingNode()
            ? entry.path("requestURI").asText()
            : object.path("resource").asText())
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
