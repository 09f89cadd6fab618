package dev.understudy.perturbation;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Many services in one namespace, each with a member on either of two nodes. */
final class Crowd {
  static final String NAMESPACE = "crowd";
  static final String FIRST = "first";
  static final String SECOND = "second";
  private static final String EPOCH = "understudy.dev/epoch";

  private final KubernetesClient client;
  private final int services;

  Crowd(KubernetesClient client, int services) {
    this.client = client;
    this.services = services;
    ControlPlane.namespace(client, NAMESPACE);
    List.of(FIRST, SECOND)
        .forEach(node ->
            client
                .resource(new NodeBuilder().withNewMetadata().withName(node).endMetadata().build())
                .create());
    ready(FIRST, true);
    ready(SECOND, true);
  }

  /** The node's kubelet reports, or the cluster has not heard of it for long. */
  void ready(String node, boolean ready) {
    client
        .nodes()
        .withName(node)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\""
                + (ready ? "True" : "Unknown")
                + "\"}]}}");
  }

  void declare() {
    for (int number = 0; number < services; number++) {
      client
          .load(new ByteArrayInputStream(manifest(number).getBytes(StandardCharsets.UTF_8)))
          .inNamespace(NAMESPACE)
          .create();
    }
  }

  private static String manifest(int number) {
    return """
    apiVersion: understudy.dev/v1alpha1
    kind: HAService
    metadata: {name: orders-%d}
    spec:
      mode: ActivePassive
      replicas: 2
      service: {ports: [{port: 80, targetPort: 8080}]}
      template: {spec: {containers: [{name: orders, image: none}]}}
    """
        .formatted(number);
  }

  /** A pod on each of the nodes for each ReplicaSet that has none. */
  boolean populate() {
    Set<String> there = pods().stream().map(World::name).collect(Collectors.toSet());
    List<ReplicaSet> sets = client.apps().replicaSets().inNamespace(NAMESPACE).list().getItems();
    for (ReplicaSet set : sets) {
      for (String node : List.of(FIRST, SECOND)) {
        Pod pod = World.pod(set, World.name(set) + "-" + node, node);
        if (!there.contains(World.name(pod))) {
          client.resource(pod).create();
        }
      }
    }
    return sets.size() == services;
  }

  /** Its pods become ready. */
  void begin(String node) {
    String status = client.getKubernetesSerialization().asJson(Map.of("status", World.running()));
    pods().stream()
        .filter(pod -> node.equals(pod.getSpec().getNodeName()))
        .forEach(pod ->
            client
                .resource(pod)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), status));
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems();
  }

  /** How many services have so many members ready, as their status says. */
  long withReady(int members) {
    return client.resources(HAService.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(has -> has.getStatus() != null)
        .filter(has -> (members + "/2").equals(has.getStatus().ready))
        .count();
  }

  /** The services that are led from this node, at this epoch, by Lease and Service alike. */
  Set<String> led(String node, long epoch) {
    Set<String> led = new HashSet<>(routed(node, epoch));
    led.retainAll(granted(node, epoch));
    return led;
  }

  private Set<String> routed(String node, long epoch) {
    return client.services().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(service -> Long.toString(epoch).equals(epoch(service)))
        .filter(service -> isOn(node, service.getSpec().getSelector().get("understudy.dev/member")))
        .map(World::name)
        .collect(Collectors.toSet());
  }

  static String epoch(Service service) {
    return service.getMetadata().getAnnotations().getOrDefault(EPOCH, "");
  }

  private Set<String> granted(String node, long epoch) {
    return client.leases().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(lease -> lease.getSpec().getLeaseTransitions() == epoch)
        .filter(lease -> isOn(node, lease.getSpec().getHolderIdentity()))
        .map(World::name)
        .collect(Collectors.toSet());
  }

  /** By the name of its pod, which its id begins with. */
  private static boolean isOn(String node, String member) {
    return member != null && member.contains("-" + node + "-");
  }
}
