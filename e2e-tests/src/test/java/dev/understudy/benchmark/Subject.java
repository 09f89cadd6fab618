package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
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
  private static final int RATE = 100;

  /** kube-proxy changes a node at most once a second. */
  private static final int SETTLE_SECONDS = 2;

  /** What is due this long before a fault may still suffer it. */
  private static final Duration IN_FLIGHT = Duration.ofMillis(500);

  private final Space space;
  private final Faults faults;
  private final String title;
  private final int replicas;
  private final int warmupSeconds;
  private int revision;

  /**
   * @param warmupSeconds from the start of the sample's process until it is ready
   */
  Subject(Space space, String title, int replicas, int warmupSeconds) {
    this.space = space;
    this.faults = new Faults(space);
    this.title = title;
    this.replicas = replicas;
    this.warmupSeconds = warmupSeconds;
  }

  /** What is hit, and the epoch then; 0 where nobody leads. */
  record Target(Pod pod, long epoch) {}

  abstract String manifest(String revision, int warmupSeconds);

  abstract List<Pod> pods();

  abstract Target target();

  abstract void awaitAllReady();

  /** Waits until the fault has done what it does, and the service has done what it does then. */
  abstract void awaitAnswerTo(Fault fault, Target target);

  abstract void verify(Fault fault, Target target, Analysis fresh);

  abstract Optional<FailoverStatus> promotion(Target target);

  abstract void changeMode(String mode);

  /** Why there is nothing to measure. */
  abstract Optional<String> senseless(Fault fault);

  final void create() {
    update();
    makeWhole();
  }

  private void update() {
    revision++;
    space.apply(manifest(Integer.toString(revision), warmupSeconds));
  }

  final Run run(int round, Fault fault) {
    prepare(fault);
    Load load = Load.on(space, RATE, 0);
    Load.go(SETTLE_SECONDS);
    Target target = target();
    Instant start = Instant.now();
    try {
      inflict(fault, target.pod());
      awaitAnswerTo(fault, target);
      Load.go(SETTLE_SECONDS);
    } finally {
      if (fault == Fault.DRAINED) {
        faults.uncordon(target.pod().getSpec().getNodeName());
      }
    }
    Analysis fresh = load.end().only(Kind.FRESH);
    assertThat(fresh.outages()).as("outages").allMatch(it -> it.recovered());
    verify(fault, target, fresh);
    Analysis since = fresh.between(start.minus(IN_FLIGHT), Instant.now());
    Run run = Run.of(round, start, title, fault, since, promotion(target));
    if (fault.leavesAMark()) {
      faults.delete(target.pod());
    }
    makeWhole();
    return run;
  }

  private void inflict(Fault fault, Pod pod) {
    switch (fault) {
      case KILLED -> faults.kill(pod);
      case DELETED -> faults.delete(pod);
      case DELETED_BY_FORCE -> faults.deleteByForce(pod);
      case EVICTED -> faults.evict(pod);
      case UNREADY -> faults.unready(pod);
      case DRAINED -> faults.drain(pod.getSpec().getNodeName());
      case TO_ACTIVE_ACTIVE -> changeMode("ActiveActive");
      case TO_ACTIVE_PASSIVE -> changeMode("ActivePassive");
      case UPDATED -> update();
    }
  }

  private void prepare(Fault fault) {
    if (fault == Fault.TO_ACTIVE_PASSIVE) {
      changeMode("ActiveActive");
      awaitAllReady();
    }
  }

  private void makeWhole() {
    restoreMode();
    awaitAllReady();
    for (int i = 0; i < 5 && sharesANode(); i++) {
      faults.delete(spare());
      awaitAllReady();
    }
    assertThat(sharesANode()).as("pods share a node").isFalse();
  }

  /** To the mode that it was made with, if it has one. */
  abstract void restoreMode();

  private Pod spare() {
    String hit = Space.name(target().pod());
    return pods().stream().filter(it -> !Space.name(it).equals(hit)).findFirst().orElseThrow();
  }

  private boolean sharesANode() {
    return pods().stream().map(it -> it.getSpec().getNodeName()).distinct().count() < replicas;
  }

  static boolean wasRestarted(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream().anyMatch(it -> it.getRestartCount() > 0);
  }

  final Space space() {
    return space;
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
