package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** Writes by a connection of its own each time, and notes what was acknowledged, and when. */
  private static final String WRITER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: writer}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
        - name: writer
          image: understudy-redis:trixie
          imagePullPolicy: Never
          command: [sh, -c]
          args:
          - |
            i=0
            while [ ! -e /tmp/stop ]; do
              i=$((i + 1))
              [ "$(timeout 2 redis-cli -h $ORDERS_SERVICE_HOST sadd written $i 2>&1)" = 1 ] &&
                echo $i $(date +%s%3N) >> /tmp/acknowledged
            done
            touch /tmp/stopped
            sleep 600
      """;

  /**
   * What the writer was told was written.
   *
   * @param longestPause between two, in milliseconds
   */
  private record Written(List<Integer> acknowledged, long longestPause) {
    static Written parse(String log) {
      List<String[]> lines = log.lines().map(line -> line.split(" ", 2)).toList();
      long longest = 0;
      for (int i = 1; i < lines.size(); i++) {
        longest =
            Math.max(
                longest, Long.parseLong(lines.get(i)[1]) - Long.parseLong(lines.get(i - 1)[1]));
      }
      return new Written(lines.stream().map(it -> Integer.valueOf(it[0])).toList(), longest);
    }
  }

  @BeforeEach
  void begin(Space space) throws IOException {
    space.installation().helm("rbac.execHooks=true");
    new Faults(space).awaitOperators(2);
    String image = space.shell().run("e2e-tests/cluster/redis-image");
    space.shell().run("e2e-tests/cluster/load", image.strip());
    space.apply(example(space, "redis.yaml"));
    Space.eventually(() ->
        assertThat(space.client().pods().inNamespace(space.namespace()).list().getItems())
            .hasSize(2)
            .allMatch(Space::isReady));
    space.apply(example(space, "haservice.yaml"));
    awaitCopied(space, space.leader());
  }

  @AfterEach
  void asBefore(Space space) {
    space.installation().helm();
    new Faults(space).awaitOperators(2);
  }

  @Test
  void noAcknowledgedWriteIsLostByASwitchover(Space space) {
    write(space);
    Leader leader = space.leader();
    for (int i = 0; i < SWITCHOVERS; i++) {
      space.order("any");
      Leader next = space.leaderAfter(leader);
      assertThat(next.name()).isNotEqualTo(leader.name());
      awaitCopied(space, next);
      leader = next;
    }
    Written written = stopWriting(space);
    assertThat(lost(space, written)).isEmpty();
    space.measured(
        "%d switchovers: %d writes acknowledged, none lost; longest pause %d ms"
            .formatted(SWITCHOVERS, written.acknowledged().size(), written.longestPause()));
  }

  /** Redis copies what it has acknowledged afterwards: what was not copied is lost, and told. */
  @Test
  void theReplicaTakesOverFromAPrimaryThatIsKilled(Space space) {
    write(space);
    Leader leader = space.leader();
    for (int i = 0; i < KILLS; i++) {
      new Faults(space).kill(space.pod(leader.name()));
      Leader next = space.leaderAfter(leader);
      assertThat(next.name()).isNotEqualTo(leader.name());
      awaitCopied(space, next);
      leader = next;
    }
    Written written = stopWriting(space);
    space.measured(
        "%d times SIGKILL: %d writes acknowledged, %d lost; longest pause %d ms"
            .formatted(
                KILLS,
                written.acknowledged().size(),
                lost(space, written).size(),
                written.longestPause()));
  }

  private static void write(Space space) {
    space.apply(WRITER);
    Space.eventually(() -> assertThat(Space.isReady(space.pod("writer"))).isTrue());
    Space.eventually(() ->
        assertThat(sh(space, "writer", "cat /tmp/acknowledged 2>/dev/null || :")).isNotBlank());
    Load.go(1);
  }

  private static Written stopWriting(Space space) {
    Load.go(1);
    sh(space, "writer", "touch /tmp/stop");
    Space.eventually(() -> assertThat(sh(space, "writer", "ls /tmp")).contains("stopped"));
    return Written.parse(sh(space, "writer", "cat /tmp/acknowledged"));
  }

  private static List<Integer> lost(Space space, Written written) {
    Set<Integer> there =
        sh(space, "writer", CLI + "smembers written")
            .lines()
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    return written.acknowledged().stream().filter(it -> !there.contains(it)).toList();
  }

  /** The other one follows it. */
  private static void awaitCopied(Space space, Leader leader) {
    Space.eventually(() ->
        assertThat(sh(space, leader.name(), "redis-cli info replication"))
            .contains("role:master", "state=online"));
  }

  /** As it is, but by the name that the harness knows. */
  private static String example(Space space, String file) throws IOException {
    return Files.readString(space.installation().root().resolve("examples/redis/" + file))
        .replace("name: redis}", "name: " + Space.NAME + "}")
        .replace("serviceName: redis", "serviceName: " + Space.NAME)
        .replace("REDIS_SERVICE_HOST", "ORDERS_SERVICE_HOST");
  }

  private static String sh(Space space, String pod, String command) {
    String[] kubectl = {"kubectl", "exec", "-n", space.namespace(), pod, "--", "sh", "-c", command};
    return space.shell().run(kubectl);
  }
}
