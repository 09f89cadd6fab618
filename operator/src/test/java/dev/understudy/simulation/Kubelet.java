package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One node: its machine, which may be off; its network, which may be cut; and the processes that
 * truly run there, whatever the API server has been told of them.
 */
final class Kubelet {
  private static final long NOTICES_WITHIN = 150;
  private static final long STOPS_WITHIN = 2_000;

  /** The container of one pod. Each time it runs is another instance. */
  private static final class Container {
    private final String uid;
    private int instance;
    private boolean running;
    private boolean starting;
    private boolean stopping;
    private boolean ready;
    private boolean hanging;

    private Container(String uid) {
      this.uid = uid;
    }

    private RunningProcess process() {
      return new RunningProcess(uid, instance);
    }
  }

  private final String name;
  private final Cluster cluster;
  private final Workload workload;
  private final Map<String, Container> containers = new TreeMap<>();
  private boolean on = true;
  private boolean connected = true;
  private boolean looking;
  private int outages;
  private long unreachableSince;
  private int changes;
  private List<RunningProcess> running = List.of();

  Kubelet(String name, Cluster cluster, Workload workload) {
    this.name = name;
    this.cluster = cluster;
    this.workload = workload;
    cluster.api().watch(Kind.POD, this::look);
    cluster.connections().add(this);
  }

  String name() {
    return name;
  }

  boolean isReachable() {
    return on && connected;
  }

  /** Nobody listens there any more, and its kernel says so. */
  boolean refuses(String uid) {
    Container container = containers.get(uid);
    return isReachable() && container != null && container.instance > 0 && !container.running;
  }

  /** It accepts connections, and answers on them. */
  boolean answers(String uid) {
    Container container = containers.get(uid);
    return isReachable() && container != null && container.running && !container.hanging;
  }

  /** It accepts connections, and that is all. */
  boolean hangs(String uid) {
    Container container = containers.get(uid);
    return isReachable() && container != null && container.hanging;
  }

  /** Nothing there has answered for a while. */
  boolean isSilent() {
    return !isReachable() && cluster.now() - unreachableSince >= Connections.SILENT_AFTER;
  }

  private void unreachable() {
    outages++;
    unreachableSince = cluster.now();
    cluster.time().after(Connections.SILENT_AFTER, cluster.connections()::changed);
  }

  /** Which of its outages this is, to tell it from the next. */
  int outages() {
    return outages;
  }

  /** The processes that run there, each by its pod and which instance it is. */
  List<RunningProcess> running() {
    return running;
  }

  /** Grows when a process starts or ends. */
  int changes() {
    return changes;
  }

  private void processesChanged() {
    changes++;
    running =
        containers.entrySet().stream()
            .filter(it -> it.getValue().running)
            .map(it -> it.getValue().process())
            .toList();
    cluster.connections().changed();
  }

  boolean isOn() {
    return on;
  }

  // What befalls it.

  void powerOff() {
    on = false;
    unreachable();
    containers.values().forEach(this::stopped);
    containers.values().forEach(container -> container.starting = false);
  }

  void powerOn() {
    on = true;
    cluster.connections().changed();
    look();
  }

  void cutOff() {
    connected = false;
    unreachable();
  }

  void connect() {
    connected = true;
    cluster.connections().changed();
    look();
  }

  void kill(String uid) {
    Optional.ofNullable(containers.get(uid)).ifPresent(this::stopped);
    look();
  }

  void unready(String uid) {
    Optional.ofNullable(containers.get(uid)).ifPresent(it -> it.ready = false);
    look();
  }

  void ready(String uid) {
    Optional.ofNullable(containers.get(uid)).ifPresent(Kubelet::getReady);
    look();
  }

  private static void getReady(Container container) {
    container.ready = container.running && !container.hanging;
  }

  void hang(String uid) {
    Optional.ofNullable(containers.get(uid)).ifPresent(it -> it.hanging = it.running);
    cluster.connections().changed();
  }

  /** Its readiness probe has found out. */
  void unreadyIfHanging(String uid) {
    Optional.ofNullable(containers.get(uid)).filter(it -> it.hanging).ifPresent(it -> unready(uid));
  }

  void wake(String uid) {
    Optional.ofNullable(containers.get(uid)).ifPresent(it -> it.hanging = false);
    cluster.connections().changed();
  }

  private void stopped(Container container) {
    container.running = false;
    container.ready = false;
    container.hanging = false;
    container.stopping = false;
    processesChanged();
  }

  // What it does.

  private void look() {
    if (!looking) {
      looking = true;
      cluster.time().after(cluster.chance().between(1, NOTICES_WITHIN), this::sync);
    }
  }

  private void sync() {
    looking = false;
    if (!isReachable()) {
      return;
    }
    List<String> known = new ArrayList<>();
    for (Stored.Pod pod : cluster.api().pods()) {
      if (pod.node().equals(name)) {
        known.add(pod.uid());
        tend(pod, containers.computeIfAbsent(pod.uid(), Container::new));
      }
    }
    containers.forEach((uid, container) -> {
      if (!known.contains(uid) && container.running) {
        stop(container);
      }
    });
  }

  private void tend(Stored.Pod pod, Container container) {
    if (pod.isDeleting()) {
      end(pod, container);
      return;
    }
    if (!container.running && !container.starting) {
      boolean again = container.instance > 0;
      container.starting = true;
      cluster
          .time()
          .after(
              again ? cluster.chance().between(300, 3_000) : cluster.chance().between(100, 800),
              () -> start(pod, container));
    }
    report(pod, container);
  }

  private void end(Stored.Pod pod, Container container) {
    container.starting = false;
    if (container.running) {
      stop(container);
    } else if (pod.status().writtenOff()) {
      vouchedFor(pod);
    } else if (!pod.status().isOver()) {
      report(pod, new Stored.Status(container.instance, true, false, true, false));
    } else if (pod.marks().deletion() != Stored.Deletion.DONE) {
      cluster.story().tell(name, () -> "is done with " + pod.name());
      cluster.api().put(pod.with(pod.marks().deleted(Stored.Deletion.DONE)));
    }
  }

  /** What it says of a pod that others wrote off nobody can tell from what they said. */
  private void vouchedFor(Stored.Pod pod) {
    cluster.story().tell("user", () -> "sees that " + pod.name() + " has stopped, and lets it go");
    cluster.api().put(pod.with(pod.marks().held(false).deleted(Stored.Deletion.DONE)));
  }

  private void start(Stored.Pod pod, Container container) {
    if (on && container.starting) {
      container.starting = false;
      container.running = true;
      container.instance++;
      processesChanged();
      workload.started(this, pod, container.process());
      int mine = container.instance;
      look();
      if (!Revisions.isBroken(pod.revision())) {
        cluster
            .time()
            .after(
                cluster.chance().between(100, 1_500),
                () -> {
                  if (container.running && container.instance == mine) {
                    getReady(container);
                    look();
                  }
                });
      }
    }
  }

  private void stop(Container container) {
    if (!container.stopping) {
      container.stopping = true;
      workload.stopping(container.process());
      int mine = container.instance;
      cluster
          .time()
          .after(
              cluster.chance().between(0, STOPS_WITHIN),
              () -> {
                if (container.stopping && container.instance == mine) {
                  stopped(container);
                  look();
                }
              });
    }
  }

  private void report(Stored.Pod pod, Container container) {
    report(
        pod,
        new Stored.Status(
            container.instance,
            container.instance > 0 && !container.running,
            container.running && container.ready,
            false,
            pod.status().writtenOff()));
  }

  private void report(Stored.Pod pod, Stored.Status status) {
    if (!status.equals(pod.status())) {
      cluster.story().tell(name, () -> "reports " + pod.name() + ": " + words(status));
      cluster.api().put(pod.with(status));
    }
  }

  private static String words(Stored.Status status) {
    String process = "process " + status.process();
    if (status.isOver()) {
      return "over";
    }
    if (status.terminated()) {
      return process + " terminated";
    }
    return status.ready() ? process + " ready" : process + " not ready";
  }
}
