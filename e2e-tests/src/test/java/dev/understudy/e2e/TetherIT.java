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
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What connections tell is known before Kubernetes tells it. */
@ExtendWith(Cluster.class)
class TetherIT {
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

  /** It is frozen: its kernel goes on accepting for it. */
  @Test
  void theLeaderHangs(Space space) {
    space.apply(Manifests.detecting("Fast", Manifests.activePassive(2)));
    space.awaitMembers(2);
    Leader before = space.leader();
    Faults faults = new Faults(space);
    Load.go(2);
    try {
      lost(space, before, "LeaderHangs", leader -> faults.signal(leader.pod(), "SIGSTOP"));
      Space.eventually(() -> assertThat(why(space, before)).contains("does not answer in time"));
    } finally {
      faults.signal(before.pod(), "SIGCONT");
    }
    Space.eventually(() -> assertThat(why(space, before)).isEmpty());
    Leader after = space.leader();
    assertThat(after.epoch()).as("no failback").isEqualTo(before.epoch() + 1);
  }

  /** The standby that is next died just before the leader: it is not waited for. */
  @Test
  void aDeadStandbyIsPassedOver(Space space) {
    space.apply(
        Manifests.activePassive(3)
            .replace("activePassive: {", "activePassive: {preference: [{names: Ascending}], "));
    space.awaitMembers(3);
    Leader before = space.leader();
    Faults faults = new Faults(space);
    List<Pod> standbys =
        space.members().stream()
            .filter(it -> !Space.name(it).equals(before.name()))
            .sorted(Comparator.comparing(Space::name))
            .toList();
    Load.go(2);
    // The standby first: one that dies just after it was promoted is a second loss.
    Leader after =
        lost(
            space,
            before,
            leader -> {
              faults.kill(standbys.getFirst());
              faults.kill(leader.pod());
            });
    assertThat(after.name()).isEqualTo(Space.name(standbys.getLast()));
    space.awaitMembers(3);
  }

  /** What follows from how losses are noticed is in status, and is longer without tethers. */
  @Test
  void withoutTethersKubernetesWordIsWaitedFor(Space space) {
    Leader before = space.led();
    Space.eventually(() -> assertThat(space.has().getStatus().detection.because).isNull());
    long tethered = space.has().getStatus().detection.crashMillis;
    Faults faults = new Faults(space);
    space.installation().helm("tethers.enabled=false");
    try {
      faults.awaitOperators(2);
      Space.eventually(
          () -> assertThat(space.has().getStatus().detection.crashMillis).isGreaterThan(tethered));
      assertThat(space.has().getStatus().detection.because)
          .containsExactly(
              "The operator holds no connections to members: set tethers.enabled=true in the"
                  + " chart.");
      Leader after = lost(space, before, leader -> faults.kill(leader.pod()));
      assertThat(space.promotionsTo(after.epoch()).getFirst().getReason())
          .isIn("LeaderTerminated", "LeaderNotReady");
    } finally {
      space.installation().helm();
      faults.awaitOperators(2);
    }
    space.awaitMembers(2);
  }

  private static String why(Space space, Leader leader) {
    return space.has().getStatus().members.stream()
        .filter(it -> leader.name().equals(it.name))
        .map(it -> Objects.requireNonNullElse(it.ineligible, ""))
        .findFirst()
        .orElse("gone");
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
