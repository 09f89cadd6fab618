package dev.understudy.observe;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a node says that a pod will be taken from it: by a cordon; by a taint that the autoscalers
 * set before they drain; or by a taint for which Kubernetes deletes the pod, at once or when its
 * toleration runs out.
 */
final class Drains {
  private static final Set<String> ANNOUNCING =
      Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted");

  /** Set on a node that is lost: that is told otherwise, and is not planned. */
  private static final Set<String> OF_LOST_NODES =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  private Drains() {}

  static boolean isAbout(Pod pod, Node node) {
    return Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        || node.getSpec().getTaints().stream()
            .filter(Drains::matters)
            .anyMatch(taint -> !isTolerated(taint, pod));
  }

  /** Whether a cached node must have it. */
  static boolean matters(Taint taint) {
    return ANNOUNCING.contains(taint.getKey())
        || ("NoExecute".equals(taint.getEffect()) && !OF_LOST_NODES.contains(taint.getKey()));
  }

  /** Whether a cached pod must have it: each has those for nodes that are lost. */
  static boolean matters(Toleration toleration) {
    return !OF_LOST_NODES.contains(Objects.requireNonNullElse(toleration.getKey(), ""));
  }

  /** For ever: one that ends counts, whatever else tolerates it. */
  private static boolean isTolerated(Taint taint, Pod pod) {
    List<Toleration> tolerating =
        pod.getSpec().getTolerations().stream().filter(it -> tolerates(it, taint)).toList();
    return !tolerating.isEmpty()
        && tolerating.stream().allMatch(it -> it.getTolerationSeconds() == null);
  }

  private static boolean tolerates(Toleration it, Taint taint) {
    return isAnyOr(it.getEffect(), taint.getEffect())
        && isAnyOr(it.getKey(), taint.getKey())
        && ("Exists".equals(it.getOperator())
            || Objects.requireNonNullElse(it.getValue(), "")
                .equals(Objects.requireNonNullElse(taint.getValue(), "")));
  }

  private static boolean isAnyOr(@Nullable String tolerated, String actual) {
    return tolerated == null || tolerated.isEmpty() || tolerated.equals(actual);
  }
}
