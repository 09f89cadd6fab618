package dev.understudy.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.manifest.BudgetManifest;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.UndoMarks;
import dev.understudy.manifest.WorkloadManifest;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes of ReplicaSets, which carry the version they were decided on, and of the
 * PodDisruptionBudget. They are applied, by field manager {@code understudy}; the first time they
 * are created, because an apply cannot say that there must be none yet.
 */
final class WorkloadWrites {
  private static final String FIELD_MANAGER = "fieldManager=understudy";

  private final KubernetesClient client;
  private final Patches patches;

  WorkloadWrites(KubernetesClient client, Patches patches) {
    this.client = client;
    this.patches = patches;
  }

  void create(HAService has, Action.CreateReplicaSet create) {
    try {
      patches.create(
          Paths.replicaSets(has) + "?fieldValidation=Strict&" + FIELD_MANAGER,
          WorkloadManifest.replicaSet(has, create.revision(), create.replicas(), create.number()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        takeBack(has, create);
      }
      throw e;
    }
  }

  /**
   * One that is there and was not seen: the cache is behind, or somebody took away the labels by
   * which it is seen. They are put back, and the next pass sees it.
   */
  private void takeBack(HAService has, Action.CreateReplicaSet create) {
    found(has, create.revision()).forEach(found -> takeBack(has, create, found));
  }

  /** A number that it has stays: only who does not see it would give it another. */
  private void takeBack(HAService has, Action.CreateReplicaSet create, ReplicaSet found) {
    if (!Owners.controls(has, found)) {
      throw new KubernetesClientException(
          "ReplicaSet "
              + found.getMetadata().getName()
              + " is in the way, and is not of this HAService: delete it, or give the HAService"
              + " another name",
          HttpURLConnection.HTTP_FORBIDDEN,
          null);
    }
    Map<String, String> labels =
        Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of());
    Map<String, String> marks = new HashMap<>();
    marks.put(Marks.SERVICE, has.getMetadata().getName());
    marks.put(Marks.REVISION, create.revision());
    if (!labels.entrySet().containsAll(marks.entrySet())) {
      marks.put(Marks.NUMBER, labels.getOrDefault(Marks.NUMBER, Integer.toString(create.number())));
      patches.send(
          Paths.replicaSet(has, create.revision()),
          PatchType.JSON_MERGE,
          Map.of(
              "metadata",
              Map.of(
                  "resourceVersion", found.getMetadata().getResourceVersion(), "labels", marks)));
    }
  }

  void apply(HAService has, Action.ApplyReplicaSet apply) {
    ReplicaSet declared =
        WorkloadManifest.replicaSet(has, apply.revision(), apply.replicas(), apply.number());
    declared.getMetadata().setResourceVersion(apply.version());
    patches.send(
        Paths.replicaSet(has, apply.revision()) + "?force=true&" + FIELD_MANAGER,
        PatchType.SERVER_SIDE_APPLY,
        declared);
  }

  /** Whatever has become of it meanwhile: its status is written whenever a pod is ready or not. */
  void apply(HAService has, Action.ApplyBudget apply) {
    PodDisruptionBudget declared = BudgetManifest.declared(has, apply.minAvailable());
    declared.getMetadata().setUid(apply.uid());
    patches.send(
        Paths.budget(has) + "?force=true&" + FIELD_MANAGER, PatchType.SERVER_SIDE_APPLY, declared);
  }

  JsonNode template(HAService has, String revision) {
    return found(has, revision).stream()
        .filter(set -> Owners.controls(has, set))
        .flatMap(set -> UndoMarks.template(set).stream())
        .findFirst()
        .orElseThrow(() ->
            new KubernetesClientException(
                "ReplicaSet "
                    + Names.replicaSet(has, revision)
                    + " does not keep its template; order another revision, or write the template"
                    + " yourself",
                HttpURLConnection.HTTP_FORBIDDEN,
                null));
  }

  /** By a list, which needs no further right. */
  private List<ReplicaSet> found(HAService has, String revision) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(has.getMetadata().getNamespace())
        .withField("metadata.name", Names.replicaSet(has, revision))
        .list()
        .getItems();
  }

  void scale(HAService has, Action.ScaleReplicaSet scale) {
    patches.send(
        Paths.replicaSet(has, scale.revision()),
        PatchType.JSON_MERGE,
        Map.of(
            "metadata",
            Map.of("resourceVersion", scale.version()),
            "spec",
            Map.of("replicas", scale.replicas())));
  }

  void delete(HAService has, Action.DeleteReplicaSet delete) {
    patches.delete(
        Paths.replicaSet(has, delete.revision()),
        Map.of(
            "propagationPolicy",
            "Background",
            "preconditions",
            Map.of("resourceVersion", delete.version())));
  }

  void create(HAService has, Action.CreateBudget create) {
    patches.create(
        Paths.budgets(has) + "?" + FIELD_MANAGER,
        BudgetManifest.declared(has, create.minAvailable()));
  }

  void delete(HAService has, Action.DeleteBudget delete) {
    patches.delete(Paths.budget(has), Map.of("preconditions", Map.of("uid", delete.uid())));
  }
}
