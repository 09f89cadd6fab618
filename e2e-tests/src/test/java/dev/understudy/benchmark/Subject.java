package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import dev.understudy.load.Outage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service that faults are inflicted on. Each run begins alike: all pods ready, none of them ever
 * restarted, on different nodes, in the mode that it was made with.
 */
abstract class Subject implements AutoCloseable {
  /** Fresh connections a second; an outage is known to 10 ms. */
  static final int RATE = 100;

  /** kube-proxy changes a node at most once a second. */
  private static final int SETTLE_SECONDS = 2;

  /** What is due this long before a fault may still suffer it. */
  private static final Duration IN_FLIGHT = Duration.ofMillis(500);

  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_WITH_NODES = Duration.ofMinutes(3);

  private final Space space;
  private final Faults faults;
  private final String title;
  private final int replicas;
  private int revision;

  Subject(Space space, String title, int replicas) {
    this.space = space;
    this.faults = new Faults(space);
    this.title = title;
    this.replicas = replicas;
  }

  /** What is hit, and the number of its leadership then; 0 where nobody leads. */
  record Target(Pod pod, long epoch) {}

  abstract String manifest(String revision);

  abstract List<Pod> pods();

  abstract Target target();

  abstract void awaitAllReady();

  /** Waits until the fault has done what it does, and the service has done what it does then. */
  abstract void awaitAnswerTo(Fault fault, Target target);

  /** Whether it was that fault, and no other, that clients suffered. */
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.answers())
        .as("who answered")
        .anyMatch(it -> it.pod().equals(Space.name(target.pod())));
  }

  /** Of those with Understudy, what it says of the failover. */
  Optional<FailoverStatus> promotion(Target target) {
    return Optional.empty();
  }

  /** Why there is nothing to measure. */
  abstract Optional<String> senseless(Fault fault);

  /** Without it, what it is compared with. */
  boolean isPeer() {
    return true;
  }

  /** Whether clients come by a Service whose selector follows the leader. */
  boolean routesByService() {
    return false;
  }

  void changeMode(String mode) {
    throw new UnsupportedOperationException(title + " has no mode " + mode);
  }

  /** To the mode that it was made with, if it has one. */
  void restoreMode() {}

  Load load() {
    return Load.on(space, RATE, 0);
  }

  /** Ends the process of its first container, with code 0. */
  void exit(Pod pod) {
    faults.exit(pod);
  }

  /** So that a lost node takes nothing with it but the target. */
  void prepareForTheLossOfANode() {}

  /** What has to be there before it is made. */
  void start() {}

  final void create() {
    start();
    apply();
    makeWhole();
  }

  /** Another revision than the last one. */
  final void apply() {
    revision++;
    space.apply(manifest(Integer.toString(revision)));
  }

  final Run run(int round, Fault fault) {
    prepare(fault);
    Load load = load();
    Load.go(SETTLE_SECONDS);
    Target target = target();
    Instant start;
    Analysis fresh;
    try (Sightings sightings = Sightings.of(this)) {
      try {
        start = Instant.now();
        inflict(fault, target.pod());
        awaitAnswerTo(fault, target);
        Load.go(SETTLE_SECONDS);
        fresh = load.end().only(Kind.FRESH);
      } finally {
        mend(fault, target.pod());
      }
      assertRecovered(fault, fresh);
      verify(fault, target, fresh);
      Analysis since = fresh.between(start.minus(IN_FLIGHT), Instant.now());
      Optional<Phases> phases = sightings.phases(since);
      Run run = Run.of(round, start, title, fault, since, promotion(target), phases);
      clean(fault, target.pod());
      return run;
    }
  }

  /**
   * When a node is lost, connections that nobody answered go on being tracked, and a new one from
   * the same port of the client may follow them to the lost pod.
   */
  private static void assertRecovered(Fault fault, Analysis fresh) {
    List<Outage> outages =
        fault.losesANode() ? fresh.longestOutage().stream().toList() : fresh.outages();
    assertThat(outages).as("outages").allMatch(Outage::recovered);
  }

  private void inflict(Fault fault, Pod pod) {
    switch (fault) {
      case KILLED -> faults.kill(pod);
      case EXITED -> exit(pod);
      case STOPPED -> faults.stop(pod);
      case KILLED_WITH_OPERATOR -> faults.killTogether(pod, faults.leadingOperator());
      case DELETED -> faults.delete(pod);
      case DELETED_BY_FORCE -> faults.deleteByForce(pod);
      case NODE_PAUSED -> faults.pauseNode(node(pod));
      case NODE_CUT -> faults.cutOff(node(pod));
      case EVICTED -> faults.evict(pod);
      case UNREADY -> faults.unready(pod);
      case DRAINED -> faults.drain(node(pod));
      case TO_ACTIVE_ACTIVE -> changeMode("ActiveActive");
      case TO_ACTIVE_PASSIVE -> changeMode("ActivePassive");
      case UPDATED -> apply();
    }
  }

  /** Whatever happened: a cluster in which a node is paused is of no use to anybody. */
  private void mend(Fault fault, Pod pod) {
    switch (fault) {
      case STOPPED -> faults.goOn(pod);
      case DRAINED -> faults.uncordon(node(pod));
      case NODE_PAUSED -> faults.unpauseNode(node(pod));
      case NODE_CUT -> faults.endCutOff(node(pod));
      case KILLED, EXITED, KILLED_WITH_OPERATOR, DELETED, DELETED_BY_FORCE -> {}
      case EVICTED, UNREADY, TO_ACTIVE_ACTIVE, TO_ACTIVE_PASSIVE, UPDATED -> {}
    }
    if (fault.losesANode()) {
      faults.awaitNodes();
    }
  }

  private void prepare(Fault fault) {
    makeWhole();
    if (fault == Fault.TO_ACTIVE_PASSIVE) {
      changeMode("ActiveActive");
      awaitAllReady();
    }
    if (fault.losesANode()) {
      prepareForTheLossOfANode();
    }
  }

  private void clean(Fault fault, Pod pod) {
    if (fault.leavesAMark()) {
      remove(pod);
    }
    if (fault == Fault.KILLED_WITH_OPERATOR) {
      faults.renewRestartedOperators();
    }
    makeWhole();
  }

  /** Nobody calls it any more. What peers run may not bear that its end is not waited for. */
  private void remove(Pod pod) {
    if (isPeer()) {
      faults.delete(pod);
    } else {
      faults.deleteByForce(pod);
    }
  }

  private void makeWhole() {
    restoreMode();
    awaitAllReady();
    for (int i = 0; i < ATTEMPTS && !restarted().isEmpty(); i++) {
      restarted().forEach(this::remove);
      awaitAllReady();
    }
    for (int i = 0; i < ATTEMPTS && sharesANode(); i++) {
      faults.delete(spare());
      awaitAllReady();
    }
    assertThat(restarted()).as("pods that were restarted").isEmpty();
    assertThat(sharesANode()).as("pods share a node").isFalse();
  }

  /** By a fault, its own or another subject's. */
  private List<Pod> restarted() {
    return pods().stream().filter(Subject::wasRestarted).toList();
  }

  private Pod spare() {
    String hit = Space.name(target().pod());
    return pods().stream().filter(it -> !Space.name(it).equals(hit)).findFirst().orElseThrow();
  }

  private boolean sharesANode() {
    return pods().stream().map(Subject::node).distinct().count() < replicas;
  }

  static String node(Pod pod) {
    return pod.getSpec().getNodeName();
  }

  static Duration patience(Fault fault) {
    return fault.losesANode() ? PATIENCE_WITH_NODES : PATIENCE;
  }

  static boolean wasRestarted(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream().anyMatch(it -> it.getRestartCount() > 0);
  }

  /** For those of which each ready pod serves: the pod that was hit is not what it was. */
  static boolean isUnharmed(Pod pod, Pod target) {
    return pod.getMetadata().getUid().equals(target.getMetadata().getUid())
        && Space.isReady(pod)
        && !wasRestarted(pod);
  }

  final Space space() {
    return space;
  }

  final Faults faults() {
    return faults;
  }

  final String title() {
    return title;
  }

  final int replicas() {
    return replicas;
  }

  @Override
  public final void close() {
    space.close();
  }
}
