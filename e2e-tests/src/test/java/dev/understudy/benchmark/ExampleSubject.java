package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Examples;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * The project's own examples, to be seen beside what else leads the same software. Clients write to
 * the leader by its Service.
 */
abstract class ExampleSubject extends PeerSubject {
  private ExampleSubject(Space space, String title, int replicas) {
    super(space, title, replicas);
  }

  /** {@code examples/redis}. */
  static Subject redis(Space space) {
    return new ExampleSubject(space, "HAService with Redis", 2) {
      @Override
      void start() {
        Examples.startRedis(space());
      }

      @Override
      String manifest(String revision) {
        return Examples.redis(space(), "haservice.yaml");
      }

      @Override
      String url() {
        return "redis://%s:6379/".formatted(address());
      }

      @Override
      void assertFollowed(String leader) {
        assertThat(exec(leader, "redis-cli info replication"))
            .contains("role:master", "state=online");
      }
    };
  }

  /** {@code examples/postgresql}: nobody leads before the old leader is known to have stopped. */
  static Subject postgresql(Space space) {
    return new ExampleSubject(space, "HAService with PostgreSQL", 3) {
      @Override
      void start() {
        Examples.startPostgresql(space());
      }

      @Override
      String manifest(String revision) {
        return Examples.postgresql(space(), "haservice.yaml");
      }

      @Override
      String url() {
        return "postgres://%s:5432/".formatted(address());
      }

      @Override
      void assertFollowed(String leader) {
        assertThat(
                exec(
                    leader,
                    "psql -h /tmp -U postgres -qAtc 'create table if not exists load (at"
                        + " timestamptz default now())' -c \"select count(*) from"
                        + " pg_stat_replication where state = 'streaming'\""))
            .isEqualTo("2");
      }
    };
  }

  abstract void assertFollowed(String leader);

  @Override
  final boolean isPeer() {
    return false;
  }

  @Override
  final List<Pod> pods() {
    return space().members();
  }

  @Override
  final Target target() {
    Leader leader = space().leader();
    return new Target(leader.pod(), leader.epoch());
  }

  @Override
  final void assertWhole() {
    assertFollowed(space().leader().name());
  }

  final String address() {
    return space().service().getSpec().getClusterIP();
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.requests()).isPositive();
    assertThat(space().leader().epoch()).as("epoch").isGreaterThan(target.epoch());
  }
}
