package dev.understudy.simulation;

import dev.understudy.decision.BudgetViews;
import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Marking;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Place;
import dev.understudy.decision.Policy;
import dev.understudy.decision.ReplicaSetView;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.StandbysView;
import dev.understudy.decision.Testimony;
import dev.understudy.observe.Sightings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From caches to an observation, by the rules of {@link dev.understudy.observe.Observer}. */
class CacheReader {
  private static final String ROUTE = "route";

  private final Caches caches;
  private final Sightings sightings;
  private final KeptLeaseView kept;

  CacheReader(Caches caches, LocalClock clock) {
    this.caches = caches;
    this.sightings = new Sightings(clock::nanos);
    this.kept = new KeptLeaseView(clock);
  }

  /** Whether a pass should look. */
  final boolean seeKeptLease(Optional<Stored.KeptLease> lease) {
    return kept.see(lease);
  }

  /** As the real code reads what was seen of it. */
  LeaseView keptLease(List<Stored.Pod> members) {
    return kept.read(members);
  }

  final Optional<Stored.KeptLease> keptLeaseSeen() {
    return kept.seen();
  }

  final Caches caches() {
    return caches;
  }

  Observation read(Policy policy) {
    List<Stored.Pod> pods = pods();
    List<ReplicaSetView> sets = new ArrayList<>();
    Set<String> revisions = new HashSet<>();
    for (Stored.ReplicaSet set : caches.replicaSets()) {
      String version = Long.toString(set.version());
      sets.add(
          new ReplicaSetView(
              set.revision(), set.replicas(), version, Optional.empty(), set.number()));
      revisions.add(set.revision());
    }
    List<Member> members = new ArrayList<>();
    List<Stored.Pod> ours = new ArrayList<>();
    for (Stored.Pod pod : pods) {
      if (revisions.contains(pod.revision()) || pod.marks().held()) {
        ours.add(pod);
        members.add(member(pod));
      }
    }
    ServiceView service = service();
    LeaseView lease = FollowedRoute.isKept(policy) ? keptLease(ours) : lease();
    return new Observation(
        policy,
        service,
        lease,
        members,
        sets,
        List.of(),
        new Testimony(
            policy.stopsLeaders() ? stopped(pods, lease, service) : Set.of(),
            unseen(policy, members, lease, service)),
        List.of(),
        BudgetViews.asWanted(policy),
        StandbysView.AS_DECLARED);
  }

  List<Stored.Pod> pods() {
    return caches.pods();
  }

  ServiceView service() {
    return caches
        .service()
        .<ServiceView>map(service ->
            service.isFree()
                ? new ServiceView.Free(Long.toString(service.version()))
                : new ServiceView.Claimed(
                    service.route(),
                    service.epoch(),
                    Long.toString(service.version()),
                    unchangedFor(ROUTE, List.of(service.route(), service.epoch())),
                    service.claim() == Stored.Claim.ADOPTED,
                    service.asDeclared(),
                    service.rotation().mayBeOut()))
        .orElseGet(ServiceView.Absent::new);
  }

  LeaseView lease() {
    return caches
        .lease()
        .<LeaseView>map(lease ->
            new LeaseView.Ours(
                lease.holder(),
                lease.epoch(),
                Long.toString(lease.version()),
                lease.holder().isPresent() ? List.of() : lease.last(),
                lease.fencing(),
                lease.trial()))
        .orElseGet(LeaseView.Absent::new);
  }

  Member member(Stored.Pod pod) {
    Optional<Stored.Node> node = caches.node(pod.node());
    Set<Ineligibility> why = ineligibilities(pod, node);
    Connections.Shown connection = caches.connection(pod);
    why.addAll(connection.lost());
    boolean ready = pod.status().ready();
    Duration since = unchangedFor(pod.uid(), ready);
    return new Member(
        pod.id(),
        pod.name(),
        pod.uid(),
        Long.toString(pod.version()),
        pod.revision(),
        new Place(pod.node(), "", node.filter(Stored.Node::cordoned).isPresent()),
        why,
        isOver(pod),
        connection.answers(),
        new Marking(
            pod.marks().cost(),
            pod.marks().held(),
            pod.marks().told(),
            pod.marks().rotation().now()),
        0,
        ready ? since : Duration.ZERO);
  }

  boolean isOver(Stored.Pod pod) {
    return pod.status().isOver();
  }

  private Set<MemberId> unseen(
      Policy policy, List<Member> members, LeaseView lease, ServiceView service) {
    Set<MemberId> asked = new HashSet<>();
    if (policy.mode() == Mode.ACTIVE_PASSIVE) {
      lease.leader().ifPresent(asked::add);
      service
          .routed()
          .filter(id -> policy.grantsLeases() || kept.seen().filter(it -> it.names(id)).isPresent())
          .ifPresent(asked::add);
    }
    if (service instanceof ServiceView.Claimed claimed) {
      asked.addAll(claimed.mayBeOut());
    }
    for (Member member : members) {
      asked.remove(member.id());
    }
    asked.removeIf(id -> !isThere(id));
    return asked;
  }

  boolean isThere(MemberId id) {
    return caches.witness().pods().stream().anyMatch(pod -> pod.id().equals(id));
  }

  private Set<MemberId> stopped(List<Stored.Pod> pods, LeaseView lease, ServiceView service) {
    Set<MemberId> asked = new HashSet<>();
    lease.leader().ifPresent(asked::add);
    asked.addAll(lease.last());
    service.routed().ifPresent(asked::add);
    for (Stored.Pod pod : pods) {
      if (pod.marks().held() && pod.isDeleting()) {
        asked.add(pod.id());
      }
    }
    asked.removeIf(id -> !hasStopped(pods, id));
    return asked;
  }

  private boolean hasStopped(List<Stored.Pod> pods, MemberId id) {
    for (Stored.Pod pod : pods) {
      if (pod.id().equals(id)) {
        return isOutOfService(pod.node());
      }
    }
    return isGone(id);
  }

  boolean isOutOfService(String node) {
    return caches.node(node).filter(Stored.Node::outOfService).isPresent()
        && caches.witness().node(node).filter(Stored.Node::outOfService).isPresent();
  }

  boolean isGone(MemberId id) {
    return caches.witness().pods().stream().noneMatch(pod -> pod.id().equals(id));
  }

  Duration unchangedFor(String thing, Object value) {
    return sightings.unchangedFor(Stored.ONLY, thing, value);
  }

  static Set<Ineligibility> ineligibilities(Stored.Pod pod, Optional<Stored.Node> node) {
    Set<Ineligibility> found = EnumSet.noneOf(Ineligibility.class);
    if (pod.isDeleting()) {
      found.add(Ineligibility.DELETED);
    }
    if (pod.marks().evicted()) {
      found.add(Ineligibility.EVICTED);
    }
    if (pod.status().terminated() || pod.status().ended()) {
      found.add(Ineligibility.TERMINATED);
    }
    if (node.filter(seen -> !seen.ready()).isPresent() || pod.status().writtenOff()) {
      found.add(Ineligibility.NODE_NOT_READY);
    }
    if (!pod.status().ready()) {
      found.add(Ineligibility.NOT_READY);
    }
    if (!pod.isSelectedBy(pod.id())) {
      found.add(Ineligibility.UNLABELLED);
    }
    return found;
  }
}
