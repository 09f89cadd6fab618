package dev.understudy.observe;

import dev.understudy.manifest.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workload that is adopted.
 *
 * @param kind Deployment or StatefulSet
 * @param replicas how many pods it should have
 * @param revision of which its newest pods are; empty if it does not say so
 * @param selector of its pods
 */
record Workload(
    String kind, String name, String uid, int replicas, String revision, LabelSelector selector) {
  /** What a Deployment names its ReplicaSets and marks their pods by. */
  private static final String HASH = "pod-template-hash";

  private static final String STATEFUL_REVISION = "controller-revision-hash";

  static Workload of(HasMetadata object) {
    return switch (object) {
      case Deployment it -> of(it, it.getSpec().getReplicas(), "", it.getSpec().getSelector());
      case StatefulSet it ->
          of(
              it,
              it.getSpec().getReplicas(),
              Optional.ofNullable(it.getStatus())
                  .flatMap(status -> Optional.ofNullable(status.getUpdateRevision()))
                  .orElse(""),
              it.getSpec().getSelector());
      default -> throw new IllegalArgumentException("cannot be adopted: " + object.getKind());
    };
  }

  private static Workload of(
      HasMetadata object, @Nullable Integer replicas, String revision, LabelSelector selector) {
    return new Workload(
        object.getKind(),
        object.getMetadata().getName(),
        object.getMetadata().getUid(),
        Objects.requireNonNullElse(replicas, 1),
        revision,
        selector);
  }

  /** Of the pod of a workload; empty if it is none. */
  static String revision(Pod pod) {
    Map<String, String> labels = MemberReader.labels(pod);
    return labels.getOrDefault(STATEFUL_REVISION, labels.getOrDefault(HASH, ""));
  }

  /**
   * Whether it made the pod. A Deployment does so by way of a ReplicaSet, which it names after
   * itself and the hash that is also a label of the pod.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label">
   *     Deployments</a>
   */
  boolean made(Pod pod) {
    return Owners.controller(pod).filter(owner -> isOurs(owner, pod)).isPresent();
  }

  private boolean isOurs(OwnerReference owner, Pod pod) {
    return owner.getUid().equals(uid)
        || (kind.equals("Deployment")
            && owner.getKind().equals("ReplicaSet")
            && owner.getName().equals(name + "-" + MemberReader.labels(pod).get(HASH)));
  }
}
