package dev.understudy.observe;

import dev.understudy.detect.Cadence;
import dev.understudy.detect.DeadlineProbe;
import dev.understudy.detect.Prober;
import dev.understudy.detect.Question;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Asks each member what its readiness probe asks, with a deadline: one that hangs keeps its
 * connections, because its kernel holds them.
 */
final class MemberProbes implements AutoCloseable {
  private final Prober prober;
  private final Map<String, Map<DeadlineProbe, Cadence>> kept = new ConcurrentHashMap<>();

  /**
   * @param own what this process answers itself
   * @param changed told of each service for which something has changed
   */
  MemberProbes(Optional<Question> own, Consumer<String> changed) {
    this.prober = new Prober(own, probe -> changed.accept(probe.service()));
  }

  /** From now on these are the pods of the service, and no others. */
  void keep(Guarded guarded) {
    Map<DeadlineProbe, Cadence> now = new HashMap<>();
    for (Pod pod : guarded.pods()) {
      probe(guarded, pod).ifPresent(probe -> now.put(probe, cadence(guarded, pod)));
    }
    if (!now.equals(kept.put(guarded.service(), Map.copyOf(now)))) {
      prober.keep(guarded.service(), now);
    }
  }

  private static Cadence cadence(Guarded guarded, Pod pod) {
    Cadence cadence = guarded.profile().cadence();
    return guarded.isRouted(pod) ? cadence : cadence.standingBy();
  }

  void forget(String service) {
    if (kept.remove(service) != null) {
      prober.keep(service, Map.of());
    }
  }

  @Override
  public void close() {
    prober.close();
  }

  boolean hangs(Guarded guarded, Pod pod) {
    return probe(guarded, pod).filter(prober::hangs).isPresent();
  }

  private static Optional<DeadlineProbe> probe(Guarded guarded, Pod pod) {
    return guarded
        .address(pod)
        .flatMap(address -> Serving.question(pod, address))
        .map(it -> new DeadlineProbe(guarded.service(), MemberReader.id(pod).value(), it));
  }
}
