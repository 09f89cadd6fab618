package dev.understudy.perturbation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * An API server that shows lists and watches as they were, until it has caught up: with what is
 * declared first and with Lease and Service last, so that nobody who leads is unknown.
 */
final class Lag {
  /** The rest comes last. */
  private static final List<Set<String>> ORDER =
      List.of(Set.of("haservices"), Set.of("pods", "nodes"), Set.of("replicasets"));

  private final String version;
  private final List<CountDownLatch> behind =
      List.of(
          new CountDownLatch(1),
          new CountDownLatch(1),
          new CountDownLatch(1),
          new CountDownLatch(1));

  /**
   * @param version up to which it knows everything
   */
  Lag(String version) {
    this.version = version;
  }

  /**
   * Catches up with the next resources.
   *
   * @return false if it had caught up with all before
   */
  boolean catchUp() {
    return behind.stream()
        .filter(it -> it.getCount() > 0)
        .findFirst()
        .map(next -> {
          next.countDown();
          return true;
        })
        .orElse(false);
  }

  void end() {
    behind.forEach(CountDownLatch::countDown);
  }

  boolean isBehind(String resource) {
    return of(resource).getCount() > 0;
  }

  /** Watches tell nothing until then. */
  void await(String resource) throws InterruptedException {
    of(resource).await();
  }

  private CountDownLatch of(String resource) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (ORDER.get(i).contains(resource)) {
        return behind.get(i);
      }
    }
    return behind.getLast();
  }

  /** A list that may be answered from memory is. */
  String asked(String resource, String query) {
    return isBehind(resource) && query.matches("(.*&)?resourceVersion=0(&.*)?")
        ? query.replaceFirst(
            "resourceVersion=0", "resourceVersion=" + version + "&resourceVersionMatch=Exact")
        : query;
  }
}
