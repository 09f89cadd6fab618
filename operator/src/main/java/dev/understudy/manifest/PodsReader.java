package dev.understudy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an open schema let through, read as Kubernetes' types. Only here: an HAService that had them
 * as its own could not be read at all, and would take every other one of its list with it.
 */
final class PodsReader {
  private static final String TEMPLATE = "spec.template";
  private static final String TEMPLATE_HELP =
      "write it as in a Deployment (kubectl explain deployment.spec.template)";
  private static final String PROBE = "spec.health.readinessProbe";
  private static final String PROBE_HELP =
      "write it as in a container (kubectl explain pod.spec.containers.readinessProbe)";

  /** Writes in an order that depends on nothing but the template. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  static {
    new KubernetesSerialization(MAPPER, false); // configures it
  }

  private PodsReader() {}

  static PodTemplateSpec template(HAService has) {
    JsonNode declared = Objects.requireNonNull(has.getSpec().template, TEMPLATE);
    PodTemplateSpec template = read(declared, PodTemplateSpec.class, TEMPLATE, TEMPLATE_HELP);
    if (!hasContainers(template)) {
      throw unreadable(TEMPLATE, "spec.containers must have a container", TEMPLATE_HELP, null);
    }
    return template;
  }

  private static boolean hasContainers(@Nullable PodTemplateSpec template) {
    return template != null
        && template.getSpec() != null
        && template.getSpec().getContainers() != null
        && !template.getSpec().getContainers().isEmpty()
        && template.getSpec().getContainers().stream().noneMatch(Objects::isNull);
  }

  static Optional<Probe> probe(HAService has) {
    return Optional.ofNullable(has.getSpec().health)
        .flatMap(health -> Optional.ofNullable(health.readinessProbe))
        .filter(declared -> !declared.isNull())
        .map(declared -> read(declared, Probe.class, PROBE, PROBE_HELP));
  }

  static String json(PodTemplateSpec template) {
    try {
      return MAPPER.writeValueAsString(template);
    } catch (JsonProcessingException e) {
      throw unreadable(TEMPLATE, "it is nested too deeply", TEMPLATE_HELP, e);
    }
  }

  private static <T> T read(JsonNode declared, Class<T> type, String field, String help) {
    try {
      return MAPPER.treeToValue(declared, type);
    } catch (JsonProcessingException e) {
      throw unreadable(field, flaw(declared, e), help, e);
    }
  }

  private static UnreadableException unreadable(
      String field, String flaw, String help, @Nullable Exception cause) {
    return new UnreadableException(field + " cannot be read: " + flaw + "; " + help + ".", cause);
  }

  private static String flaw(JsonNode declared, JsonProcessingException e) {
    StringBuilder where = new StringBuilder();
    JsonNode found = declared;
    for (JsonMappingException.Reference step : path(e)) {
      if (step.getFieldName() == null) {
        where.append('[').append(step.getIndex()).append(']');
        found = found.path(step.getIndex());
      } else {
        where.append(where.isEmpty() ? "" : ".").append(step.getFieldName());
        found = found.path(step.getFieldName());
      }
    }
    String subject = where.isEmpty() ? "it" : where.toString();
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? subject + " must be " + kind(mismatch.getTargetType()) + ", not " + kind(found)
        : subject + ": " + words(e);
  }

  private static List<JsonMappingException.Reference> path(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
  }

  /** Jackson's own, without its names of classes. */
  private static String words(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(" ?`[^`]*`", "");
  }

  private static String kind(Class<?> type) {
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    return Number.class.isAssignableFrom(type) ? "a number" : "an object";
  }

  private static String kind(JsonNode found) {
    return switch (found.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case OBJECT -> "an object";
      case BINARY, MISSING, NULL, POJO -> "nothing";
    };
  }
}
