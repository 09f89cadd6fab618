package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node falls silent: Kubernetes sees it after 47 s. */
@ExtendWith(Cluster.class)
class NodeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 8;

  @Test
  void theLeadersNodeFallsSilent(Space space) {
    space.led();
    Faults faults = new Faults(space);
    spread(space, faults);
    Leader before = space.leader();
    String silent = node(before.pod());
    Load load = Load.on(space);
    Leader after;
    Analysis analysis;
    faults.pauseNode(silent);
    try {
      after = space.leaderAfter(before, PATIENCE);
      Load.go(2);
      analysis = load.stop();
    } finally {
      faults.unpauseNode(silent);
    }
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(node(after.pod())).isNotEqualTo(silent);
    Space.eventually(() ->
        assertThat(space.promotionsTo(after.epoch()))
            .extracting(Event::getReason)
            .hasSize(1)
            .containsAnyOf("LeaderNodeNotReady", "LeaderNotReady"));
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    assertThat(analysis.only(Kind.FRESH).turns().getLast().pod()).isEqualTo(after.name());
    Space.eventually(PATIENCE, () -> assertThat(space.readyMembers()).hasSize(2));
    space.awaitMembers(2);
    faults.awaitOperators(2);
    space.assertStillLeads(after);
    space.measured("the leader's node silent: " + Load.outage(analysis));
  }

  /** Until the members are on two nodes, and the operator that works is not beside the leader. */
  private static void spread(Space space, Faults faults) {
    for (int i = 0; i < ATTEMPTS && !isSpread(space, faults); i++) {
      if (onOneNode(space)) {
        String leader = space.leader().name();
        space.members().stream()
            .filter(it -> !Space.name(it).equals(leader))
            .forEach(faults::delete);
        Space.eventually(
            () -> assertThat(space.members()).filteredOn(it -> !Space.isReady(it)).isEmpty());
        space.awaitMembers(2);
      } else {
        Leader beside = space.leader();
        faults.delete(beside.pod());
        space.leaderAfter(beside);
        space.awaitMembers(2);
      }
    }
    assertThat(isSpread(space, faults)).as("members and operator are on two nodes").isTrue();
  }

  private static boolean isSpread(Space space, Faults faults) {
    return !onOneNode(space) && !node(space.leader().pod()).equals(node(faults.leadingOperator()));
  }

  private static boolean onOneNode(Space space) {
    return space.members().stream().map(NodeIT::node).distinct().count() < 2;
  }

  private static String node(Pod pod) {
    return pod.getSpec().getNodeName();
  }
}
