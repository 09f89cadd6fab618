package dev.understudy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.api.HAService;
import dev.understudy.api.WorkloadRefSpec;
import dev.understudy.decision.Maker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Of a workload that was there before: what is declared, and what is kept to give it back. */
public final class Adoption {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Adoption() {}

  public static boolean isDeclared(HAService has) {
    return has.getSpec().workloadRef != null;
  }

  public static Maker maker(HAService has) {
    return Optional.ofNullable(has.getSpec().workloadRef)
        .map(ref -> Objects.requireNonNull(ref.kind, "workloadRef.kind"))
        .map(Adoption::maker)
        .orElse(Maker.UNDERSTUDY);
  }

  private static Maker maker(WorkloadRefSpec.Kind kind) {
    return switch (kind) {
      case Deployment -> Maker.DEPLOYMENT;
      case StatefulSet -> Maker.STATEFUL_SET;
    };
  }

  /** For people: {@code StatefulSet redis}; empty if a template is declared. */
  public static Optional<String> words(HAService has) {
    return name(has).map(name -> maker(has).word() + " " + name);
  }

  /** Of the workload; empty if a template is declared. */
  public static Optional<String> name(HAService has) {
    return Optional.ofNullable(has.getSpec().workloadRef)
        .map(ref -> Objects.requireNonNull(ref.name, "workloadRef.name"));
  }

  /**
   * What the Service selects, or would select, without Understudy; empty if that is not known.
   *
   * @param service adopted, or made for the pods of a workload that was adopted
   */
  public static Optional<Map<String, String>> ownSelector(Service service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Marks.ORIGINAL_SELECTOR))
        .flatMap(Adoption::read);
  }

  /** Nobody but Understudy writes it; what somebody broke by hand is as good as gone. */
  private static Optional<Map<String, String>> read(String json) {
    try {
      return Optional.ofNullable(
          MAPPER.readValue(json, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A pod with our label that no template of ours made. */
  public static boolean isAdopted(HasMetadata pod) {
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElseGet(Map::of);
    return labels.containsKey(Marks.SERVICE) && !labels.containsKey(Marks.REVISION);
  }
}
