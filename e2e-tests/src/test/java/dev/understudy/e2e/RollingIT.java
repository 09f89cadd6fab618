package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new revision comes: standbys first, one switchover, the old leader last. */
@ExtendWith(Cluster.class)
class RollingIT {
  private static final int MEMBERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void theOldLeaderGoesLast(Space space) {
    space.apply(Manifests.activePassive(MEMBERS));
    space.awaitMembers(MEMBERS);
    Leader before = space.leader();
    List<String> old = space.members().stream().map(Space::name).toList();
    List<String> leaving = new CopyOnWriteArrayList<>();
    Load load = Load.on(space);
    try (Watch _ = watchLeaving(space, leaving)) {
      space.apply(Manifests.orders("ActivePassive", MEMBERS, "HoldLast", "2", 0));
      Space.eventually(
          PATIENCE,
          () -> {
            assertThat(space.has().getStatus().updatedReplicas).isEqualTo(MEMBERS);
            assertThat(space.members())
                .extracting(Space::name)
                .hasSize(MEMBERS)
                .doesNotContainAnyElementsOf(old);
          });
    }
    Leader after = space.leader();
    Load.go(1);
    Analysis analysis = load.stop();
    Analysis fresh = analysis.only(Kind.FRESH);

    assertThat(leaving)
        .as("who was deleted, in order")
        .containsExactlyInAnyOrderElementsOf(old)
        .endsWith(before.name());
    assertThat(after.epoch()).as("one switchover").isEqualTo(before.epoch() + 1);
    Space.eventually(() ->
        assertThat(space.promotionsTo(after.epoch()))
            .extracting(Event::getReason)
            .containsExactly("RollingUpdate"));
    assertThat(fresh.turns())
        .extracting(Answers::pod)
        .as("who answered, in turns")
        .containsExactly(before.name(), after.name());
    assertThat(fresh.overlaps()).as("two at the same time").isEmpty();
    space.measured("rolling update of 3: " + Load.outage(analysis));
    Load.assertNothingFailed(fresh);
  }

  /** Each pod once, when its deletion begins. */
  private static Watch watchLeaving(Space space, List<String> leaving) {
    return space.watchMembers((action, pod) -> {
      boolean leaves =
          action == Watcher.Action.DELETED || pod.getMetadata().getDeletionTimestamp() != null;
      if (leaves && !leaving.contains(Space.name(pod))) {
        leaving.add(Space.name(pod));
      }
    });
  }
}
