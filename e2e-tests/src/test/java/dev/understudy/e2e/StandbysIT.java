package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A second Service leads to whoever stands by. */
@ExtendWith(Cluster.class)
class StandbysIT {
  private static final String STANDBYS = Space.NAME + "-standbys";
  private static final String DECLARED = "{\"spec\":{\"service\":{\"standbys\":%s}}}";

  private static Leader served(Space space) {
    space.apply(Manifests.activePassive(3));
    space.awaitMembers(3);
    space.patch(DECLARED.formatted(true));
    Leader leader = space.leader();
    awaitReached(space, others(space, leader.name()));
    return leader;
  }

  @Test
  void areReadFrom(Space space) {
    Leader leader = served(space);
    assertThat(space.service(STANDBYS).getSpec().getPorts().getFirst().getPort()).isEqualTo(80);

    Load load = Load.at("http://" + ip(space) + ":80/", space, 100);
    Load.go(2);
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis);
    assertThat(analysis.answers())
        .extracting(Answers::pod)
        .containsExactlyInAnyOrderElementsOf(others(space, leader.name()));
  }

  /** Who led before stands by once it is ready again. */
  @Test
  void areOthersWhenAnotherLeads(Space space) {
    Leader leader = served(space);
    space.order("any");
    Leader next = space.leaderAfter(leader);
    awaitReached(space, others(space, next.name()));
    new Faults(space).kill(next.pod());
    Leader last = space.leaderAfter(next);
    space.awaitMembers(3);
    awaitReached(space, others(space, last.name()));

    space.apply(Manifests.activeActive(3));
    awaitReached(space, others(space, ""));
    space.patch(DECLARED.formatted(false));
    Space.eventually(() ->
        assertThat(
                space.client().services().inNamespace(space.namespace()).withName(STANDBYS).get())
            .isNull());
  }

  @Test
  void whatHasTheNameIsLeftAlone(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: orders-standbys}
        spec: {selector: {app: other}, ports: [{port: 1}]}
        """);
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    space.patch(DECLARED.formatted(true));
    Space.eventually(
        () -> assertThat(space.events()).anyMatch(it -> "StandbysTaken".equals(it.getReason())));
    assertThat(space.service(STANDBYS).getSpec().getSelector()).containsOnlyKeys("app");
    assertThat(space.condition(Space.NAME, "Ready").orElseThrow().getStatus()).isEqualTo("True");
  }

  private static List<String> others(Space space, String leader) {
    return space.members().stream().map(Space::name).filter(it -> !it.equals(leader)).toList();
  }

  private static String ip(Space space) {
    return space.service(STANDBYS).getSpec().getClusterIP();
  }

  private static void awaitReached(Space space, List<String> pods) {
    Space.eventually(() -> assertThat(reached(space)).containsExactlyInAnyOrderElementsOf(pods));
  }

  private static Set<String> reached(Space space) {
    return space
        .client()
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(space.namespace())
        .withLabel("kubernetes.io/service-name", STANDBYS)
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> Optional.ofNullable(slice.getEndpoints()).stream()) // none: null
        .flatMap(List::stream)
        .filter(StandbysIT::isReady)
        .map(it -> it.getTargetRef().getName())
        .collect(Collectors.toSet());
  }

  private static boolean isReady(Endpoint endpoint) {
    EndpointConditions conditions = Objects.requireNonNull(endpoint.getConditions());
    return Boolean.TRUE.equals(conditions.getReady());
  }
}
