package dev.understudy.simulation;

import dev.understudy.decision.MemberId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The controller manager: ReplicaSets, nodes that are silent, pods of ReplicaSets that are gone.
 */
final class Controllers {
  private static final long LAG = 150;
  private static final long NODE_SILENT = 4_000;
  private static final long PODS_EVICTED = 25_000;
  private static final long NODE_BACK = 500;
  private static final long NO_NODE = 700;

  private final Cluster cluster;
  private final Map<String, Kubelet> kubelets;

  /** As a StatefulSet does: a pod gets the name of one that is gone. */
  private final boolean reusesNames;

  private boolean looking;
  private int born;

  Controllers(Cluster cluster, Map<String, Kubelet> kubelets) {
    this.cluster = cluster;
    this.kubelets = kubelets;
    this.reusesNames = cluster.chance().percent(30) && !cluster.isKept();
    cluster.api().watch(Kind.POD, this::look);
    cluster.api().watch(Kind.REPLICA_SET, this::look);
  }

  private void look() {
    if (!looking) {
      looking = true;
      cluster.time().after(cluster.chance().between(1, LAG), this::sync);
    }
  }

  private void sync() {
    looking = false;
    for (Stored.ReplicaSet set : cluster.api().replicaSets()) {
      sync(set);
    }
    for (Stored.Pod pod : cluster.api().pods()) {
      if (cluster.api().replicaSet(pod.revision()).isEmpty()) {
        delete(pod, "its ReplicaSet is gone");
      }
    }
  }

  private void sync(Stored.ReplicaSet set) {
    List<Stored.Pod> staying =
        cluster.api().pods().stream()
            .filter(pod -> pod.revision().equals(set.revision()) && !pod.isDeleting())
            .toList();
    long ready = staying.stream().filter(pod -> pod.status().ready()).count();
    cluster.api().put(set.reporting(Math.toIntExact(ready)));
    if (staying.size() < set.replicas()) {
      bear(set.revision());
      look();
    }
    staying.stream()
        .sorted(
            Comparator.comparing((Stored.Pod pod) -> pod.status().ready())
                .thenComparingInt(pod -> pod.marks().cost()))
        .limit(Math.max(0, staying.size() - set.replicas()))
        .forEach(pod -> delete(pod, set.replicas() + " are wanted"));
  }

  private void bear(String revision) {
    Optional<String> node =
        cluster
            .chance()
            .anyOf(
                cluster.api().nodes().stream()
                    .filter(it -> it.ready() && !it.cordoned())
                    .map(Stored.Node::name)
                    .toList());
    if (node.isEmpty()) {
      cluster.time().after(NO_NODE, this::look);
      return;
    }
    born++;
    String name = reusesNames ? freeName() : Stored.ONLY + "-" + revision + "-" + born;
    String uid = "uid" + born;
    Stored.Identity identity =
        new Stored.Identity(name, uid, new MemberId(name + "." + uid), revision, node.get());
    cluster.story().tell("controller", () -> "makes " + identity.id() + " on " + node.get());
    cluster.api().put(new Stored.Pod(0, identity, Stored.Marks.NONE, Stored.Status.PENDING));
  }

  private String freeName() {
    int ordinal = 0;
    while (cluster.api().pod(Stored.ONLY + "-" + ordinal).isPresent()) {
      ordinal++;
    }
    return Stored.ONLY + "-" + ordinal;
  }

  void delete(Stored.Pod pod, String because) {
    if (!pod.isDeleting()) {
      cluster.story().tell("controller", () -> "deletes " + pod.name() + ": " + because);
      cluster.api().put(pod.with(pod.marks().deleted(Stored.Deletion.ASKED)));
    }
  }

  // Nodes.

  /** A node has just fallen silent. */
  void silent(Kubelet kubelet) {
    int outage = kubelet.outages();
    cluster.time().after(NODE_SILENT, () -> giveUp(kubelet, outage));
    cluster
        .time()
        .after(
            NODE_SILENT + cluster.chance().between(1_000, PODS_EVICTED),
            () -> evict(kubelet, outage));
  }

  private void giveUp(Kubelet kubelet, int outage) {
    if (isSilentStill(kubelet, outage)) {
      cluster.story().tell("controller", () -> kubelet.name() + " is silent, and not ready");
      cluster.api().node(kubelet.name()).ifPresent(node -> cluster.api().put(node.ready(false)));
      podsOn(kubelet).forEach(pod -> cluster.api().put(pod.with(pod.status().unready())));
    }
  }

  private void evict(Kubelet kubelet, int outage) {
    if (isSilentStill(kubelet, outage)) {
      podsOn(kubelet).forEach(pod -> delete(pod, "its node is silent"));
    }
  }

  /** The node is thought to be no more: its pods are written off, running or not. */
  void forget(Kubelet kubelet, int outage) {
    if (isSilentStill(kubelet, outage)) {
      cluster.story().tell("controller", () -> "forgets " + kubelet.name() + " and its pods");
      cluster.api().node(kubelet.name()).ifPresent(cluster.api()::remove);
      podsOn(kubelet).forEach(this::writeOff);
    }
  }

  /** Somebody says that nothing runs there any more; pods that are being deleted go at once. */
  void outOfService(Kubelet kubelet) {
    cluster
        .api()
        .node(kubelet.name())
        .ifPresent(node -> cluster.api().put(node.outOfService(true)));
    cluster.time().after(LAG, () -> podsOutOfService(kubelet));
  }

  private void podsOutOfService(Kubelet kubelet) {
    if (cluster.api().node(kubelet.name()).filter(Stored.Node::outOfService).isPresent()) {
      podsOn(kubelet).forEach(this::writeOff);
    }
  }

  private void writeOff(Stored.Pod pod) {
    cluster
        .api()
        .put(pod.with(pod.status().failed()).with(pod.marks().deleted(Stored.Deletion.DONE)));
  }

  private static boolean isSilentStill(Kubelet kubelet, int outage) {
    return !kubelet.isReachable() && kubelet.outages() == outage;
  }

  private List<Stored.Pod> podsOn(Kubelet kubelet) {
    return cluster.api().pods().stream().filter(pod -> pod.node().equals(kubelet.name())).toList();
  }

  void back(Kubelet kubelet) {
    cluster
        .time()
        .after(
            cluster.chance().between(1, NODE_BACK),
            () -> {
              if (kubelet.isReachable()) {
                Stored.Node node =
                    cluster
                        .api()
                        .node(kubelet.name())
                        .orElseGet(() -> new Stored.Node(0, kubelet.name(), true, false, false));
                cluster.api().put(node.ready(true).outOfService(false));
              }
            });
  }

  Optional<Kubelet> kubelet(String node) {
    return Optional.ofNullable(kubelets.get(node));
  }
}
