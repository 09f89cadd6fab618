package dev.understudy.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What everything in a simulation shares.
 *
 * @param kinds of objects that there are
 * @param hasOrders people order switchovers
 * @param hasGaps leaders hand over with a gap
 * @param hasHooks members are told that they are to lead, and lead no more
 * @param hasTrials a new revision must lead for a while before the old one goes
 */
record Cluster(
    Timeline time,
    Chance chance,
    Story story,
    ApiServer api,
    Connections connections,
    List<Kind> kinds,
    boolean hasOrders,
    boolean hasGaps,
    boolean hasHooks,
    boolean hasTrials) {
  private static final List<Kind> ALL = List.of(Kind.values());
  private static final List<Kind> NOT_KEPT =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.KEPT_LEASE).toList();

  /**
   * In one seed of seven the workload keeps the Lease itself; in every other one operators are
   * connected to members, and in every other one of these members may hang; in one of five people
   * order switchovers, in one of eleven leaders hand over with a gap, in one of thirteen members
   * have hooks, in one of seventeen new revisions are tried.
   */
  static Cluster of(long seed, boolean told) {
    return of(
        new Chance(seed),
        new Connections(seed % 2 != 0, seed % 4 == 2),
        new Ways(seed % 7 == 2, seed % 5 == 1, seed % 11 == 5, seed % 13 == 7, seed % 17 == 3),
        told);
  }

  static Cluster of(Chance chance, boolean kept, boolean told) {
    return of(
        chance, new Connections(false, false), new Ways(kept, false, false, false, false), told);
  }

  private record Ways(boolean kept, boolean ordered, boolean gap, boolean hooked, boolean tried) {}

  private static Cluster of(Chance chance, Connections connections, Ways ways, boolean told) {
    Timeline time = new Timeline();
    return new Cluster(
        time,
        chance,
        new Story(time, told),
        new ApiServer(time),
        connections,
        ways.kept() ? ALL : NOT_KEPT,
        ways.ordered(),
        ways.gap(),
        ways.hooked(),
        ways.tried());
  }

  long now() {
    return time.now();
  }

  /** The workload keeps the Lease. */
  boolean isKept() {
    return kinds.contains(Kind.KEPT_LEASE);
  }
}
