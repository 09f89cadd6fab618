package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store that asks for the epoch refuses whoever led before: {@code examples/ledger}. */
@ExtendWith(Cluster.class)
class LedgerIT {
  /** Rows behind which there is one of a newer epoch. */
  private static final String STALE =
      "select count(*) from %1$s where epoch < (select max(epoch) from %1$s newer where newer.entry"
          + " < %1$s.entry)";

  @Test
  void whatALeaderOfBeforeHasInItsHandsIsRefused(Space space) {
    startPostgres(space);
    space.apply(Examples.ledger(space, "ledger.yaml"));
    space.awaitMembers(2);
    Leader old = space.leader();
    awaitRowsOf(space, old);
    Faults faults = new Faults(space);
    bash(space, old.pod(), "touch /tmp/hold");
    Space.eventually(
        () -> assertThat(log(space, old)).contains("about to write at epoch " + old.epoch()));
    faults.signal(old.pod(), "SIGSTOP");
    bash(space, old.pod(), "rm /tmp/hold");
    Leader now = space.leaderAfter(old);
    assertThat(now.name()).isNotEqualTo(old.name());
    awaitRowsOf(space, now);

    faults.signal(old.pod(), "SIGCONT");
    Space.eventually(
        () -> assertThat(log(space, old)).contains("epoch " + old.epoch() + " is over"));
    assertThat(sql(space, STALE.formatted("ledger")))
        .as("accepted of a former leader")
        .isEqualTo("0");
    assertThat(sql(space, STALE.formatted("unprotected")))
        .as("accepted of a former leader where nobody asks for the epoch")
        .isNotEqualTo("0"); // of what it had in its hands, and until its role file says otherwise
    space.measured(
        "rows: "
            + sql(space, "select count(*) from ledger")
            + ", of a former leader: 0; without fence: "
            + sql(space, STALE.formatted("unprotected")));
  }

  private static void startPostgres(Space space) {
    Examples.load(space, "postgres-image");
    space.apply(Examples.ledger(space, "postgres.yaml"));
    Space.eventually(() -> assertThat(Space.isReady(space.pod("postgres"))).isTrue());
    sql(space, Examples.ledger(space, "ledger.sql"));
  }

  private static void awaitRowsOf(Space space, Leader leader) {
    String rows =
        "select count(*) > 0 from ledger where epoch = %d and writer = '%s'"
            .formatted(leader.epoch(), leader.name());
    Space.eventually(() -> assertThat(sql(space, rows)).isEqualTo("t"));
  }

  private static String sql(Space space, String statements) {
    return exec(space, "postgres", "psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", statements);
  }

  private static void bash(Space space, Pod pod, String command) {
    exec(space, Space.name(pod), "bash", "-c", command);
  }

  private static String exec(Space space, String pod, String... command) {
    String[] kubectl = {"kubectl", "exec", "-n", space.namespace(), pod, "--"};
    return space
        .shell()
        .run(Stream.of(kubectl, command).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static String log(Space space, Leader leader) {
    return space.shell().run("kubectl", "logs", "-n", space.namespace(), leader.name());
  }
}
