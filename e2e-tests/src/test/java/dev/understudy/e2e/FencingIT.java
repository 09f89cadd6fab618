package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Under {@code fencing: StopLeader} nobody leads before the old leader has stopped. */
@ExtendWith(Cluster.class)
class FencingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OUT_OF_SERVICE =
      "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute";
  private static final String HELD = "understudy.dev/held-until-stopped";

  private static Leader gated(Space space) {
    space.apply(Manifests.gated(2, "1"));
    space.awaitMembers(2);
    Leader leader = space.leader();
    assertHeld(space, leader);
    return leader;
  }

  private static void assertHeld(Space space, Leader leader) {
    Space.eventually(() ->
        assertThat(space.members())
            .filteredOn(it -> it.getMetadata().getFinalizers().contains(HELD))
            .extracting(Space::name)
            .containsExactly(leader.name()));
  }

  /** It hangs: the process is there, and would go on where it was. */
  @Test
  void aLeaderThatHangsIsStopped(Space space) {
    Leader before = gated(space);
    Faults faults = new Faults(space);
    Load load = Load.on(space);
    Load.go(1);
    faults.signal(before.pod(), "SIGSTOP");
    Space.eventually(() -> assertThat(space.lease().getSpec().getHolderIdentity()).isEmpty());
    Space.untilThen(
        () -> assertThat(faults.runs(before.pod())).as("the old leader runs").isTrue(),
        () -> !faults.runs(before.pod()));
    Leader after = space.leaderAfter(before);
    assertThat(after.epoch()).isEqualTo(before.epoch() + 2);
    Load.go(1);
    Analysis analysis = load.stop();
    assertHeld(space, after);
    assertThat(space.events()).extracting(it -> it.getReason()).contains("LeaderStopped");
    space.measured("the leader hung: " + Load.outage(analysis));
  }

  /** Deleted by force a pod is gone for Kubernetes before its processes are. */
  @Test
  void aLeaderDeletedByForceIsAwaited(Space space) {
    Leader before = gated(space);
    Faults faults = new Faults(space);
    Load load = Load.on(space);
    Load.go(1);
    faults.signal(before.pod(), "SIGSTOP");
    faults.deleteByForce(before.pod());
    Leader after = space.leaderAfter(before);
    assertThat(faults.runs(before.pod())).as("the old leader runs").isFalse();
    Load.go(1);
    Analysis analysis = load.stop();
    assertHeld(space, after);
    Space.eventually(
        () -> assertThat(space.members()).extracting(Space::name).doesNotContain(before.name()));
    space.measured("deleted by force: " + Load.outage(analysis));
  }

  @Test
  void nobodyLeadsWhileNobodyCanKnow(Space space) {
    gated(space);
    Faults faults = new Faults(space);
    Spread.over(space, faults);
    Leader before = space.leader();
    String silent = Spread.node(before.pod());
    faults.pauseNode(silent);
    try {
      Space.eventually(
          PATIENCE,
          () ->
              assertThat(space.condition(Space.NAME, "Ready"))
                  .get()
                  .extracting(Condition::getReason)
                  .isEqualTo("StopUnproven"));
      String words = space.condition(Space.NAME, "Ready").orElseThrow().getMessage();
      assertThat(words)
          .contains("kubectl taint nodes " + silent + " node.kubernetes.io/out-of-service");
      assertThat(space.lease().getSpec().getHolderIdentity()).isEmpty();
      space.shell().run("kubectl", "taint", "nodes", silent, OUT_OF_SERVICE);
      Leader after = space.leaderAfter(before);
      assertThat(Spread.node(after.pod())).isNotEqualTo(silent);
      assertHeld(space, after);
    } finally {
      faults.unpauseNode(silent);
      space.shell().run("kubectl", "taint", "nodes", silent, OUT_OF_SERVICE + "-");
    }
    space.awaitMembers(2);
    faults.awaitOperators(2);
  }

  @Test
  void nothingIsHeldOfAServiceThatIsDeleted(Space space) {
    gated(space);
    space.delete();
    Space.eventually(() -> assertThat(space.members()).isEmpty());
  }

  /** Also if nobody was there to let go of it. */
  @Test
  void nothingIsHeldOfAServiceThatWasDeletedMeanwhile(Space space) {
    Leader leader = gated(space);
    Faults faults = new Faults(space);
    try {
      faults.scaleOperators(0);
      space.delete();
      Space.eventually(
          () -> assertThat(space.members()).extracting(Space::name).containsExactly(leader.name()));
    } finally {
      faults.scaleOperators(2);
    }
    faults.awaitOperators(2);
    Space.eventually(() -> assertThat(space.members()).isEmpty());
  }
}
