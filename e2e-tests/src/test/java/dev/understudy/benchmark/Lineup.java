package dev.understudy.benchmark;

import dev.understudy.harness.Space;
import java.util.Arrays;
import java.util.Locale;

/** Who takes part, in the order of their runs. */
enum Lineup {
  ACTIVE_PASSIVE,
  ACTIVE_PASSIVE_FAST,
  FLOOR,
  ACTIVE_ACTIVE,
  DEPLOYMENT_1,
  DEPLOYMENT_1_MOVED,
  DEPLOYMENT_2,
  STATEFULSET_1,
  ELECTION,
  ELECTION_TUNED,
  KEEPALIVED,
  KEEPALIVED_TUNED,
  REDIS,
  REDIS_TUNED,
  PATRONI,
  PATRONI_TUNED,
  EXAMPLE_REDIS,
  EXAMPLE_POSTGRESQL;

  /**
   * @param warmup seconds that the sample takes to get ready
   */
  Subject in(Space space, int warmup) {
    return switch (this) {
      case ACTIVE_PASSIVE -> ActivePassiveSubject.byDefault(space, warmup);
      case ACTIVE_PASSIVE_FAST -> ActivePassiveSubject.fast(space, warmup);
      case FLOOR -> new FloorSubject(space, warmup);
      case ACTIVE_ACTIVE -> new ActiveActiveSubject(space, warmup);
      case DEPLOYMENT_1 -> WorkloadSubject.of(space, "Deployment", 1, warmup);
      case DEPLOYMENT_1_MOVED -> WorkloadSubject.movingAtOnce(space, warmup);
      case DEPLOYMENT_2 -> WorkloadSubject.of(space, "Deployment", 2, warmup);
      case STATEFULSET_1 -> WorkloadSubject.of(space, "StatefulSet", 1, warmup);
      case ELECTION -> ElectionSubject.byDefault(space, warmup);
      case ELECTION_TUNED -> ElectionSubject.tuned(space, warmup);
      case KEEPALIVED -> KeepalivedSubject.byDefault(space, warmup);
      case KEEPALIVED_TUNED -> KeepalivedSubject.tuned(space, warmup);
      case REDIS -> RedisSubject.byDefault(space);
      case REDIS_TUNED -> RedisSubject.tuned(space);
      case PATRONI -> PatroniSubject.byDefault(space);
      case PATRONI_TUNED -> PatroniSubject.tuned(space);
      case EXAMPLE_REDIS -> ExampleSubject.redis(space);
      case EXAMPLE_POSTGRESQL -> ExampleSubject.postgresql(space);
    };
  }

  /** As written on the command line: {@code deployment-1}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Lineup parse(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subject " + word));
  }
}
