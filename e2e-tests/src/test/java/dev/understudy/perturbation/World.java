package dev.understudy.perturbation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One namespace: what users, the ReplicaSet controller and kubelets do there. The latter two do one
 * thing at a time, and pods have names by number.
 */
public final class World {
  static final String NAME = "orders";
  static final String NODE = "node-1";
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private final KubernetesClient client;
  private final String namespace;
  private final Set<String> down = new HashSet<>();
  private int born;
  private int touches;

  World(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    ControlPlane.namespace(client, namespace);
  }

  /** The one that all pods are on. */
  static void node(KubernetesClient client) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build())
        .create();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  // Users.

  void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(item ->
            client
                .resource(item)
                .inNamespace(namespace)
                .fieldManager("user")
                .forceConflicts()
                .serverSideApply());
  }

  HAService has() {
    return Objects.requireNonNull(
        client.resources(HAService.class).inNamespace(namespace).withName(NAME).get());
  }

  Map<String, String> selector() {
    return Optional.ofNullable(client.services().inNamespace(namespace).withName(NAME).get())
        .map(it -> it.getSpec().getSelector())
        .orElseGet(Map::of);
  }

  /** Without change of anything that matters. */
  void touch(String object) {
    int slash = object.indexOf('/');
    touches++;
    String patch = "{\"metadata\":{\"annotations\":{\"touched\":\"" + touches + "\"}}}";
    String name = object.substring(slash + 1);
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    switch (object.substring(0, slash)) {
      case "pods" -> client.pods().inNamespace(namespace).withName(name).patch(merge, patch);
      case "services" ->
          client.services().inNamespace(namespace).withName(name).patch(merge, patch);
      case "leases" -> client.leases().inNamespace(namespace).withName(name).patch(merge, patch);
      case "replicasets" ->
          client.apps().replicaSets().inNamespace(namespace).withName(name).patch(merge, patch);
      case "poddisruptionbudgets" -> budgets().withName(name).patch(merge, patch);
      default ->
          client
              .resources(HAService.class)
              .inNamespace(namespace)
              .withName(name)
              .patch(merge, patch);
    }
  }

  /** Whatever there is of it. */
  void delete(String resource) {
    all(resource).forEach(it -> client.resource(it).delete());
  }

  boolean exists(String object) {
    int slash = object.indexOf('/');
    String name = object.substring(slash + 1);
    return all(object.substring(0, slash)).stream()
        .anyMatch(it -> it.getMetadata().getName().equals(name));
  }

  /** In the order of their names. */
  List<? extends HasMetadata> all(String resource) {
    List<? extends HasMetadata> all =
        switch (resource) {
          case "pods" -> client.pods().inNamespace(namespace).list().getItems();
          case "services" -> client.services().inNamespace(namespace).list().getItems();
          case "leases" -> client.leases().inNamespace(namespace).list().getItems();
          case "replicasets" -> replicaSets();
          case "poddisruptionbudgets" -> budgets().list().getItems();
          default -> client.resources(HAService.class).inNamespace(namespace).list().getItems();
        };
    return all.stream().sorted(Comparator.comparing(World::name)).toList();
  }

  private NonNamespaceOperation<
          PodDisruptionBudget, PodDisruptionBudgetList, Resource<PodDisruptionBudget>>
      budgets() {
    return client.policy().v1().podDisruptionBudget().inNamespace(namespace);
  }

  JsonNode json(HasMetadata object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  // The workload.

  /** The process of a member dies, and is not started again before it is told so. */
  void crash(String pod) {
    down.add(pod);
    status(pod, dead("Running"));
  }

  void comeBack() {
    down.clear();
  }

  /** A member holds the Lease that the workload keeps, or renews it. */
  void holdLease(String name, String holder) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds(3600)
            .withLeaseTransitions(1)
            .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
            .endSpec()
            .build();
    client.resource(lease).fieldManager("workload").forceConflicts().serverSideApply();
  }

  // The ReplicaSet controller and the kubelets.

  /**
   * @return false if there is nothing to do
   */
  boolean step() {
    List<ReplicaSet> sets =
        replicaSets().stream().sorted(Comparator.comparing(World::name)).toList();
    List<Pod> pods = pods();
    return sets.stream().anyMatch(set -> grow(set, pods))
        || sets.stream().anyMatch(set -> shrink(set, pods))
        || pods.stream().anyMatch(pod -> collect(pod, sets))
        || pods.stream().anyMatch(this::run)
        || sets.stream().anyMatch(set -> report(set, pods));
  }

  private List<ReplicaSet> replicaSets() {
    return client.apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  List<Pod> pods() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .sorted(Comparator.comparing(World::name))
        .toList();
  }

  private static List<Pod> staying(ReplicaSet of, List<Pod> pods) {
    return pods.stream().filter(pod -> isOf(of, pod) && !isStopping(pod)).toList();
  }

  private boolean grow(ReplicaSet set, List<Pod> pods) {
    if (staying(set, pods).size() >= set.getSpec().getReplicas()) {
      return false;
    }
    born++;
    client.resource(pod(set, name(set) + "-" + born, NODE)).create();
    return true;
  }

  /** As the ReplicaSet controller makes it, and the scheduler places it. */
  public static Pod pod(ReplicaSet of, String name, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(of.getMetadata().getNamespace())
        .withLabels(of.getSpec().getTemplate().getMetadata().getLabels())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(name(of))
                .withUid(of.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .endMetadata()
        .withNewSpecLike(of.getSpec().getTemplate().getSpec())
        .withNodeName(node)
        .endSpec()
        .build();
  }

  private boolean shrink(ReplicaSet set, List<Pod> pods) {
    List<Pod> staying = staying(set, pods);
    if (staying.size() <= set.getSpec().getReplicas()) {
      return false;
    }
    staying.stream()
        .min(
            Comparator.comparing(World::isReady)
                .thenComparingInt(World::cost)
                .thenComparing(Comparator.comparing(World::name).reversed()))
        .ifPresent(pod -> client.resource(pod).delete());
    return true;
  }

  /** The pods of a ReplicaSet that is gone go too. */
  private boolean collect(Pod pod, List<ReplicaSet> sets) {
    if (isStopping(pod) || sets.stream().anyMatch(set -> isOf(set, pod))) {
      return false;
    }
    client.resource(pod).delete();
    return true;
  }

  private boolean run(Pod pod) {
    if (isStopping(pod)) {
      return stop(pod);
    }
    if (down.contains(name(pod)) || isReady(pod)) {
      return false;
    }
    status(name(pod), running());
    return true;
  }

  private boolean stop(Pod pod) {
    if (!"Succeeded".equals(pod.getStatus().getPhase())) {
      status(name(pod), dead("Succeeded"));
      return true;
    }
    if (Objects.equals(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L)) {
      return false; // held
    }
    client.resource(pod).withGracePeriod(0).delete();
    return true;
  }

  /** It moves the version, as the real one does. */
  private boolean report(ReplicaSet set, List<Pod> pods) {
    List<Pod> staying = staying(set, pods);
    int ready = (int) staying.stream().filter(World::isReady).count();
    var before = set.getStatus();
    if (before != null
        && Objects.equals(before.getReplicas(), staying.size())
        && Objects.equals(Optional.ofNullable(before.getReadyReplicas()).orElse(0), ready)) {
      return false;
    }
    tell(
        client.apps().replicaSets().inNamespace(namespace).withName(name(set)),
        new ReplicaSetStatusBuilder()
            .withReplicas(staying.size())
            .withReadyReplicas(ready)
            .build());
    return true;
  }

  private void status(String pod, PodStatus status) {
    tell(client.pods().inNamespace(namespace).withName(pod), status);
  }

  /** Unless it is gone meanwhile. */
  private void tell(Resource<?> of, Object status) {
    try {
      of.subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(Map.of("status", status)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  static PodStatus running() {
    return status(
        "Running", true, new ContainerStateBuilder().withNewRunning().endRunning().build());
  }

  private static PodStatus dead(String phase) {
    return status(
        phase,
        false,
        new ContainerStateBuilder().withNewTerminated().withExitCode(137).endTerminated().build());
  }

  private static PodStatus status(String phase, boolean ready, ContainerState container) {
    return new PodStatusBuilder()
        .withPhase(phase)
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName(NAME)
                .withImage("none")
                .withImageID("none")
                .withReady(ready)
                .withRestartCount(0)
                .withState(container)
                .build())
        .build();
  }

  private static boolean isOf(ReplicaSet set, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(set.getMetadata().getUid()));
  }

  private static boolean isStopping(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()));
  }

  private static int cost(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(it -> it.get(COST))
        .map(Integer::parseInt)
        .orElse(0);
  }

  static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
