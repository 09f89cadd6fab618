package dev.understudy.simulation;

import java.util.Optional;

/**
 * The election in one process of the workload, as client-go does it: it waits until the Lease has
 * not changed for its whole duration by its own clock, renews it while it holds it, and ceases to
 * lead if it could not for a while that is shorter.
 */
final class Elector {
  private static final long PROMPT = 20;

  /**
   * How the workload elects.
   *
   * @param seconds how long the Lease holds if it is not renewed
   */
  record Terms(int seconds, boolean suffixed, boolean releases) {
    static Terms byChance(Chance chance) {
      int[] durations = {6, 10, 15};
      return new Terms(durations[chance.below(3)], chance.percent(50), chance.percent(70));
    }

    long duration() {
      return seconds * 1_000L;
    }

    /** Whose clock is slow must cease to lead before the Lease lapses for whose clock is fast. */
    long deadline() {
      return duration() * 2 / 3;
    }

    long retry() {
      return duration() / 4;
    }
  }

  private final Cluster cluster;
  private final Terms terms;
  private final Kubelet kubelet;
  private final RunningProcess process;
  private final String identity;
  private final LocalClock clock;
  private Optional<Stored.KeptLease> observed = Optional.empty();
  private long observedAt;
  private long renewedAt;
  private boolean leads;
  private boolean frozen;
  private boolean stopping;
  private boolean due;

  Elector(Cluster cluster, Terms terms, Kubelet kubelet, RunningProcess process, String pod) {
    this.cluster = cluster;
    this.terms = terms;
    this.kubelet = kubelet;
    this.process = process;
    this.identity = terms.suffixed() ? pod + "_" + cluster.chance().below(1_000) : pod;
    this.clock = LocalClock.ofWorkload(cluster.chance(), cluster.time());
    again(0);
  }

  boolean isRunning() {
    return kubelet.running().contains(process);
  }

  /** It would act as leader, if it ran on at this moment. */
  boolean believes() {
    return leads && isRunning() && clock.millis() - renewedAt <= terms.deadline();
  }

  boolean isOf(RunningProcess other) {
    return process.equals(other);
  }

  boolean isOf(Stored.Pod pod) {
    return process.pod().equals(pod.uid());
  }

  private void again(long local) {
    cluster.time().after(clock.takes(local) + cluster.chance().below(100), this::turn);
  }

  private void turn() {
    if (frozen) {
      due = true;
    } else if (isRunning() && !stopping) {
      if (leads && clock.millis() - renewedAt > terms.deadline()) {
        leads = false;
        cluster.story().tell(identity, () -> "could not renew, and leads no more");
      }
      look();
      again(terms.retry());
    }
  }

  private void look() {
    if (!kubelet.isReachable()) {
      return;
    }
    Optional<Stored.KeptLease> now = cluster.api().keptLease();
    if (!now.equals(observed)) {
      observed = now;
      observedAt = clock.millis();
    }
    if (isMine() || isVacant() || clock.millis() - observedAt >= terms.duration()) {
      long asked = clock.millis();
      cluster.time().after(cluster.chance().below(10), () -> write(now, asked));
    }
  }

  private boolean isMine() {
    return observed.filter(lease -> lease.isOf(identity)).isPresent();
  }

  private boolean isVacant() {
    return observed.filter(lease -> !lease.holder().isEmpty()).isEmpty();
  }

  private void write(Optional<Stored.KeptLease> before, long asked) {
    if (!kubelet.isReachable() || !cluster.api().keptLease().equals(before)) {
      return;
    }
    if (before.filter(lease -> lease.isOf(identity)).isEmpty()) {
      cluster.story().tell(identity, () -> "takes the Lease");
    }
    cluster.api().put(Stored.KeptLease.takenBy(identity, before, asked, terms.seconds()));
    leads = true;
    renewedAt = asked;
  }

  // What befalls it.

  void stop() {
    stopping = true;
    if (leads && !frozen && terms.releases() && kubelet.isReachable()) {
      cluster
          .api()
          .keptLease()
          .filter(lease -> lease.isOf(identity))
          .ifPresent(lease -> {
            cluster.story().tell(identity, () -> "gives up the Lease");
            cluster.api().put(lease.releasedAt(clock.millis()));
          });
    }
    leads = leads && frozen;
  }

  void freeze() {
    cluster.story().tell(identity, () -> "freezes");
    frozen = true;
  }

  void thaw() {
    if (frozen) {
      cluster.story().tell(identity, () -> "thaws" + (leads ? ", and believes that it leads" : ""));
      frozen = false;
      if (due) {
        due = false;
        cluster.time().after(cluster.chance().between(1, PROMPT), this::turn);
      }
    }
  }
}
