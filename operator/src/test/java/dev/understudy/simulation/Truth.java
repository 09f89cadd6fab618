package dev.understudy.simulation;

import dev.understudy.decision.MemberId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is truly so, and since when, as the API server has it: no cache, no reader. */
final class Truth {
  private final Cluster cluster;
  private final ApiServer api;
  private final Map<MemberId, Long> eligibleSince = new HashMap<>();
  private final Map<MemberId, Long> lostSince = new HashMap<>();
  private Optional<Stored.Lease> lease = Optional.empty();
  private Optional<Stored.Service> service = Optional.empty();
  private Optional<Long> anyEligibleSince = Optional.empty();
  private long leaseSince;
  private long routeSince;
  private long declaredSince;
  private long declaredVersion;

  Truth(Cluster cluster) {
    this.cluster = cluster;
    this.api = cluster.api();
  }

  void look() {
    long now = cluster.now();
    Optional<Stored.Lease> leaseNow = api.lease();
    if (!leaseNow.equals(lease)) {
      leaseSince = now;
    }
    Optional<Stored.Service> serviceNow = api.service();
    if (!serviceNow.map(Stored.Service::route).equals(service.map(Stored.Service::route))) {
      routeSince = now;
    }
    if (api.declaration().version() != declaredVersion) {
      declaredVersion = api.declaration().version();
      declaredSince = now;
    }
    lease = leaseNow;
    service = serviceNow;
    Set<MemberId> eligible = new HashSet<>();
    for (Stored.Pod pod : api.pods()) {
      if (isEligible(pod)) {
        eligible.add(pod.id());
        eligibleSince.putIfAbsent(pod.id(), now);
        lostSince.remove(pod.id());
      }
    }
    for (MemberId id : List.copyOf(eligibleSince.keySet())) {
      if (!eligible.contains(id)) {
        eligibleSince.remove(id);
        lostSince.put(id, now);
      }
    }
    anyEligibleSince = eligibleSince.values().stream().min(Long::compare);
  }

  boolean isEligible(Stored.Pod pod) {
    return CacheReader.ineligibilities(pod, api.node(pod.node())).isEmpty()
        && cluster.connections().show(pod).lost().isEmpty();
  }

  Optional<Stored.Lease> lease() {
    return lease;
  }

  Optional<Stored.Service> service() {
    return service;
  }

  /** Since when a member may lead; empty if it may not. */
  Optional<Long> eligibleSince(MemberId member) {
    return Optional.ofNullable(eligibleSince.get(member));
  }

  /** Since when a member that could lead may no more. */
  Optional<Long> lostSince(MemberId member) {
    return Optional.ofNullable(lostSince.get(member));
  }

  /** Since when there is somebody who may lead. */
  Optional<Long> anyEligibleSince() {
    return anyEligibleSince;
  }

  long leaseSince() {
    return leaseSince;
  }

  long routeSince() {
    return routeSince;
  }

  long declaredSince() {
    return declaredSince;
  }
}
