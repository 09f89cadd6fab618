package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.api.Loss;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the members spread over what may be lost, each revision by itself: members of an old one go
 * anyway. Strictly, for the scheduler would else weigh it against free memory, and nobody moves a
 * pod later; but only over nodes that take new pods, so that what is lost or drained keeps nobody
 * from being made elsewhere.
 */
final class Spreading {
  private Spreading() {}

  /** In either mode: a change of mode must not replace the pods. */
  static PodTemplateSpec over(HAService has, PodTemplateSpec template) {
    return Optional.ofNullable(has.getSpec().activeActive)
        .flatMap(declared -> Optional.ofNullable(declared.survive))
        .map(Spreading::topologyKey)
        .filter(key -> !isDeclared(template, key))
        .map(key -> over(has, template, key))
        .orElse(template);
  }

  private static String topologyKey(Loss loss) {
    return switch (loss) {
      case Node -> "kubernetes.io/hostname";
      case Zone -> "topology.kubernetes.io/zone";
    };
  }

  private static boolean isDeclared(PodTemplateSpec template, String topologyKey) {
    List<TopologySpreadConstraint> declared = template.getSpec().getTopologySpreadConstraints();
    return declared != null
        && declared.stream().anyMatch(it -> it != null && topologyKey.equals(it.getTopologyKey()));
  }

  private static PodTemplateSpec over(HAService has, PodTemplateSpec template, String topologyKey) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .addToTopologySpreadConstraints(
            new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topologyKey)
                .withWhenUnsatisfiable("DoNotSchedule")
                .withNodeTaintsPolicy("Honor")
                .withNewLabelSelector()
                .withMatchLabels(Map.of(Marks.SERVICE, has.getMetadata().getName()))
                .endLabelSelector()
                .withMatchLabelKeys(Marks.REVISION)
                .build())
        .endSpec()
        .build();
  }
}
