package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The replica of the operator that writes is frozen; another one takes over; the first one thaws,
 * and still believes what it believed.
 */
@ExtendWith(Cluster.class)
class FrozenOperatorIT {
  private static final int ATTEMPTS = 3;
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  @Test
  void thawsAndWritesNoMore(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Pod frozen = faults.leadingOperator();
    Space.Leader after;
    Instant thawed;
    faults.signal(frozen, "SIGSTOP");
    try {
      after = losesItsLeader(space, before);
    } finally {
      thawed = Instant.now();
      faults.signal(frozen, "SIGCONT");
    }
    faults.awaitOperators(2);
    Load.go(3);
    nothingChanged(space, after);
    assertThat(writes(space, frozen, thawed)).as("written after the thaw").isEmpty();
    space.measured("another replica promoted while one was frozen");
  }

  /**
   * Its write is in its kernel's hands when it is frozen, because its packets get lost; the network
   * delivers it when another leader has long been promoted. It must be frozen after it wrote, and
   * before it gave the write up: a moment that can be missed.
   */
  @Test
  void itsLateWriteIsRefused(Space space) {
    space.led();
    List<Audit.Request> late = List.of();
    for (int attempt = 0; attempt < ATTEMPTS && late.isEmpty(); attempt++) {
      late = lateWrites(space);
    }
    assertThat(late)
        .as("late writes")
        .isNotEmpty()
        .allMatch(it -> it.code() == HttpURLConnection.HTTP_CONFLICT);
    space.measured("refused: " + late);
  }

  private static List<Audit.Request> lateWrites(Space space) {
    space.awaitMembers(2);
    Space.Leader before = space.leader();
    Faults faults = new Faults(space);
    Pod frozen = faults.leadingOperator();
    Instant start;
    Space.Leader after;
    faults.silence(frozen);
    try {
      start = Instant.now(); // what came through before is not late
      after = promotedMeanwhile(space, frozen, before);
      for (int wait = 0; wait < 15 && writes(space, frozen, start).isEmpty(); wait++) {
        Load.go(1); // its kernel tries again, ever later
      }
    } finally {
      faults.signal(frozen, "SIGCONT");
    }
    faults.awaitOperators(2);
    space.assertStillLeads(after);
    return writes(space, frozen, start);
  }

  private static Space.Leader promotedMeanwhile(Space space, Pod frozen, Space.Leader before) {
    Faults faults = new Faults(space);
    try {
      faults.deleteByForce(before.pod());
      LockSupport.parkNanos(A_MOMENT.toNanos());
      faults.signal(frozen, "SIGSTOP");
      return space.leaderAfter(before);
    } finally {
      faults.unsilence(frozen);
    }
  }

  /** Both replicas' words are dated by one machine's clock, so their order tells. */
  @Test
  void cutOffItStopsBeforeAnotherBegins(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    Pod cutOff = faults.leadingOperator();
    faults.silence(cutOff);
    try {
      Space.eventually(() -> {
        assertThat(faults.operatorHolder()).isNotIn("", Space.name(cutOff));
        Instant began = faults.lastSaid(faults.leadingOperator(), "This replica leads.");
        assertThat(faults.lastSaid(cutOff, "This replica stops writing")).isBefore(began);
      });
      nothingChanged(space, losesItsLeader(space, before));
    } finally {
      faults.unsilence(cutOff);
    }
    faults.awaitOperators(2);
    nothingChanged(space, space.leader());
  }

  private static Space.Leader losesItsLeader(Space space, Space.Leader before) {
    new Faults(space).deleteByForce(before.pod());
    return space.leaderAfter(before);
  }

  private static void nothingChanged(Space space, Space.Leader since) {
    assertThat(since.epoch()).isEqualTo(2);
    space.assertStillLeads(since);
  }

  private static List<Audit.Request> writes(Space space, Pod operator, Instant since) {
    return new Audit(space.installation())
        .ofOperatorIn(space.namespace()).stream()
            .filter(Audit.Request::isWrite)
            .filter(it -> it.pod().equals(Space.name(operator)))
            .filter(it -> it.received().isAfter(since))
            .toList();
  }
}
