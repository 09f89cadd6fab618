package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of the members, which may elect among themselves. */
final class Workload {
  private final Cluster cluster;
  private final Optional<Elector.Terms> terms;
  private final List<Elector> electors = new ArrayList<>();

  private Workload(Cluster cluster, Optional<Elector.Terms> terms) {
    this.cluster = cluster;
    this.terms = terms;
  }

  /** One that leaves it to Understudy who leads. */
  static Workload led(Cluster cluster) {
    return new Workload(cluster, Optional.empty());
  }

  static Workload electing(Cluster cluster, Elector.Terms terms) {
    return new Workload(cluster, Optional.of(terms));
  }

  boolean elects() {
    return terms.isPresent();
  }

  void started(Kubelet kubelet, Stored.Pod pod, RunningProcess process) {
    terms.ifPresent(it -> {
      electors.removeIf(elector -> !elector.isRunning());
      electors.add(new Elector(cluster, it, kubelet, process, pod.name()));
    });
  }

  /** It is asked to end. */
  void stopping(RunningProcess process) {
    electors.stream().filter(elector -> elector.isOf(process)).toList().forEach(Elector::stop);
  }

  /** How many would act as leader at this moment. */
  long believing() {
    return electors.stream().filter(Elector::believes).count();
  }

  void freeze(Stored.Pod pod, long length) {
    electors.stream()
        .filter(elector -> elector.isOf(pod) && elector.isRunning())
        .toList()
        .forEach(elector -> {
          elector.freeze();
          cluster.time().after(length, elector::thaw);
        });
  }

  /** Somebody who is no member takes the Lease, by mistake; renews it for a while, or not. */
  void stranger(String identity, long until) {
    long now = cluster.now();
    Optional<Stored.KeptLease> before = cluster.api().keptLease();
    boolean renewal = before.filter(lease -> lease.isOf(identity)).isPresent();
    if (terms.isEmpty() || (renewal && now >= until)) {
      return;
    }
    if (!renewal) {
      cluster.story().tell("stranger", () -> "takes the Lease as " + identity);
    }
    Elector.Terms with = terms.get();
    cluster.api().put(Stored.KeptLease.takenBy(identity, before, now, with.seconds()));
    if (now < until) {
      cluster.time().after(with.retry(), () -> renewAsStranger(identity, until));
    }
  }

  private void renewAsStranger(String identity, long until) {
    if (cluster.api().keptLease().filter(it -> it.isOf(identity)).isPresent()) {
      stranger(identity, until);
    }
  }
}
