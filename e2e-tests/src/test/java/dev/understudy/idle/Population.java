package dev.understudy.idle;

import dev.understudy.api.HAService;
import dev.understudy.perturbation.World;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Services of two members each, with nodes and pods that are nothing but objects of the API server:
 * this process writes what scheduler, ReplicaSet controller and kubelets would. All members and all
 * kubelets are at one address, where somebody listens.
 */
final class Population {
  private static final String NAMESPACE = "idle";
  private static final int MEMBERS = 2;
  private static final int MEMBERS_PER_NODE = 30;

  /** Services: what idles does so whatever came before, and that is not under test. */
  private static final int AT_A_TIME = 50;

  /** Requests at a time: enough to keep two cores busy. */
  private static final int WIDTH = 8;

  private final KubernetesClient client;
  private final String address;
  private final int port;
  private final Optional<String> detection;
  private int services;
  private int nodes;

  /**
   * @param address of all members and kubelets
   * @param port on which all of them listen
   * @param detection the profile that the services declare; empty: none
   */
  Population(KubernetesClient client, String address, int port, Optional<String> detection) {
    this.client = client;
    this.address = address;
    this.port = port;
    this.detection = detection;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  int members() {
    return services * MEMBERS;
  }

  int nodes() {
    return nodes;
  }

  /**
   * One step on the way to so many services, some at a time: declares more when those that there
   * are have their pods, and gives them nodes to be on.
   *
   * @return whether all are there, with their pods
   */
  boolean grow(int count) {
    if (!populate()) {
      return false;
    }
    if (services >= count) {
      return true;
    }
    int next = Math.min(count, services + AT_A_TIME);
    int enough = Math.max(MEMBERS, Math.ceilDiv(next * MEMBERS, MEMBERS_PER_NODE));
    each(IntStream.range(nodes, enough).boxed().toList(), this::node);
    nodes = Math.max(nodes, enough);
    each(IntStream.range(services, next).boxed().toList(), this::declare);
    services = next;
    return false;
  }

  private void declare(int number) {
    client
        .load(new ByteArrayInputStream(manifest(number).getBytes(StandardCharsets.UTF_8)))
        .inNamespace(NAMESPACE)
        .create();
  }

  private String manifest(int number) {
    return """
    apiVersion: understudy.dev/v1alpha1
    kind: HAService
    metadata: {name: orders-%d}
    spec:
      mode: ActivePassive
      replicas: %d
      service: {ports: [{port: 80, targetPort: %d}]}
      health:
        readinessProbe: {httpGet: {path: /ready, port: %d}, periodSeconds: 1}
        %s
      template:
        spec: {containers: [{name: orders, image: none, ports: [{containerPort: %d}]}]}
    """
        .formatted(
            number, MEMBERS, port, port, detection.map(it -> "detection: " + it).orElse(""), port);
  }

  private void node(int number) {
    String name = nodeName(number);
    client
        .resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    NodeStatus ready =
        new NodeStatusBuilder()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .addNewAddress(address, "InternalIP")
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(port)
            .endDaemonEndpoints()
            .build();
    tell(client.nodes().withName(name), ready);
  }

  private static String nodeName(int number) {
    return "node-" + number;
  }

  /**
   * Gives each ReplicaSet its pods, which run at once.
   *
   * @return whether every service has its ReplicaSet, and so its pods
   */
  private boolean populate() {
    Set<String> there =
        client.pods().inNamespace(NAMESPACE).list().getItems().stream()
            .map(Population::name)
            .collect(Collectors.toSet());
    List<ReplicaSet> sets = client.apps().replicaSets().inNamespace(NAMESPACE).list().getItems();
    List<Pod> missing = new ArrayList<>();
    for (ReplicaSet set : sets) {
      for (int member = 0; member < MEMBERS; member++) {
        Pod pod = pod(set, member);
        if (!there.contains(name(pod))) {
          missing.add(pod);
        }
      }
    }
    each(missing, this::run);
    return sets.size() == services;
  }

  private Pod pod(ReplicaSet of, int member) {
    int node = Math.floorMod(name(of).hashCode() + member, nodes);
    return World.pod(of, name(of) + "-" + member, nodeName(node));
  }

  private void run(Pod pod) {
    client.resource(pod).create();
    PodStatus running =
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP(address)
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .addNewContainerStatus()
            .withName("orders")
            .withImage("none")
            .withImageID("none")
            .withReady(true)
            .withRestartCount(0)
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .endContainerStatus()
            .build();
    tell(client.pods().inNamespace(NAMESPACE).withName(name(pod)), running);
  }

  /** How many services have a leader and all members ready, as their status says. */
  long settled() {
    return client.resources(HAService.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(has -> has.getStatus() != null && has.getStatus().leader != null)
        .filter(has -> (MEMBERS + "/" + MEMBERS).equals(has.getStatus().ready))
        .count();
  }

  private void tell(Resource<?> of, Object status) {
    of.subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            client.getKubernetesSerialization().asJson(Map.of("status", status)));
  }

  /** Several at a time. */
  private static <T> void each(List<T> all, Consumer<T> what) {
    try (ExecutorService threads = Executors.newFixedThreadPool(WIDTH)) {
      List<Future<?>> begun = new ArrayList<>();
      all.forEach(it -> begun.add(threads.submit(() -> what.accept(it))));
      for (Future<?> each : begun) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
