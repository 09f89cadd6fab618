package dev.understudy.benchmark;

import dev.understudy.harness.Onlooker;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.load.Outage;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When this process saw the Service and its EndpointSlices change. Its clock is that of the client
 * that the load comes from: all nodes are on this machine.
 */
final class Sightings implements AutoCloseable {
  private record Routed(Map<String, String> selector, Instant at) {}

  private record Offered(Set<String> pods, Instant at) {}

  private final List<Routed> routed = new CopyOnWriteArrayList<>();
  private final List<Offered> offered = new CopyOnWriteArrayList<>();
  private final List<Watch> watches;

  private Sightings(List<Watch> watches) {
    this.watches = watches;
  }

  /** Of a subject where they say nothing, none. */
  static Sightings of(Subject subject) {
    var sightings = new Sightings(new CopyOnWriteArrayList<>());
    if (subject.routesByService()) {
      sightings.watch(subject.space());
    }
    return sightings;
  }

  private void watch(Space space) {
    watches.add(
        space
            .client()
            .services()
            .inNamespace(space.namespace())
            .withName(Space.NAME)
            .watch(new Onlooker<>((_, service) -> saw(service))));
    watches.add(
        space
            .client()
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(space.namespace())
            .withLabel("kubernetes.io/service-name", Space.NAME)
            .watch(new Onlooker<>((_, slice) -> saw(slice))));
  }

  private void saw(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (routed.isEmpty() || !routed.getLast().selector().equals(selector)) {
      routed.add(new Routed(selector, Instant.now()));
    }
  }

  private void saw(EndpointSlice slice) {
    Set<String> pods =
        Stream.ofNullable(slice.getEndpoints()) // null where there are none
            .flatMap(List::stream)
            .filter(it -> Boolean.TRUE.equals(it.getConditions().getReady()))
            .map(Endpoint::getTargetRef)
            .filter(Objects::nonNull)
            .map(it -> it.getName())
            .collect(Collectors.toSet());
    offered.add(new Offered(pods, Instant.now()));
  }

  /** Empty where the Service was not moved, or no request was without an answer. */
  Optional<Phases> phases(Analysis since) {
    List<Answers> turns = since.turns();
    Optional<Outage> outage = since.longestOutage();
    if (routed.size() < 2 || turns.isEmpty() || outage.isEmpty()) {
      return Optional.empty();
    }
    Instant moved = routed.get(1).at();
    String next = turns.getLast().pod();
    return offered.stream()
        .filter(it -> it.pods().contains(next))
        .findFirst()
        .map(it -> Phases.between(outage.get().start(), moved, it.at(), outage.get().end()));
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
