package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every ready member takes traffic. */
@ExtendWith(Cluster.class)
class ActiveActiveIT {
  @Test
  void everyReadyMemberAnswersAndNoOther(Space space) {
    space.apply(Manifests.activeActive(3));
    space.awaitMembers(3);
    Load load = Load.on(space);
    Pod unready = space.members().getFirst();
    Load.go(3);
    Instant untilThen = Instant.now();
    new Faults(space).unready(unready);
    Space.eventually(() -> assertThat(space.readyMembers()).hasSize(2));
    Load.go(5); // proxies follow when they get to it
    Instant fromThen = Instant.now();
    Load.go(3);
    Analysis analysis = load.stop();

    List<String> all = space.members().stream().map(Space::name).toList();
    assertThat(analysis.between(Instant.EPOCH, untilThen).only(Kind.FRESH).answers())
        .extracting(Answers::pod)
        .containsExactlyInAnyOrderElementsOf(all);
    Analysis later = analysis.between(fromThen, Instant.now());
    assertThat(later.only(Kind.FRESH).answers())
        .extracting(Answers::pod)
        .containsExactlyInAnyOrderElementsOf(
            all.stream().filter(it -> !it.equals(Space.name(unready))).toList());
    Load.assertNothingFailed(later.only(Kind.FRESH));
    space.measured("one of three unready: " + Load.outage(analysis));
  }

  @Test
  void scaled(Space space) {
    space.apply(Manifests.activeActive(2));
    space.awaitMembers(2);
    Load load = Load.on(space);
    for (int replicas : new int[] {4, 2}) {
      space
          .shell()
          .run("kubectl", "scale", "has/orders", "-n", space.namespace(), "--replicas=" + replicas);
      space.awaitMembers(replicas);
      Load.go(1);
    }
    Analysis analysis = load.stop();
    space.measured("2 to 4 to 2: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    assertThat(analysis.answers()).as("members that answered").hasSize(4);
  }

  @Test
  void rolledToANewRevision(Space space) {
    space.apply(Manifests.activeActive(2));
    space.awaitMembers(2);
    List<String> old = space.members().stream().map(Space::name).toList();
    Load load = Load.on(space);
    space.apply(Manifests.orders("ActiveActive", 2, "HoldLast", "2", 0));
    space.awaitMembers(2);
    Space.eventually(() ->
        assertThat(space.readyMembers())
            .extracting(Space::name)
            .hasSize(2)
            .doesNotContainAnyElementsOf(old));
    Load.go(1);
    Analysis analysis = load.stop();
    space.measured("rolling update of 2: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
  }
}
