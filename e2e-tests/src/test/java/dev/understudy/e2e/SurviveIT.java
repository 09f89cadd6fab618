package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In active-active a loss is declared that is to be survived. */
@ExtendWith(Cluster.class)
class SurviveIT {
  @Test
  void aZone(Space space) {
    inZones(
        space,
        zones -> {
          space.apply(Manifests.surviving("Zone", Manifests.activeActive(4)));
          space.awaitMembers(4);
          survivable(
              space, "True", "has 2 of 4 members that serve; without it 2 of 4 replicas are left");
          Space.eventually(() -> assertThat(space.minAvailable()).contains(2));
          Load.go(2); // until there is a connection to each of them: nothing tells of it
          losesOne(space, zones);
        });
  }

  /** From when the proxy of the clients' node follows: that takes it as long as it takes. */
  private static void losesOne(Space space, List<String> zones) {
    Faults faults = new Faults(space);
    String operator = Spread.node(faults.leadingOperator());
    String lost = zones.stream().filter(it -> !it.equals(operator)).findFirst().orElseThrow();
    List<String> gone =
        space.members().stream()
            .filter(it -> Spread.node(it).equals(lost))
            .map(it -> it.getStatus().getPodIP() + " . ")
            .toList();
    assertThat(faults.proxyRules()).contains(gone);
    Load load = Load.on(space);
    try {
      faults.cutOff(lost);
      survivable(space, "False", "has 2 of 2 members that serve; without it 0 of 4");
      Instant known = Instant.now();
      Space.eventually(() -> assertThat(faults.proxyRules()).doesNotContain(gone));
      Instant left = Instant.now();
      Load.go(3);
      Analysis analysis = load.stop();
      space.measured(
          "one of two zones cut off: %s; the proxy of the clients' node followed after %d ms"
              .formatted(Load.outage(analysis), Duration.between(known, left).toMillis()));
      Load.assertNothingFailed(analysis.between(left, Instant.now()).only(Kind.FRESH));
    } finally {
      faults.endCutOff(lost);
    }
    survivable(space, "True", "has 2 of 4 members that serve");
    faults.awaitOperators(2);
    space.awaitMembers(4);
    faults.awaitNodes();
  }

  /** Nothing is scheduled where no zone is known; and it says so of what runs already. */
  @Test
  void aZoneWhereNodesHaveNone(Space space) {
    space.apply(Manifests.activeActive(2));
    space.awaitMembers(2);
    List<String> before = space.members().stream().map(Space::name).toList();
    space.apply(Manifests.surviving("Zone", Manifests.activeActive(2)));
    survivable(space, "False", "has no label topology.kubernetes.io/zone");
    assertThat(space.readyMembers()).extracting(Space::name).containsAll(before);
  }

  @Test
  void aNodeByMembersThatAreApart(Space space) {
    space.apply(Manifests.surviving("Node", Manifests.activeActive(4)));
    space.awaitMembers(4);
    survivable(space, "True", "has 2 of 4 members that serve");
    space.apply(
        Manifests.surviving("Node", Manifests.activeActive(4))
            .replace("value: \"1\"", "value: \"2\""));
    Space.eventually(() -> assertThat(space.has().getStatus().updatedReplicas).isEqualTo(4));
    space.awaitMembers(4);
    survivable(space, "True", "has 2 of 4 members that serve");
  }

  /** Each worker a zone of its own, of its own name. */
  private static void inZones(Space space, Consumer<List<String>> story) {
    Faults faults = new Faults(space);
    List<String> workers =
        space.client().nodes().list().getItems().stream()
            .map(it -> it.getMetadata().getName())
            .filter(it -> !it.equals(space.installation().controlPlane()))
            .toList();
    try {
      workers.forEach(it -> faults.zone(it, it));
      story.accept(workers);
      assertThat(new TreeSet<>(space.members().stream().map(Spread::node).toList()))
          .containsExactlyElementsOf(new TreeSet<>(workers));
    } finally {
      workers.forEach(faults::unzone);
    }
  }

  private static void survivable(Space space, String status, String words) {
    Space.eventually(() ->
        assertThat(Objects.requireNonNull(space.has().getStatus().conditions, "conditions"))
            .filteredOn(it -> "Survivable".equals(it.getType()))
            .singleElement()
            .satisfies(it -> assertThat(it.getMessage()).contains(words))
            .extracting(Condition::getStatus)
            .isEqualTo(status));
  }
}
