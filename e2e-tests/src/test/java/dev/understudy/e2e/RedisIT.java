package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Writer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary and a replica that were there before, told of their part: {@code examples/redis}. */
@ExtendWith(Cluster.class)
class RedisIT {
  private static final int SWITCHOVERS = 10;
  private static final int KILLS = 4;
  private static final String CLI = "redis-cli -h $ORDERS_SERVICE_HOST ";

  private static final String WRITE = "[ \"$(timeout 2 " + CLI + "sadd written $i 2>&1)\" = 1 ]";

  @BeforeEach
  void begin(Space space) {
    space.installation().helm("rbac.execHooks=true");
    new Faults(space).awaitOperators(2);
    Examples.startRedis(space);
    space.apply(Examples.redis(space, "haservice.yaml"));
    awaitCopied(space, space.leader());
  }

  @AfterEach
  void asBefore(Space space) {
    space.installation().helm();
    new Faults(space).awaitOperators(2);
  }

  @Test
  void noAcknowledgedWriteIsLostByASwitchover(Space space) {
    Writer writer = write(space);
    Leader leader = space.leader();
    for (int i = 0; i < SWITCHOVERS; i++) {
      space.order("any");
      Leader next = space.leaderAfter(leader);
      assertThat(next.name()).isNotEqualTo(leader.name());
      awaitCopied(space, next);
      leader = next;
    }
    Writer.Written written = writer.stop();
    assertThat(lost(writer, written)).isEmpty();
    space.measured(
        "%d switchovers: %d writes acknowledged, none lost; longest pause %d ms"
            .formatted(SWITCHOVERS, written.acknowledged().size(), written.longestPause()));
  }

  /** Redis copies what it has acknowledged afterwards: what was not copied is lost, and told. */
  @Test
  void theReplicaTakesOverFromAPrimaryThatIsKilled(Space space) {
    Writer writer = write(space);
    Leader leader = space.leader();
    for (int i = 0; i < KILLS; i++) {
      new Faults(space).kill(space.pod(leader.name()));
      Leader next = space.leaderAfter(leader);
      assertThat(next.name()).isNotEqualTo(leader.name());
      awaitCopied(space, next);
      leader = next;
    }
    Writer.Written written = writer.stop();
    space.measured(
        "%d times SIGKILL: %d writes acknowledged, %d lost; longest pause %d ms"
            .formatted(
                KILLS,
                written.acknowledged().size(),
                lost(writer, written).size(),
                written.longestPause()));
  }

  private static Writer write(Space space) {
    return Writer.start(space, "understudy-redis:trixie", WRITE);
  }

  private static List<Integer> lost(Writer writer, Writer.Written written) {
    return written.without(
        writer.run(CLI + "smembers written").lines().map(Integer::valueOf).toList());
  }

  /** The other one follows it. */
  private static void awaitCopied(Space space, Leader leader) {
    Space.eventually(() ->
        assertThat(Writer.run(space, leader.name(), "redis-cli info replication"))
            .contains("role:master", "state=online"));
  }
}
