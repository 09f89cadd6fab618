package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The true state: objects with versions, and the history of each kind, which watches show sooner or
 * later.
 */
final class ApiServer {
  /** One change of an object; without a state if it was removed. */
  record Change(long at, String name, Optional<Stored> now) {}

  private final Map<Kind, NavigableMap<String, Stored>> objects = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Change>> history = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Runnable>> watchers = new EnumMap<>(Kind.class);
  private final Timeline time;
  private long version;
  private long besides;

  ApiServer(Timeline time) {
    this.time = time;
    for (Kind kind : Kind.values()) {
      objects.put(kind, new TreeMap<>());
      history.put(kind, new ArrayList<>());
      watchers.put(kind, new ArrayList<>());
    }
  }

  /** Of the newest change. */
  long version() {
    return version;
  }

  /** Of the newest change of anything but the Lease that the workload keeps. */
  long versionBesides() {
    return besides;
  }

  /** A write that changes nothing makes no version. */
  void put(Stored object) {
    NavigableMap<String, Stored> ofKind = of(object.kind());
    Stored before = ofKind.get(object.name());
    if (before == null || !object.at(before.version()).equals(before)) {
      version++;
      Stored now = object.at(version);
      ofKind.put(now.name(), now);
      changed(now.kind(), now.name(), Optional.of(now));
    }
  }

  void remove(Stored object) {
    if (of(object.kind()).remove(object.name()) != null) {
      version++;
      changed(object.kind(), object.name(), Optional.empty());
    }
  }

  /** A pod is gone when its deletion is done and nobody holds it. */
  void put(Stored.Pod pod) {
    if (pod.marks().deletion() == Stored.Deletion.DONE && !pod.marks().held()) {
      remove(pod);
    } else {
      put((Stored) pod);
    }
  }

  private void changed(Kind kind, String name, Optional<Stored> now) {
    if (kind != Kind.KEPT_LEASE) {
      besides = version;
    }
    history(kind).add(new Change(time.now(), name, now));
    watchers(kind).forEach(Runnable::run);
  }

  void watch(Kind kind, Runnable watcher) {
    watchers(kind).add(watcher);
  }

  void unwatch(Kind kind, Runnable watcher) {
    watchers(kind).remove(watcher);
  }

  List<Change> history(Kind kind) {
    return history.getOrDefault(kind, List.of());
  }

  private List<Runnable> watchers(Kind kind) {
    return watchers.getOrDefault(kind, List.of());
  }

  private NavigableMap<String, Stored> of(Kind kind) {
    return objects.computeIfAbsent(kind, key -> new TreeMap<>());
  }

  Stored.Declaration declaration() {
    return get(Kind.DECLARATION, Stored.ONLY, Stored.Declaration.class).orElseThrow();
  }

  Optional<Stored.Lease> lease() {
    return get(Kind.LEASE, Stored.ONLY, Stored.Lease.class);
  }

  Optional<Stored.KeptLease> keptLease() {
    return get(Kind.KEPT_LEASE, Stored.ONLY, Stored.KeptLease.class);
  }

  Optional<Stored.Service> service() {
    return get(Kind.SERVICE, Stored.ONLY, Stored.Service.class);
  }

  Optional<Stored.Pod> pod(String name) {
    return get(Kind.POD, name, Stored.Pod.class);
  }

  Optional<Stored.Node> node(String name) {
    return get(Kind.NODE, name, Stored.Node.class);
  }

  Optional<Stored.ReplicaSet> replicaSet(String revision) {
    return get(Kind.REPLICA_SET, revision, Stored.ReplicaSet.class);
  }

  Optional<Long> version(Subject of) {
    return get(of.kind(), of.name(), Stored.class).map(Stored::version);
  }

  List<Stored.Pod> pods() {
    return all(Kind.POD, Stored.Pod.class);
  }

  List<Stored.Node> nodes() {
    return all(Kind.NODE, Stored.Node.class);
  }

  List<Stored.ReplicaSet> replicaSets() {
    return all(Kind.REPLICA_SET, Stored.ReplicaSet.class);
  }

  private <T extends Stored> Optional<T> get(Kind kind, String name, Class<T> type) {
    return Optional.ofNullable(of(kind).get(name)).map(type::cast);
  }

  private <T extends Stored> List<T> all(Kind kind, Class<T> type) {
    List<T> all = new ArrayList<>();
    of(kind).values().forEach(object -> all.add(type.cast(object)));
    return all;
  }
}
