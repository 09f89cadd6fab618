package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.e2e.Space.Leader;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The route stays as it is, whoever is missing. */
@ExtendWith(Cluster.class)
class OperatorAbsenceIT {
  @Test
  void operatorsKilledAndGoneForAWhile(Space space) {
    undisturbed(
        space,
        faults -> {
          try {
            faults.scaleOperators(0);
            Load.go(15);
          } finally {
            faults.scaleOperators(2);
            faults.awaitOperators(2);
          }
        });
  }

  @Test
  void apiServerKilled(Space space) {
    undisturbed(
        space,
        faults -> {
          faults.killControlPlane("kube-apiserver");
          Load.go(5);
          faults.awaitApiServer();
          faults.awaitOperators(2);
        });
  }

  @Test
  void controllerManagerKilled(Space space) {
    undisturbed(
        space,
        faults -> {
          faults.killControlPlane("kube-controller-manager");
          Load.go(10);
        });
  }

  @Test
  void theLeadingOperatorFreezesAndThaws(Space space) {
    var faults = new Faults(space);
    faults.awaitOperators(2);
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader before = space.leader();
    Load load = Load.on(space);
    Pod frozen = faults.leadingOperator();
    faults.signal(frozen, "SIGSTOP");
    Leader after;
    try {
      faults.kill(before.pod());
      after = space.leaderAfter(before);
      assertThat(faults.leadingOperator().getMetadata().getUid())
          .isNotEqualTo(frozen.getMetadata().getUid());
    } finally {
      faults.signal(frozen, "SIGCONT");
    }
    Load.go(5);
    assertThat(space.leader()).extracting(Leader::name, Leader::epoch)
        .containsExactly(after.name(), after.epoch());
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    space.measured("leader killed while the operator is frozen: " + Load.outage(load.stop()));
  }

  private interface Disturbance {
    void happen(Faults faults);
  }

  private static void undisturbed(Space space, Disturbance disturbance) {
    var faults = new Faults(space);
    faults.awaitOperators(2);
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader before = space.leader();
    Load load = Load.on(space);
    disturbance.happen(faults);
    Load.go(2);
    Analysis analysis = load.stop();
    space.measured(Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    assertThat(space.leader()).extracting(Leader::name, Leader::epoch)
        .containsExactly(before.name(), before.epoch());

    // And it goes on from here.
    faults.kill(before.pod());
    assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
  }
}
