package dev.understudy.perturbation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * An API server that shows lists and watches as they were, until it has caught up, with one kind
 * after the other.
 */
final class Lag {
  /** Leases, and what is in no story. */
  private static final String THE_REST = "leases";

  /** What is declared first, and Lease last, so that nobody who leads is unknown. */
  static final List<String> DECLARED_FIRST =
      List.of("haservices", "nodes", "pods", "replicasets", "services", THE_REST);

  private final String version;
  private final Map<String, CountDownLatch> behind = new LinkedHashMap<>();

  /**
   * @param version up to which it knows everything
   * @param order in which it catches up
   */
  Lag(String version, List<String> order) {
    this.version = version;
    order.forEach(resource -> behind.put(resource, new CountDownLatch(1)));
  }

  /**
   * Catches up with the next resources.
   *
   * @return false if it had caught up with all before
   */
  boolean catchUp() {
    return behind.values().stream()
        .filter(it -> it.getCount() > 0)
        .findFirst()
        .map(next -> {
          next.countDown();
          return true;
        })
        .orElse(false);
  }

  void end() {
    behind.values().forEach(CountDownLatch::countDown);
  }

  boolean isBehind(String resource) {
    return of(resource).getCount() > 0;
  }

  /** Watches tell nothing until then. */
  void await(String resource) throws InterruptedException {
    of(resource).await();
  }

  private CountDownLatch of(String resource) {
    return Objects.requireNonNull(
        behind.containsKey(resource) ? behind.get(resource) : behind.get(THE_REST));
  }

  /** A list that may be answered from memory is. */
  String asked(String resource, String query) {
    return isBehind(resource) && query.matches("(.*&)?resourceVersion=0(&.*)?")
        ? query.replaceFirst(
            "resourceVersion=0", "resourceVersion=" + version + "&resourceVersionMatch=Exact")
        : query;
  }
}
