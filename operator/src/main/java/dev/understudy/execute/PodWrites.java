package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.RoleMarks;
import dev.understudy.manifest.RotationMarks;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of pods, each of which carries the uid of the pod; what it is told of its part, or of the
 * rotation, its version too.
 */
final class PodWrites {
  private final Patches patches;

  PodWrites(Patches patches) {
    this.patches = patches;
  }

  /** What was set on it while it was a member. */
  void giveBack(String namespace, Action.GiveBackPod give) {
    Map<String, @Nullable String> labels = new HashMap<>();
    labels.put(Marks.SERVICE, null);
    labels.put(Marks.MEMBER, null);
    labels.put(Marks.ROLE, null);
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ROLE, null);
    annotations.put(Marks.ROLE_EPOCH, null);
    if (give.costly()) {
      annotations.put(Marks.DELETION_COST, null);
    }
    patchPod(
        namespace,
        give.pod(),
        Map.of("uid", give.uid(), "labels", labels, "annotations", annotations));
  }

  void label(HAService has, String pod, String uid, @Nullable String member) {
    Map<String, @Nullable String> labels = new HashMap<>();
    labels.put(Marks.MEMBER, member);
    if (member != null && Adoption.isDeclared(has)) {
      labels.put(Marks.SERVICE, has.getMetadata().getName());
    }
    patchPod(has, pod, Map.of("uid", uid, "labels", labels));
  }

  void deletionCost(HAService has, Action.SetDeletionCost set) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.DELETION_COST, set.cost().map(String::valueOf).orElse(null));
    patchPod(has, set.pod(), Map.of("uid", set.uid(), "annotations", annotations));
  }

  /** Annotations and label in one write: what a workload reads of it is never torn. */
  void tell(HAService has, Action.TellRole tell) {
    Map<String, @Nullable String> labels = new HashMap<>();
    labels.put(Marks.ROLE, RoleMarks.label(tell.now().role()));
    patchPod(
        has,
        tell.pod(),
        Map.of(
            "uid",
            tell.uid(),
            "resourceVersion",
            tell.version(),
            "labels",
            labels,
            "annotations",
            RoleMarks.annotations(tell.now())));
  }

  void rotate(HAService has, Action.SetRotation set) {
    patchPod(
        has,
        set.pod(),
        Map.of(
            "uid",
            set.uid(),
            "resourceVersion",
            set.version(),
            "labels",
            Map.of(Marks.ROTATION, RotationMarks.label(set.now())),
            "annotations",
            RotationMarks.annotations(set)));
  }

  private void patchPod(HAService has, String pod, Map<String, ?> metadata) {
    patchPod(has.getMetadata().getNamespace(), pod, metadata);
  }

  private void patchPod(String namespace, String pod, Map<String, ?> metadata) {
    patches.send(Paths.pod(namespace, pod), PatchType.JSON_MERGE, Map.of("metadata", metadata));
  }

  void release(String namespace, String pod, String uid) {
    patches.send(
        Paths.pod(namespace, pod),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            Map.of("uid", uid, "$deleteFromPrimitiveList/finalizers", List.of(Marks.HELD))));
  }

  void stop(HAService has, Action.StopMember stop) {
    patches.delete(Paths.pod(has, stop.pod()), Map.of("preconditions", Map.of("uid", stop.uid())));
  }

  /** As a strategic merge, which adds to the finalizers of others. */
  void hold(HAService has, Action.HoldMember hold) {
    patches.send(
        Paths.pod(has, hold.pod()),
        PatchType.STRATEGIC_MERGE,
        Map.of("metadata", Map.of("uid", hold.uid(), "finalizers", List.of(Marks.HELD))));
  }
}
