package dev.understudy.alarms;

import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Disturbs, for a bounded time, and undoes it. */
final class Disturber {
  private static final int SECONDS = 40;

  /** After which what is in a node ends by itself; undone is it sooner, if this process lives. */
  private static final int AT_MOST = SECONDS + 30;

  private static final int FREEZES = 3;
  private static final int CUTS = 5;
  private static final int BETWEEN = 4;

  /** Each as large as its annotations may make it; the operator keeps them as they are. */
  private static final int OBJECTS = 300;

  private static final int OBJECT_BYTES = 200_000;

  private final Installation installation;
  private final List<Subject> subjects;
  private final Faults faults;
  private final Nodes nodes;
  private final Undo undo;

  /**
   * @param undo for what is to be put right whatever happens
   */
  Disturber(Installation installation, List<Subject> subjects, Undo undo) {
    this.installation = installation;
    this.subjects = subjects;
    this.faults = new Faults(subjects.getFirst().space());
    this.nodes = new Nodes(installation.shell());
    this.undo = undo;
  }

  /**
   * Returns when it is undone.
   *
   * @return by profile, why a change of its leadership is not needless; mostly empty
   */
  Map<Profile, String> inflict(Disturbance disturbance) {
    try {
      return switch (disturbance) {
        case NOTHING -> without(() -> Load.go(SECONDS));
        case HOGS -> without(this::spin);
        case FROZEN -> freeze();
        case API_SERVER -> without(this::killApiServer);
        case WATCHES -> without(this::cutConnections);
        case LOSS_1 -> without(() -> lose(1));
        case LOSS_5 -> without(() -> lose(5));
        case LOSS_20 -> without(() -> lose(20));
        case HEAP -> without(this::fill);
      };
    } finally {
      undo.close();
    }
  }

  private static Map<Profile, String> without(Runnable disturbance) {
    disturbance.run();
    return Map.of();
  }

  private void spin() {
    for (String node : installation.nodes()) {
      List<String> processes = nodes.spin(node, AT_MOST);
      undo.add("processes that spin on " + node, () -> nodes.end(node, processes));
    }
    Load.go(SECONDS);
  }

  private Map<Profile, String> freeze() {
    Map<Profile, String> excuses = new EnumMap<>(Profile.class);
    for (int i = 0; i < FREEZES; i++) {
      Map<Profile, Long> frozen = new ConcurrentHashMap<>();
      subjects.parallelStream().forEach(it -> frozen.put(it.profile(), freezeLeader(it)));
      frozen.forEach((profile, millis) -> {
        if (millis >= profile.deadline().toMillis()) {
          excuses.put(profile, "frozen for " + millis + " ms");
        }
      });
      System.out.println("    frozen for ms: " + frozen);
      Load.go(BETWEEN);
    }
    return excuses;
  }

  private long freezeLeader(Subject subject) {
    Pod leader = subject.space().leader().pod();
    String node = Spread.node(leader);
    long process = nodes.process(leader);
    undo.add("frozen " + Space.name(leader), () -> nodes.goOn(node, process));
    return nodes.freeze(node, process, subject.profile().freeze().toMillis());
  }

  private void killApiServer() {
    faults.killControlPlane("kube-apiserver");
    Load.go(1);
    faults.awaitApiServer();
    Load.go(SECONDS / 2);
  }

  private void cutConnections() {
    for (int i = 0; i < CUTS; i++) {
      int cut = 0;
      for (Pod operator : faults.operators()) {
        cut += nodes.cut(Spread.node(operator), nodes.network(operator));
      }
      System.out.println("    connections cut: " + cut);
      if (cut == 0) {
        throw new IllegalStateException("no connection was cut: does this kernel let ss do so?");
      }
      Load.go(BETWEEN);
    }
  }

  private void lose(int percent) {
    for (Pod operator : faults.operators()) {
      String node = Spread.node(operator);
      String network = nodes.network(operator);
      undo.add("loss of " + Space.name(operator), () -> nodes.loseNoMore(node, network));
      nodes.lose(node, network, percent, AT_MOST);
    }
    Load.go(SECONDS);
  }

  /** Filled after it has started: what is too large for one list would keep it from that. */
  private void fill() {
    undo.add("operator with little memory", () -> installation.helm());
    installation.helm("resources.limits.memory=256Mi", "resources.requests.memory=256Mi");
    faults.awaitOperators(2);
    try (Space filler = Space.create(installation, "alarms-filler")) {
      undo.add("filler", filler::close);
      List<String> names = create(filler);
      double before = collecting();
      long end = System.nanoTime() + SECONDS * 1_000_000_000L;
      for (int i = 0; System.nanoTime() < end; i++) {
        touch(filler, names.get(i % names.size()), i);
      }
      System.out.printf(
          "    of %d s the operator that leads spent %.1f s on garbage collection%n",
          SECONDS, collecting() - before);
    }
  }

  private static List<String> create(Space filler) {
    List<String> names = new ArrayList<>();
    String large = "x".repeat(OBJECT_BYTES);
    for (int i = 0; i < OBJECTS; i++) {
      String name = "filler-" + i;
      filler
          .client()
          .resource(
              new LeaseBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace(filler.namespace())
                  .addToLabels("understudy.dev/service", name)
                  .addToAnnotations("filler", large)
                  .endMetadata()
                  .build())
          .create();
      names.add(name);
    }
    return names;
  }

  private static void touch(Space filler, String name, int number) {
    filler
        .client()
        .leases()
        .inNamespace(filler.namespace())
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"touched\":\"" + number + "\"}}}");
  }

  /** For how many seconds the operator that leads has stood still for that, since it started. */
  private double collecting() {
    return Faults.proxy(
            installation.client(),
            Installation.NAMESPACE,
            Space.name(faults.leadingOperator()),
            8080,
            "GET",
            "/metrics")
        .lines()
        .filter(it -> it.startsWith("jvm_gc_pause_seconds_sum"))
        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }
}
