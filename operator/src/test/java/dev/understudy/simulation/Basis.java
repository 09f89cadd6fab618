package dev.understudy.simulation;

import dev.understudy.decision.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a decision could know: the objects in the caches, unread, and how old they were.
 *
 * @param shows until when the true state of pods, nodes and ReplicaSets was as the caches show it
 * @param keptLease as the API server had it when this was decided, whatever was seen of it
 */
record Basis(
    Optional<Long> declaration,
    Optional<Stored.Lease> lease,
    Optional<Stored.Service> service,
    List<Stored.Pod> pods,
    List<Stored.Node> nodes,
    List<Stored.ReplicaSet> replicaSets,
    long shows,
    long decided,
    Optional<Stored.KeptLease> keptLease,
    long keptLeaseChanged) {
  static Basis of(Caches caches, long now, long keptLeaseChanged) {
    long shows =
        Math.min(
            caches.of(Kind.POD).shows(now),
            Math.min(caches.of(Kind.NODE).shows(now), caches.of(Kind.REPLICA_SET).shows(now)));
    return new Basis(
        caches.declaration().map(Stored.Declaration::version),
        caches.lease(),
        caches.service(),
        caches.pods(),
        new ArrayList<>(caches.of(Kind.NODE).all(Stored.Node.class)),
        caches.replicaSets(),
        shows,
        now,
        caches.witness().keptLease(),
        keptLeaseChanged);
  }

  Optional<Long> version(Subject of) {
    return switch (of.kind()) {
      case LEASE -> lease.map(Stored.Lease::version);
      case SERVICE -> service.map(Stored.Service::version);
      case REPLICA_SET -> replicaSet(of.name()).map(Stored.ReplicaSet::version);
      case POD -> pod(of.name()).map(Stored.Pod::version);
      case DECLARATION -> declaration;
      case NODE, KEPT_LEASE -> Optional.empty();
    };
  }

  private Optional<Stored.Pod> pod(String name) {
    return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  Optional<Stored.ReplicaSet> replicaSet(String revision) {
    return replicaSets.stream().filter(set -> set.revision().equals(revision)).findFirst();
  }

  Stream<Long> versions() {
    return Stream.concat(
        lease.stream().map(Stored.Lease::version), service.stream().map(Stored.Service::version));
  }

  /** The Service knows of no other leader than the Lease. */
  boolean agrees() {
    long ofService = service.map(Stored.Service::epoch).orElse(0L);
    long ofLease = lease.map(Stored.Lease::epoch).orElse(0L);
    Optional<Route> toHolder = lease.flatMap(Stored.Lease::holder).map(Route.ToOne::new);
    return ofService < ofLease
        || (ofService == ofLease && service.map(Stored.Service::route).equals(toHolder));
  }

  Optional<Stored.Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
