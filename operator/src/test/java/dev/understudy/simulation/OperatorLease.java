package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Which operator writes. In half of all simulations every operator does, always: the guarantees
 * must not rest on this lease. In the others one does, and one that slept goes on until it notices.
 */
final class OperatorLease {
  private static final long RETRY = 1_000;
  private static final long DURATION = 5_000;

  private final Cluster cluster;
  private final boolean everybody;
  private final List<Operator> operators = new ArrayList<>();
  private int holder;
  private long renewed;

  private OperatorLease(Cluster cluster, boolean everybody) {
    this.cluster = cluster;
    this.everybody = everybody;
  }

  static OperatorLease byChance(Cluster cluster) {
    return new OperatorLease(cluster, cluster.chance().percent(50));
  }

  /** As it should be: one writes. */
  static OperatorLease respected(Cluster cluster) {
    return new OperatorLease(cluster, false);
  }

  Cluster cluster() {
    return cluster;
  }

  boolean isForEverybody() {
    return everybody;
  }

  void join(Operator operator) {
    operators.add(operator);
    if (everybody || operators.size() == 1) {
      operator.lead(true);
    }
  }

  /** Renewed by its holder, noticed by the others. */
  void tick() {
    if (!everybody) {
      if (operators.get(holder).isAwake()) {
        renewed = cluster.now();
      } else if (cluster.now() - renewed >= DURATION) {
        passOn();
      }
      operators.forEach(this::notice);
      cluster.time().after(RETRY, this::tick);
    }
  }

  private void passOn() {
    for (int i = 0; i < operators.size(); i++) {
      if (operators.get(i).isAwake()) {
        holder = i;
        renewed = cluster.now();
        cluster.story().tell(operators.get(i).name(), () -> "has the operator lease now");
      }
    }
  }

  private void notice(Operator operator) {
    if (operator.isAwake()) {
      operator.lead(operator == operators.get(holder));
    }
  }
}
