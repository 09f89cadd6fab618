package dev.understudy.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What everything in a simulation shares.
 *
 * @param kinds of objects that there are
 */
record Cluster(
    Timeline time,
    Chance chance,
    Story story,
    ApiServer api,
    Connections connections,
    List<Kind> kinds) {
  private static final List<Kind> ALL = List.of(Kind.values());
  private static final List<Kind> NOT_KEPT =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.KEPT_LEASE).toList();

  /**
   * In one seed of seven the workload keeps the Lease itself; in every other one operators are
   * connected to members, and in every other one of these members may hang.
   */
  static Cluster of(long seed, boolean told) {
    return of(new Chance(seed), new Connections(seed % 2 != 0, seed % 4 == 2), seed % 7 == 2, told);
  }

  static Cluster of(Chance chance, boolean kept, boolean told) {
    return of(chance, new Connections(false, false), kept, told);
  }

  private static Cluster of(Chance chance, Connections connections, boolean kept, boolean told) {
    Timeline time = new Timeline();
    List<Kind> kinds = kept ? ALL : NOT_KEPT;
    return new Cluster(
        time, chance, new Story(time, told), new ApiServer(time), connections, kinds);
  }

  long now() {
    return time.now();
  }

  /** The workload keeps the Lease. */
  boolean isKept() {
    return kinds.contains(Kind.KEPT_LEASE);
  }
}
