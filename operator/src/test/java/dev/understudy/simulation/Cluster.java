package dev.understudy.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What everything in a simulation shares.
 *
 * @param kinds of objects that there are
 */
record Cluster(Timeline time, Chance chance, Story story, ApiServer api, List<Kind> kinds) {
  private static final List<Kind> ALL = List.of(Kind.values());
  private static final List<Kind> NOT_KEPT =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.KEPT_LEASE).toList();

  /** In one seed of seven the workload keeps the Lease itself. */
  static Cluster of(long seed, boolean told) {
    Chance chance = new Chance(seed);
    return of(chance, seed % 7 == 2, told);
  }

  static Cluster of(Chance chance, boolean kept, boolean told) {
    Timeline time = new Timeline();
    List<Kind> kinds = kept ? ALL : NOT_KEPT;
    return new Cluster(time, chance, new Story(time, told), new ApiServer(time), kinds);
  }

  long now() {
    return time.now();
  }

  /** The workload keeps the Lease. */
  boolean isKept() {
    return kinds.contains(Kind.KEPT_LEASE);
  }
}
