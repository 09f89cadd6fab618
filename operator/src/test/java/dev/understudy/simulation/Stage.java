package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One cluster with one HAService, two operators and three nodes, which nothing disturbs. */
final class Stage {
  private final Cluster cluster;
  private final Guarantees guarantees;
  private final List<Operator> operators = new ArrayList<>();
  private final Map<String, Kubelet> kubelets = new TreeMap<>();
  private final Controllers controllers;
  private final Workload workload;
  private long events;

  /**
   * @param lease which nobody has joined
   * @param begin declares the HAService
   */
  Stage(OperatorLease lease, Conduct conduct, Set<Guarantee> unchecked, Runnable begin) {
    this.cluster = lease.cluster();
    guarantees = new Guarantees(cluster, kubelets, unchecked);
    workload =
        cluster.isKept()
            ? Workload.electing(cluster, Elector.Terms.byChance(cluster.chance()))
            : Workload.led(cluster);
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.api().put(new Stored.Node(0, name, true, false, false));
      kubelets.put(name, new Kubelet(name, cluster, workload));
    }
    controllers = new Controllers(cluster, kubelets);
    begin.run();
    Operator.Make make = new Operator.Make(cluster, conduct, guarantees);
    for (String name : List.of("operator-1", "operator-2")) {
      Operator operator = new Operator(name, make);
      operators.add(operator);
      operator.start();
      lease.join(operator);
    }
    lease.tick();
  }

  Cluster cluster() {
    return cluster;
  }

  Guarantees guarantees() {
    return guarantees;
  }

  List<Operator> operators() {
    return operators;
  }

  List<Kubelet> kubelets() {
    return List.copyOf(kubelets.values());
  }

  Controllers controllers() {
    return controllers;
  }

  Workload workload() {
    return workload;
  }

  /** How many events there were. */
  long events() {
    return events;
  }

  void until(long end) {
    until(end, () -> {});
  }

  /**
   * @param look after each event
   */
  void until(long end, Runnable look) {
    cluster.time().until(end, () -> afterEvent(look));
    afterEvent(look);
  }

  private void afterEvent(Runnable look) {
    events++;
    guarantees.afterEvent(operators);
    look.run();
  }
}
