package dev.understudy.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The caches of one operator: each kind as it was at another moment. */
final class Caches {
  private final ApiServer api;
  private final Function<Stored.Pod, Connections.Shown> connections;
  private final Map<Kind, Cache> byKind = new EnumMap<>(Kind.class);

  /**
   * @param connections what the operator's connection to a pod shows, now
   */
  Caches(ApiServer api, Function<Stored.Pod, Connections.Shown> connections) {
    this.api = api;
    this.connections = connections;
    for (Kind kind : Kind.values()) {
      byKind.put(kind, new Cache(api, kind));
    }
  }

  Cache of(Kind kind) {
    return byKind.computeIfAbsent(kind, key -> new Cache(api, key));
  }

  Optional<Stored.Declaration> declaration() {
    return of(Kind.DECLARATION).get(Stored.ONLY).map(Stored.Declaration.class::cast);
  }

  Optional<Stored.KeptLease> keptLease() {
    return of(Kind.KEPT_LEASE).get(Stored.ONLY).map(Stored.KeptLease.class::cast);
  }

  /** What is not in the cache is asked of the API server itself. */
  Optional<Stored.Lease> lease() {
    return of(Kind.LEASE).get(Stored.ONLY).map(Stored.Lease.class::cast).or(api::lease);
  }

  /** What is not in the cache is asked of the API server itself, and where a Lease was lost. */
  Optional<Stored.Service> service() {
    boolean lost =
        lease().isEmpty() && declaration().filter(it -> it.policy().grantsLeases()).isPresent();
    return lost
        ? api.service()
        : of(Kind.SERVICE).get(Stored.ONLY).map(Stored.Service.class::cast).or(api::service);
  }

  List<Stored.Pod> pods() {
    return of(Kind.POD).all(Stored.Pod.class);
  }

  Connections.Shown connection(Stored.Pod pod) {
    return connections.apply(pod);
  }

  List<Stored.ReplicaSet> replicaSets() {
    return of(Kind.REPLICA_SET).all(Stored.ReplicaSet.class);
  }

  /** What the API server itself says, asked now. */
  ApiServer witness() {
    return api;
  }

  Optional<Stored.Node> node(String name) {
    return of(Kind.NODE).get(name).map(Stored.Node.class::cast);
  }
}
