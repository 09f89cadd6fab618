package dev.understudy.observe;

import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Copies of objects with nothing but what an observation reads: a cached pod shrinks tenfold. */
public final class Trim {
  private static final Set<String> POD_CONDITIONS = Set.of("Ready", "DisruptionTarget");

  private static final Set<String> ANNOTATIONS =
      Set.of(Marks.DELETION_COST, Marks.ROLE, Marks.ROLE_EPOCH);

  private Trim() {}

  public static Pod pod(Pod full) {
    return new PodBuilder()
        .withMetadata(metadata(full.getMetadata()))
        .withNewSpec()
        .withNodeName(full.getSpec() == null ? null : full.getSpec().getNodeName())
        .withContainers(
            full.getSpec() == null
                ? List.of()
                : full.getSpec().getContainers().stream().map(Trim::serving).toList())
        .withTolerations(
            full.getSpec() == null
                ? List.of()
                : full.getSpec().getTolerations().stream().filter(Drains::matters).toList())
        .endSpec()
        .withNewStatus()
        .withPhase(full.getStatus() == null ? null : full.getStatus().getPhase())
        .withPodIP(full.getStatus() == null ? null : full.getStatus().getPodIP())
        .withConditions(
            full.getStatus() == null
                ? List.of()
                : full.getStatus().getConditions().stream()
                    .filter(condition -> POD_CONDITIONS.contains(condition.getType()))
                    .toList())
        .withContainerStatuses(
            full.getStatus() == null
                ? List.of()
                : full.getStatus().getContainerStatuses().stream().map(Trim::container).toList())
        .endStatus()
        .build();
  }

  public static ReplicaSet replicaSet(ReplicaSet full) {
    return new ReplicaSetBuilder()
        .withMetadata(metadata(full.getMetadata()))
        .withNewSpec()
        .withReplicas(full.getSpec().getReplicas())
        .endSpec()
        .withNewStatus()
        .withConditions(full.getStatus() == null ? List.of() : full.getStatus().getConditions())
        .endStatus()
        .build();
  }

  /** All labels of a node: which of them count is declared by each service. */
  public static Node node(Node full) {
    return new NodeBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(full.getMetadata().getName())
                .withUid(full.getMetadata().getUid())
                .withResourceVersion(full.getMetadata().getResourceVersion())
                .withLabels(full.getMetadata().getLabels())
                .build())
        .withNewSpec()
        .withUnschedulable(full.getSpec() == null ? null : full.getSpec().getUnschedulable())
        .withTaints(
            full.getSpec() == null
                ? List.of()
                : full.getSpec().getTaints().stream()
                    .filter(Drains::matters)
                    .map(taint ->
                        new Taint(taint.getEffect(), taint.getKey(), null, taint.getValue()))
                    .toList())
        .endSpec()
        .withNewStatus()
        .withConditions(
            full.getStatus() == null
                ? List.of()
                : full.getStatus().getConditions().stream()
                    .filter(condition -> "Ready".equals(condition.getType()))
                    .toList())
        .withAddresses(full.getStatus() == null ? List.of() : full.getStatus().getAddresses())
        .withDaemonEndpoints(
            full.getStatus() == null ? null : full.getStatus().getDaemonEndpoints())
        .endStatus()
        .build();
  }

  public static PodDisruptionBudget budget(PodDisruptionBudget full) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata(full.getMetadata()))
        .withNewSpec()
        .withMinAvailable(full.getSpec().getMinAvailable())
        .withUnhealthyPodEvictionPolicy(full.getSpec().getUnhealthyPodEvictionPolicy())
        .withSelector(full.getSpec().getSelector())
        .endSpec()
        .build();
  }

  /** Where it serves, and how its readiness is told. */
  private static Container serving(Container full) {
    ContainerBuilder trimmed = new ContainerBuilder().withName(full.getName());
    full.getPorts().stream()
        .map(port ->
            new ContainerPortBuilder()
                .withName(port.getName())
                .withContainerPort(port.getContainerPort())
                .build())
        .forEach(trimmed::addToPorts);
    Probe probe = full.getReadinessProbe();
    if (probe != null) {
      trimmed
          .withNewReadinessProbe()
          .withTcpSocket(probe.getTcpSocket())
          .withHttpGet(probe.getHttpGet())
          .withGrpc(probe.getGrpc())
          .withPeriodSeconds(probe.getPeriodSeconds())
          .withTimeoutSeconds(probe.getTimeoutSeconds())
          .withFailureThreshold(probe.getFailureThreshold())
          .endReadinessProbe();
    }
    return trimmed.build();
  }

  private static ContainerStatus container(ContainerStatus full) {
    ContainerStatusBuilder trimmed = new ContainerStatusBuilder().withName(full.getName());
    if (MemberReader.hasEnded(full)) {
      trimmed.withNewState().withNewTerminated().endTerminated().endState();
    }
    return trimmed.build();
  }

  private static ObjectMeta metadata(ObjectMeta full) {
    Map<String, String> annotations =
        new HashMap<>(Optional.ofNullable(full.getAnnotations()).orElseGet(Map::of));
    annotations.keySet().retainAll(ANNOTATIONS);
    return new ObjectMetaBuilder()
        .withName(full.getName())
        .withNamespace(full.getNamespace())
        .withUid(full.getUid())
        .withResourceVersion(full.getResourceVersion())
        .withLabels(full.getLabels())
        .withAnnotations(annotations)
        .withDeletionTimestamp(full.getDeletionTimestamp())
        .withFinalizers(full.getFinalizers().stream().filter(Marks.HELD::equals).toList())
        .withOwnerReferences(full.getOwnerReferences())
        .build();
  }
}
