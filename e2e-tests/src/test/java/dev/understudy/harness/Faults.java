package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What goes wrong in clusters, on purpose. */
public final class Faults {
  /** Rules of our own, apart from those of Kubernetes: what is left of them can be found. */
  private static final String CHAIN = "understudy-e2e";

  private static final String ZONE = "topology.kubernetes.io/zone";

  private final Space space;
  private final Shell shell;
  private final KubernetesClient client;

  public Faults(Space space) {
    this.space = space;
    this.shell = space.shell();
    this.client = space.client();
  }

  public static String proxy(
      KubernetesClient client, String namespace, String pod, int port, String method, String path) {
    String uri = "/api/v1/namespaces/%s/pods/%s:%d/proxy%s".formatted(namespace, pod, port, path);
    return Objects.requireNonNullElse(client.raw(uri, method, null), "");
  }

  /** The process is gone without a word; its kubelet starts another one. */
  public void kill(Pod pod) {
    signal(pod, "SIGKILL");
  }

  /** At one instant, as nearly as two commands to two nodes can be. */
  public void killTogether(Pod one, Pod other) {
    Stream.of(one, other).parallel().forEach(this::kill);
  }

  /** The process of the sample ends by itself, with code 0. */
  public void exit(Pod pod) {
    try {
      proxy(client, space.namespace(), Space.name(pod), 8080, "POST", "/admin/exit?code=0");
    } catch (KubernetesClientException e) {
      // It ends in the middle of its answer.
    }
  }

  /** What was {@linkplain #stop stopped}, if it is still there. */
  public void goOn(Pod pod) {
    if (runs(pod)) {
      signalAll(pod, "CONT");
    }
  }

  /** Nothing in the pod's first container goes on, until {@link #goOn}. */
  public void stop(Pod pod) {
    signalAll(pod, "STOP");
  }

  /** To every process of the pod's first container: runc itself has done so up to 1.1 only. */
  private void signalAll(Pod pod, String signal) {
    String processes = "$(ctr -n k8s.io task ps $0 | sed -n 's/^\\([0-9][0-9]*\\).*/\\1/p')";
    shell.run(
        "docker",
        "exec",
        Spread.node(pod),
        "sh",
        "-c",
        "kill -s $1 " + processes,
        container(pod),
        signal);
  }

  /** To all first containers, whatever their pod is. */
  public void signal(Pod pod, String signal) {
    task(pod, "kill", "-s", signal, container(pod));
  }

  private String task(Pod pod, String... words) {
    String[] ctr = {"docker", "exec", Spread.node(pod), "ctr", "-n", "k8s.io", "task"};
    return shell.run(Stream.of(ctr, words).flatMap(Arrays::stream).toArray(String[]::new));
  }

  /** Whether the process of the pod's first container is there, as containerd on its node says. */
  public boolean runs(Pod pod) {
    return task(pod, "ls", "-q").contains(container(pod));
  }

  /** What containerd calls the pod's first container. */
  public static String container(Pod pod) {
    ContainerStatus first = pod.getStatus().getContainerStatuses().getFirst();
    return first.getContainerID().substring("containerd://".length());
  }

  public void delete(Pod pod) {
    client.resource(pod).delete();
  }

  public void deleteByForce(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** Asks again as long as a PodDisruptionBudget forbids it, as everybody does who evicts. */
  public void evict(Pod pod) {
    Space.eventually(() -> assertThat(evictOnce(pod)).isEqualTo(HttpURLConnection.HTTP_CREATED));
  }

  /** What the API server answers; 429 if a PodDisruptionBudget forbids it. */
  public int evictOnce(Pod pod) {
    String name = Space.name(pod);
    String namespace = pod.getMetadata().getNamespace();
    String eviction =
        """
        {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
        """
            .formatted(name, namespace);
    try {
      client.raw(
          "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, name), "POST", eviction);
      return HttpURLConnection.HTTP_CREATED;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  public void unready(Pod pod) {
    tell(pod, "unready");
  }

  public void ready(Pod pod) {
    tell(pod, "ready");
  }

  public void refuseHooks(Pod pod) {
    tell(pod, "refuse");
  }

  public void obeyHooks(Pod pod) {
    tell(pod, "obey");
  }

  /** The hooks that it obeyed, in order. */
  public String hooks(Pod pod) {
    return proxy(client, space.namespace(), Space.name(pod), 8080, "GET", "/hooks").strip();
  }

  private void tell(Pod pod, String what) {
    proxy(client, space.namespace(), Space.name(pod), 8080, "POST", "/admin/" + what);
  }

  /** All of the node, as people do it; ends when every pod that may go has gone. */
  public void drainWhole(String node) {
    shell.run(
        "kubectl",
        "drain",
        node,
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--force",
        "--timeout=300s");
  }

  public void taint(String node, String taint) {
    shell.run("kubectl", "taint", "nodes", node, taint);
  }

  /** Whatever its value and effect are. */
  public void untaint(String node, String key) {
    shell.run("kubectl", "taint", "nodes", node, key + "-");
  }

  public void zone(String node, String zone) {
    shell.run("kubectl", "label", "nodes", node, "--overwrite", ZONE + "=" + zone);
  }

  public void unzone(String node) {
    shell.run("kubectl", "label", "nodes", node, ZONE + "-");
  }

  /** As kubectl drain, for the pods of this space. */
  public void drain(String node) {
    shell.run("kubectl", "cordon", node);
    client
        .pods()
        .inNamespace(space.namespace())
        .withField("spec.nodeName", node)
        .list()
        .getItems()
        .stream()
        .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
        .forEach(this::evict);
  }

  public void uncordon(String node) {
    shell.run("kubectl", "uncordon", node);
  }

  /** The node falls silent, with all that runs on it, and nothing on it ends. */
  public void pauseNode(String node) {
    shell.run("docker", "pause", node);
  }

  public void unpauseNode(String node) {
    shell.run("docker", "unpause", node);
  }

  /** Waits until Kubernetes says again of each node that it is there. */
  public void awaitNodes() {
    Space.eventually(
        Duration.ofMinutes(2),
        () -> assertThat(client.nodes().list().getItems()).allMatch(Faults::isThere));
  }

  private static boolean isThere(Node node) {
    return node.getStatus().getConditions().stream()
            .anyMatch(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()))
        && node.getSpec().getTaints().stream()
            .noneMatch(it -> it.getKey().startsWith("node.kubernetes.io/"));
  }

  public List<Pod> operators() {
    return client
        .pods()
        .inNamespace(Installation.NAMESPACE)
        .withLabel("app.kubernetes.io/component", "operator")
        .list()
        .getItems();
  }

  /** The replica that holds the operator lease. */
  public Pod leadingOperator() {
    String holder = operatorHolder();
    return operators().stream()
        .filter(it -> holder.contains(Space.name(it)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operator pod for holder " + holder));
  }

  /** Empty if nobody holds the operator lease, or there is none. */
  public String operatorHolder() {
    return Optional.ofNullable(
            client
                .leases()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.OPERATOR)
                .get())
        .map(lease -> lease.getSpec().getHolderIdentity())
        .orElse("");
  }

  /** Tells of each holder, in order, the present one first. */
  public Watch watchOperatorLease(Consumer<String> holder) {
    return client
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.OPERATOR)
        .watch(
            new Onlooker<>((action, lease) ->
                holder.accept(
                    Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), ""))));
  }

  /** When a replica of the operator last logged this. */
  public Instant lastSaid(Pod operator, String words) {
    String line =
        shell
            .run("kubectl", "logs", Space.name(operator), "--namespace", Installation.NAMESPACE)
            .lines()
            .filter(it -> it.contains(words))
            .reduce((_, later) -> later)
            .orElseThrow(() -> new AssertionError(Space.name(operator) + " never said " + words));
    return Instant.parse(line.replaceFirst("^\\{\"@timestamp\":\"([^\"]+)\".*", "$1"));
  }

  /** All replicas of the operator, at once and without a chance to hand over. */
  public void killOperators() {
    operators().forEach(this::deleteByForce);
  }

  /** The processes of all replicas at once; their pods are made anew. */
  public void crashOperators() {
    List<Pod> operators = operators();
    operators.parallelStream().forEach(this::kill);
    operators.forEach(this::deleteByForce);
    Space.eventually(() -> {
      assertThat(operators()).hasSize(operators.size()).allMatch(Space::isReady);
      assertThat(operators()).doesNotContainAnyElementsOf(operators);
    });
  }

  /** So that their kubelets do not wait ever longer before they start them again. */
  public void renewRestartedOperators() {
    int replicas = operators().size();
    awaitOperators(replicas);
    operators().stream()
        .filter(it -> it.getStatus().getContainerStatuses().getFirst().getRestartCount() > 0)
        .forEach(this::delete);
    Space.eventually(() -> assertThat(operators()).hasSize(replicas).noneMatch(Faults::isEnding));
    awaitOperators(replicas);
  }

  private static boolean isEnding(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** What the pod sends is lost on its node; what is sent to it arrives. */
  public void silence(Pod pod) {
    String chain = "iptables -N $0 2>/dev/null && iptables -I FORWARD -j $0; ";
    forwarding(pod, chain + "iptables -A $0 -s $1 -j DROP");
  }

  public void unsilence(Pod pod) {
    forwarding(pod, "iptables -D $0 -s $1 -j DROP");
  }

  private void forwarding(Pod pod, String script) {
    String ip = pod.getStatus().getPodIP();
    String node = pod.getSpec().getNodeName();
    shell.run("docker", "exec", node, "sh", "-c", script, CHAIN, ip);
  }

  /** Of all pods on the node. */
  static void endSilence(Shell shell, String node) {
    shell.run("docker", "exec", node, "sh", "-c", "iptables -F $0 2>/dev/null || true", CHAIN);
  }

  /** All that the node sends, and all that is sent to it, is lost; what runs on it goes on. */
  public void cutOff(String node) {
    String in = "chain in { type filter hook prerouting priority -500; iifname eth0 drop; };";
    String out = "chain out { type filter hook postrouting priority 500; oifname eth0 drop; };";
    String script = "nft \"table inet $0 { " + in + " " + out + "}\"";
    shell.run("docker", "exec", node, "sh", "-c", script, CHAIN);
  }

  public void endCutOff(String node) {
    endCutOff(shell, node);
  }

  /** Where kube-proxy sends connections on the control plane: each place as {@code ip . port}. */
  public String proxyRules() {
    String node = space.installation().controlPlane();
    return shell.run("docker", "exec", node, "nft", "list", "table", "ip", "kube-proxy");
  }

  static void endCutOff(Shell shell, String node) {
    shell.run(
        "docker",
        "exec",
        node,
        "sh",
        "-c",
        "nft delete table inet $0 2>/dev/null || ! nft list table inet $0 2>/dev/null",
        CHAIN);
  }

  public void scaleOperators(int replicas) {
    client
        .apps()
        .deployments()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.OPERATOR)
        .scale(replicas);
    if (replicas == 0) {
      killOperators();
      Space.eventually(() -> assertThat(operators()).isEmpty());
    }
  }

  /** Waits until so many replicas of the operator are ready and one of them works. */
  public void awaitOperators(int count) {
    Space.eventually(() -> {
      assertThat(operators()).hasSize(count).allMatch(Space::isReady);
      assertThat(leadingOperator()).isNotNull();
    });
  }

  /** A component of the control plane; its kubelet starts it again. */
  public void killControlPlane(String component) {
    Pod pod =
        client
            .pods()
            .inNamespace("kube-system")
            .withName(component + "-" + space.installation().controlPlane())
            .get();
    kill(pod);
  }

  public void awaitApiServer() {
    Space.eventually(() -> assertThat(client.raw("/readyz")).isEqualTo("ok"));
  }
}
