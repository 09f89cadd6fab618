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
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What connections tell is known before Kubernetes tells it. */
@ExtendWith(Cluster.class)
class TetherIT {
  @BeforeEach
  void tethered(Space space) {
    space.installation().helm("tethers.enabled=true");
    new Faults(space).awaitOperators(2);
  }

  @AfterEach
  void asBefore(Space space) {
    space.installation().helm();
    new Faults(space).awaitOperators(2);
  }

  @Test
  void theLeaderIsKilled(Space space) {
    Leader before = space.led();
    Faults faults = new Faults(space);
    Load.go(2);
    lost(space, before, "LeaderRefuses", leader -> faults.kill(leader.pod()));
    space.awaitMembers(2);
  }

  /** The other replica does not wait for the operator lease to run out. */
  @Test
  void theReplicaThatLeadsIsKilledWithTheLeader(Space space) {
    Leader before = space.led();
    Faults faults = new Faults(space);
    Load.go(2);
    Pod dying = faults.leadingOperator();
    Pod other =
        faults.operators().stream()
            .filter(it -> !Space.name(it).equals(Space.name(dying)))
            .findFirst()
            .orElseThrow();
    lost(
        space,
        before,
        // the one that dies may have granted the Lease just before
        leader -> Stream.of(dying, leader.pod()).parallel().forEach(faults::kill));
    assertThat(Space.name(faults.leadingOperator())).isEqualTo(Space.name(other));
    assertThat(faults.lastSaid(other, "The process of " + Space.name(dying))).isNotNull();
    faults.awaitOperators(2);
    space.awaitMembers(2);
  }

  /** The kubelet of the node is the second witness. */
  @Test
  void theNodeOfTheLeaderIsCutOff(Space space) {
    space.led();
    Faults faults = new Faults(space);
    Spread.over(space, faults);
    Leader before = space.leader();
    String lost = Spread.node(before.pod());
    try {
      lost(space, before, "LeaderSilent", leader -> faults.cutOff(lost));
    } finally {
      faults.endCutOff(lost);
    }
    faults.awaitOperators(2);
    space.awaitMembers(2);
  }

  private static void lost(Space space, Leader before, String reason, Consumer<Leader> fault) {
    Leader after = lost(space, before, fault);
    Space.eventually(() ->
        assertThat(space.promotionsTo(after.epoch()))
            .extracting(Event::getReason)
            .containsExactly(reason));
  }

  private static Leader lost(Space space, Leader before, Consumer<Leader> fault) {
    Load load = Load.on(space);
    fault.accept(before);
    Leader after = space.leaderAfter(before);
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    space.measured(Load.outage(analysis));
    return after;
  }
}
