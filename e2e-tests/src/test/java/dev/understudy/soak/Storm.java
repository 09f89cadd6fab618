package dev.understudy.soak;

import dev.understudy.harness.Clocks;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Lets faults happen, puts each right, and prints when what happened. */
final class Storm {
  /** A silent node is noticed after 47 s; then there is time for another leader. */
  private static final int NODE_SECONDS = 58;

  private static final int HOUR = 3600;

  /** No more, because the certificates of a new cluster are only 5 min old. */
  private static final int BEHIND = -240;

  private final Stage stage;
  private final Clocks clocks;
  private final Random random;
  private final Faults faults;
  private final long start = System.nanoTime();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private int missed;

  Storm(Stage stage, Clocks clocks, long seed) {
    this.stage = stage;
    this.clocks = clocks;
    this.random = new Random(seed);
    this.faults = new Faults(stage.space(stage.cells().getFirst()));
  }

  Map<Fault, Integer> counts() {
    return counts;
  }

  /** How often there was no leader, or it was gone before anything could be done to it. */
  int missed() {
    return missed;
  }

  /**
   * Returns when it is put right, and some seconds are over. One that cannot be inflicted, because
   * the machine is too busy to freeze a node, say, is missed, and the storm goes on.
   */
  void inflict(Fault fault) {
    say(fault + ": " + fault.title());
    counts.merge(fault, 1, Integer::sum);
    attempt(fault.toString(), () -> suffer(fault));
    Load.go(3 + random.nextInt(5));
  }

  private void suffer(Fault fault) {
    switch (fault) {
      case LEADERS_KILLED -> eachLeader(faults::kill);
      case LEADERS_FROZEN -> freezeLeaders();
      case LEADERS_DELETED -> eachLeader(faults::delete);
      case NODE_PAUSED -> pauseNode();
      case NODE_CUT_OFF -> cutOffNode();
      case API_SERVER_KILLED -> {
        faults.killControlPlane("kube-apiserver");
        faults.awaitApiServer();
      }
      case CONTROLLER_MANAGER_KILLED -> {
        faults.killControlPlane("kube-controller-manager");
        eachLeader(faults::delete);
      }
      case OPERATOR_KILLED -> killOperator();
      case OPERATOR_FROZEN -> freezeOperator();
      case CLOCKS_SKEWED -> skewClocks();
    }
  }

  private void freezeLeaders() {
    List<Pod> frozen = new ArrayList<>();
    eachLeader(pod -> {
      faults.signal(pod, "SIGSTOP");
      frozen.add(pod);
    });
    Load.go(6 + random.nextInt(5));
    // One that was stopped meanwhile has no process any more.
    frozen.forEach(it -> attempt("SIGCONT to " + Space.name(it), () -> thaw(it)));
  }

  private void thaw(Pod pod) {
    faults.signal(pod, "SIGCONT");
  }

  private void pauseNode() {
    String node = nodeOfALeader();
    int seconds = NODE_SECONDS + random.nextInt(6);
    say("  " + node + " for " + seconds + " s");
    faults.pauseNode(node);
    try {
      Load.go(seconds);
    } finally {
      faults.unpauseNode(node);
    }
  }

  private void cutOffNode() {
    String node = nodeOfALeader();
    int seconds = NODE_SECONDS + random.nextInt(6);
    say("  " + node + " for " + seconds + " s");
    faults.cutOff(node);
    try {
      Load.go(seconds);
    } finally {
      faults.endCutOff(node);
    }
  }

  /** It dies in the middle of what it does about the leaders, or just before, or after. */
  private void killOperator() {
    Optional<Pod> operator = workingOperator();
    eachLeader(faults::deleteByForce);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
    operator.ifPresent(it ->
        attempt(
            "operator",
            () -> {
              faults.kill(it);
              faults.deleteByForce(it);
            }));
  }

  /** Long enough for the other replica to take over and promote. */
  private void freezeOperator() {
    Optional<Pod> operator = workingOperator();
    operator.ifPresent(it -> faults.signal(it, "SIGSTOP"));
    try {
      eachLeader(faults::deleteByForce);
      Load.go(8 + random.nextInt(5));
    } finally {
      operator.ifPresent(this::thaw);
    }
  }

  private void skewClocks() {
    List<String> workers = workers();
    int fast = random.nextInt(workers.size());
    for (int i = 0; i < workers.size(); i++) {
      clocks.set(workers.get(i), i == fast ? HOUR : BEHIND);
    }
    try {
      eachLeader(faults::delete);
      Load.go(8 + random.nextInt(5));
    } finally {
      workers.forEach(it -> clocks.set(it, 0));
    }
  }

  private List<String> workers() {
    return stage.installation().nodes().stream()
        .filter(it -> !it.equals(stage.installation().controlPlane()))
        .toList();
  }

  private Optional<Pod> workingOperator() {
    String holder = faults.operatorHolder();
    Optional<Pod> operator =
        faults.operators().stream().filter(it -> holder.contains(Space.name(it))).findFirst();
    if (operator.isEmpty()) {
      miss("operator: none works");
    }
    return operator;
  }

  private String nodeOfALeader() {
    List<Cell> cells = stage.cells();
    Cell cell = cells.get(random.nextInt(cells.size()));
    List<String> workers = workers();
    String otherwise = workers.get(random.nextInt(workers.size()));
    return stage.leader(cell).map(Spread::node).orElse(otherwise);
  }

  private void eachLeader(Consumer<Pod> harm) {
    for (Cell cell : stage.cells()) {
      attempt(
          cell.word(),
          () ->
              stage.leader(cell).ifPresentOrElse(harm, () -> miss(cell.word() + ": nobody leads")));
    }
  }

  /** The cluster changes while it is looked at. */
  private void attempt(String what, Runnable harm) {
    try {
      harm.run();
    } catch (IllegalStateException | KubernetesClientException e) {
      miss(what + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private void miss(String why) {
    missed++;
    say("  missed " + why);
  }

  void say(String what) {
    System.out.printf("%8.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
  }
}
