package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import dev.understudy.soak.Cell;
import dev.understudy.soak.Fault;
import dev.understudy.soak.Result;
import dev.understudy.soak.Soak;
import dev.understudy.soak.Stage;
import dev.understudy.soak.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the clients of a register see is what they would see of one that never fails. */
@ExtendWith(Cluster.class)
class RegisterIT {
  private static final long SEED = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static Path folder(String story) {
    return Path.of("target", "register", story).toAbsolutePath();
  }

  /** For hours: {@code e2e-tests/soak}. */
  @Test
  void whateverFailsItsHistoryIsRight(Space space) {
    Result result = Soak.run(space, folder("whatever-fails"), new Soak.Plan(Duration.ZERO, SEED));
    assertThat(result.faults()).containsOnlyKeys(Fault.values());
    assertThat(result.isAsPromised()).as(result.table()).isTrue();
    assertThat(result.outcomes().values()).allMatch(it -> it.epochs() > 2);
  }

  /**
   * The node of the leader is cut off. A client on that node still reaches the leader, which still
   * believes to lead, while others reach the next one.
   */
  @Test
  void withoutFencingAnOldLeaderThatTrustsItselfIsWrong(Space space) {
    List<Cell> cells = List.of(Cell.TRUSTING_NONE, Cell.ASKING_NONE, Cell.TRUSTING_STOP);
    try (Stage stage = Stage.set(space, folder("without-fencing"), cells)) {
      Space trusting = stage.space(Cell.TRUSTING_NONE);
      Faults faults = new Faults(trusting);
      Space.Leader before = trusting.leader();
      String node = Spread.node(before.pod());
      faults.cutOff(node);
      try {
        trusting.leaderAfter(before, PATIENCE);
        Load.go(5);
      } finally {
        faults.endCutOff(node);
      }
      stage.awaitAnswers();
      stage.stopClients();
      stage.collect();
      Verdict wrong = stage.check(Cell.TRUSTING_NONE);
      assertThat(wrong.linearizable()).isEqualTo("no");
      assertThat(stage.check(Cell.ASKING_NONE).isLinearizable()).isTrue();
      assertThat(stage.check(Cell.TRUSTING_STOP).isLinearizable()).isTrue();
      space.measured(
          "trusted without fencing: wrong in %d of %d parts"
              .formatted(wrong.broken().size(), wrong.segments()));
    }
  }
}
