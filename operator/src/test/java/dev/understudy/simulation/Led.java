package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes that have led, as long as leadership passes on fenced. One that was deposed without
 * fencing, as was declared, goes on: it is not held against those who come later.
 */
final class Led {
  private static final long NEVER = -1;

  private final ApiServer api;
  private final Collection<Kubelet> kubelets;
  private final Set<RunningProcess> processes = new HashSet<>();
  private final Set<MemberId> promoted = new HashSet<>();
  private boolean byHand;
  private long looked = NEVER;

  Led(ApiServer api, Collection<Kubelet> kubelets) {
    this.api = api;
    this.kubelets = kubelets;
  }

  static boolean isFenced(Policy policy) {
    return policy.mode() == Mode.ACTIVE_PASSIVE
        && policy.succession().fencing() == Fencing.STOP_LEADER;
  }

  void forget() {
    processes.clear();
    promoted.clear();
    looked = NEVER;
  }

  /** The Lease was granted by an operator that knew of the fencing. */
  void promoted(MemberId leader) {
    promoted.add(leader);
    looked = NEVER;
  }

  /** A person made somebody leader; what follows from that is excused until it is done. */
  void byHand() {
    byHand = true;
    looked = NEVER;
  }

  /** A person made somebody leader, and Lease and route have not agreed since. */
  boolean isByHand() {
    return byHand;
  }

  /** Whoever runs in the pod of the holder, or of the member that the route is open to, leads. */
  void look() {
    long now = api.version();
    for (Kubelet kubelet : kubelets) {
      now += kubelet.changes();
    }
    if (now != looked) {
      lookAgain();
      looked = now;
    }
  }

  private void lookAgain() {
    if (byHand) {
      forget();
      byHand = !agree();
    }
    if (!isFenced(api.declaration().policy())) {
      forget();
      return;
    }
    Stream.of(
            api.lease().flatMap(Stored.Lease::holder), api.service().flatMap(Stored.Service::toOne))
        .flatMap(Optional::stream)
        .filter(this::isFencedIn)
        .flatMap(this::processes)
        .forEach(processes::add);
  }

  /** Who led already when fencing was declared is fenced once its pod is held. */
  private boolean isFencedIn(MemberId leader) {
    return promoted.contains(leader)
        || api.pods().stream().anyMatch(pod -> pod.id().equals(leader) && pod.marks().held());
  }

  /** A member that is over leads nothing, whatever Lease and route say for a moment. */
  private boolean mayRun(MemberId leader) {
    return processes(leader).findAny().isPresent()
        || api.pods().stream().anyMatch(pod -> pod.id().equals(leader) && !pod.status().isOver());
  }

  /** Lease and route name the same leader. */
  private boolean agree() {
    return api.service()
        .flatMap(service ->
            api.lease()
                .filter(lease -> lease.epoch() == service.epoch())
                .flatMap(Stored.Lease::holder)
                .filter(holder -> service.toOne().equals(Optional.of(holder))))
        .isPresent();
  }

  private Stream<RunningProcess> processes(MemberId leader) {
    return running().filter(process -> process.isOf(leader));
  }

  private Stream<RunningProcess> running() {
    return kubelets.stream().flatMap(kubelet -> kubelet.running().stream());
  }

  /** A process that led, runs, and is not of this member. */
  Optional<RunningProcess> other(MemberId leader) {
    if (byHand || !mayRun(leader)) {
      return Optional.empty();
    }
    return running()
        .filter(processes::contains)
        .filter(process -> !process.isOf(leader))
        .findFirst();
  }
}
