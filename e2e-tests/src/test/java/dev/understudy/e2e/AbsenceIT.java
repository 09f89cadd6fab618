package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is not there harms nobody: the route stays as it is, and all goes on afterwards. */
@ExtendWith(Cluster.class)
class AbsenceIT {
  @Test
  void theOperatorIsGoneForAMinute(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Load load = Load.on(space);
    try {
      faults.scaleOperators(0);
      Load.go(60);
    } finally {
      faults.scaleOperators(2);
    }
    faults.awaitOperators(2);
    space.assertStillLeads(before);
    nothingFailed(space, load);
    promotes(space, before);
  }

  /** Nobody promotes a standby meanwhile, as nobody would without Understudy. */
  @Test
  void theLeaderIsLostWhileTheOperatorIsGone(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    try {
      faults.scaleOperators(0);
      faults.deleteByForce(before.pod());
      Load.go(2);
      assertThat(space.selector())
          .as("the route stays")
          .containsEntry(Space.MEMBER, Space.labels(before.pod()).get(Space.MEMBER));
    } finally {
      faults.scaleOperators(2);
    }
    Space.Leader after = space.leaderAfter(before);
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    space.awaitMembers(2);
  }

  /** Nobody waits for the operator lease to run out. */
  @Test
  void aReplicaOfTheOperatorStops(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Pod stopping = faults.leadingOperator();
    List<String> holders = new CopyOnWriteArrayList<>();
    Load load = Load.on(space);
    try (Watch _ = faults.watchOperatorLease(holders::add)) {
      faults.delete(stopping);
      faults.delete(before.pod());
      assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
      assertThat(holders.stream().distinct().limit(2))
          .as("holders of the operator lease")
          .containsExactly(Space.name(stopping), "");
    }
    faults.awaitOperators(2);
    Analysis analysis = load.stop();
    space.measured("operator and leader deleted: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
  }

  @Test
  void theApiServerIsKilled(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Load load = Load.on(space);
    faults.killControlPlane("kube-apiserver");
    Load.go(10);
    faults.awaitApiServer();
    faults.awaitOperators(2);
    space.assertStillLeads(before);
    nothingFailed(space, load);
    promotes(space, before);
  }

  @Test
  void theControllerManagerIsKilled(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Load load = Load.on(space);
    faults.killControlPlane("kube-controller-manager");
    Load.go(10);
    space.assertStillLeads(before);
    nothingFailed(space, load);
    promotes(space, before);
  }

  private static void nothingFailed(Space space, Load load) {
    Analysis analysis = load.stop();
    space.measured(Load.outage(analysis));
    Load.assertNothingFailed(analysis);
  }

  private static void promotes(Space space, Space.Leader before) {
    new Faults(space).deleteByForce(before.pod());
    assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
    space.awaitMembers(2);
  }
}
