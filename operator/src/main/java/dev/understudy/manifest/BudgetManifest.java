package dev.understudy.manifest;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The PodDisruptionBudget over the members. One that is out of the rotation does not count: it is
 * ready to Kubernetes and serves nobody.
 */
public final class BudgetManifest {
  /** One that is not ready may always go: it serves nobody, and may never be ready. */
  private static final String UNREADY_MAY_GO = "AlwaysAllow";

  private BudgetManifest() {}

  public static PodDisruptionBudget declared(HAService has, int minAvailable) {
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(Names.budget(has))
        .withNamespace(has.getMetadata().getNamespace())
        .withLabels(Map.of(Marks.SERVICE, has.getMetadata().getName()))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .withNewSpec()
        .withMinAvailable(new IntOrString(minAvailable))
        .withUnhealthyPodEvictionPolicy(UNREADY_MAY_GO)
        .withNewSelector()
        .withMatchLabels(Selectors.members(has))
        .endSelector()
        .endSpec()
        .build();
  }

  /** How many members it has stay; empty if anything of it is not as it is made here. */
  public static Optional<Integer> minAvailable(HAService has, PodDisruptionBudget actual) {
    return Optional.ofNullable(actual.getSpec())
        .map(PodDisruptionBudgetSpec::getMinAvailable)
        .flatMap(it -> Optional.ofNullable(it.getIntVal()))
        .filter(stay -> isLike(declared(has, stay), actual));
  }

  private static boolean isLike(PodDisruptionBudget declared, PodDisruptionBudget actual) {
    PodDisruptionBudgetSpec spec = actual.getSpec();
    return declared.getSpec().getSelector().equals(spec.getSelector())
        && UNREADY_MAY_GO.equals(spec.getUnhealthyPodEvictionPolicy())
        && Objects.equals(declared.getMetadata().getLabels(), actual.getMetadata().getLabels());
  }
}
