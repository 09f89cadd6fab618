package dev.understudy.simulation;

/** What everything in a simulation shares. */
record Cluster(Timeline time, Chance chance, Story story, ApiServer api) {
  static Cluster of(long seed, boolean told) {
    Timeline time = new Timeline();
    return new Cluster(time, new Chance(seed), new Story(time, told), new ApiServer(time));
  }

  long now() {
    return time.now();
  }
}
