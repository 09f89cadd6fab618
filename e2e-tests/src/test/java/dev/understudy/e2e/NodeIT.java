package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that runs on a node is frozen: Kubernetes sees it after 47 s. Its kernel goes on. */
@ExtendWith(Cluster.class)
class NodeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void theLeadersNodeFallsSilent(Space space) {
    space.led();
    Faults faults = new Faults(space);
    Spread.over(space, faults);
    Leader before = space.leader();
    String silent = Spread.node(before.pod());
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
    assertThat(Spread.node(after.pod())).isNotEqualTo(silent);
    Space.eventually(() ->
        assertThat(space.promotionsTo(after.epoch()))
            .extracting(Event::getReason)
            .containsExactly("LeaderHangs"));
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    assertThat(analysis.only(Kind.FRESH).turns().getLast().pod()).isEqualTo(after.name());
    Space.eventually(PATIENCE, () -> assertThat(space.readyMembers()).hasSize(2));
    space.awaitMembers(2);
    faults.awaitOperators(2);
    space.assertStillLeads(after);
    space.measured("the leader's node silent: " + Load.outage(analysis));
  }
}
