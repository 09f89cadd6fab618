package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Spread;
import dev.understudy.harness.Volumes;
import dev.understudy.harness.Writer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A primary and two standbys by an adopted StatefulSet, one on each node: {@code
 * examples/postgresql}. What was acknowledged is never lost.
 */
@ExtendWith(Cluster.class)
class PostgresqlIT {
  private static final int SWITCHOVERS = 10;
  private static final int KILLS = 3;
  private static final int MEMBERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OUT_OF_SERVICE =
      "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute";
  private static final String SQL =
      "PGCONNECT_TIMEOUT=2 timeout 5 psql -h $ORDERS_SERVICE_HOST -U postgres -qAtX"
          + " -v ON_ERROR_STOP=1 -c ";

  @BeforeEach
  void begin(Space space) {
    space.installation().helm("rbac.execHooks=true");
    new Faults(space).awaitOperators(2);
    Examples.startPostgresql(space);
    space.apply(Examples.postgresql(space, "haservice.yaml"));
    space.awaitMembers(MEMBERS);
    awaitCopies(space, space.leader(), MEMBERS - 1);
    sql(space, space.leader(), "create table written (number int primary key)");
  }

  @AfterEach
  void asBefore(Space space) {
    space.delete();
    Volumes.remove(space);
    space.installation().helm();
    new Faults(space).awaitOperators(2);
  }

  @Test
  void noAcknowledgedWriteIsLostByASwitchover(Space space) {
    Writer writer = write(space);
    Leader leader = space.leader();
    for (int i = 0; i < SWITCHOVERS; i++) {
      space.order("any");
      leader = another(space, writer, leader);
    }
    tell(space, writer, SWITCHOVERS + " switchovers");
  }

  @Test
  void noneIsLostWithAPrimaryThatIsKilled(Space space) {
    Writer writer = write(space);
    Leader leader = space.leader();
    for (int i = 0; i < KILLS; i++) {
      new Faults(space).kill(space.pod(leader.name()));
      leader = another(space, writer, leader);
    }
    tell(space, writer, KILLS + " times SIGKILL");
  }

  /** Nobody leads until somebody vouches for it that the node is out of service. */
  @Test
  void noneIsLostWithTheNodeOfThePrimary(Space space) {
    Writer writer = write(space);
    Faults faults = new Faults(space);
    Leader leader = space.leader();
    String lost = Spread.node(leader.pod());
    Leader next;
    try {
      faults.cutOff(lost);
      space.awaitCondition(Space.NAME, "Ready", "False", "StopUnproven");
      space.shell().run("kubectl", "taint", "nodes", lost, OUT_OF_SERVICE);
      next = space.leaderAfter(leader, PATIENCE);
      assertThat(next.name()).isNotEqualTo(leader.name());
      writer.awaitAnother();
    } finally {
      faults.endCutOff(lost);
      space.shell().run("kubectl", "taint", "nodes", lost, OUT_OF_SERVICE + "-");
    }
    faults.awaitNodes();
    faults.awaitOperators(2);
    awaitCopies(space, next, MEMBERS - 1);
    tell(space, writer, "the primary's node cut off");
  }

  /** Who led before comes back as a standby of who leads now. */
  private static Leader another(Space space, Writer writer, Leader before) {
    Leader next = space.leaderAfter(before, PATIENCE);
    assertThat(next.name()).isNotEqualTo(before.name());
    writer.awaitAnother();
    awaitCopies(space, next, MEMBERS - 1);
    return next;
  }

  private static void awaitCopies(Space space, Leader leader, int count) {
    Space.eventually(
        PATIENCE,
        () ->
            assertThat(
                    sql(
                        space,
                        leader,
                        "select application_name, state from pg_stat_replication order by 1"))
                .hasLineCount(count)
                .contains("streaming")
                .doesNotContain("catchup", "startup"));
  }

  private static Writer write(Space space) {
    return Writer.start(
        space, "understudy-postgres:trixie", SQL + "\"insert into written values ($i)\"");
  }

  private static void tell(Space space, Writer writer, String what) {
    Load.go(1);
    Writer.Written written = writer.stop();
    List<Integer> found =
        writer.run(SQL + "'select number from written'").lines().map(Integer::valueOf).toList();
    assertThat(written.without(found)).as("acknowledged, and lost").isEmpty();
    space.measured(
        "%s: %d writes acknowledged, none lost; longest pause %d ms"
            .formatted(what, written.acknowledged().size(), written.longestPause()));
  }

  private static String sql(Space space, Leader leader, String statement) {
    return Writer.run(
        space, leader.name(), "psql -h /tmp -U postgres -qAtX -c \"" + statement + "\"");
  }
}
