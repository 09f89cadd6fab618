package dev.understudy.detect;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Asks each peer, again and again, for an answer within a deadline, and tells when one hangs: its
 * connections are accepted, by its kernel, and nothing is answered; and when it answers again.
 */
public final class Prober implements AutoCloseable {
  private final Asker asker = new Asker();
  private final Optional<Question> own;
  private final Consumer<DeadlineProbe> listener;
  private final Map<String, Map<DeadlineProbe, Asking>> kept = new HashMap<>();
  private final Set<DeadlineProbe> hanging = ConcurrentHashMap.newKeySet();

  /**
   * @param own what this process itself has to answer before another is said to hang: one that gets
   *     no processor hears nobody
   * @param listener told of each peer that hangs or answers again; must not wait for anything
   */
  public Prober(Optional<Question> own, Consumer<DeadlineProbe> listener) {
    this.own = own;
    this.listener = listener;
  }

  /** From now on these are asked for the service, as often as is said, and no others. */
  public synchronized void keep(String service, Map<DeadlineProbe, Cadence> probes) {
    Map<DeadlineProbe, Asking> askings = kept.computeIfAbsent(service, key -> new HashMap<>());
    for (Map.Entry<DeadlineProbe, Asking> asking : List.copyOf(askings.entrySet())) {
      if (!probes.containsKey(asking.getKey())) {
        askings.remove(asking.getKey());
        asking.getValue().end();
      }
    }
    probes.forEach((probe, cadence) ->
        askings.computeIfAbsent(probe, key -> new Asking(key, cadence)).change(cadence));
    if (askings.isEmpty()) {
      kept.remove(service);
    }
  }

  public boolean hangs(DeadlineProbe probe) {
    return hanging.contains(probe);
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(askings -> askings.values().forEach(Asking::end));
    kept.clear();
  }

  private boolean isHeard(Duration deadline) {
    return own.map(it -> asker.ask(it, deadline) == Reply.ANSWERED).orElse(true);
  }

  /** Of one peer, by a thread of its own. */
  private final class Asking implements Runnable {
    private final DeadlineProbe probe;
    private final Patience patience = new Patience();
    private final Thread thread;
    private volatile Cadence cadence;
    private volatile boolean ended;

    Asking(DeadlineProbe probe, Cadence cadence) {
      this.probe = probe;
      this.cadence = cadence;
      this.thread = Thread.ofVirtual().name("probe").start(this);
    }

    void change(Cadence to) {
      boolean changes = !to.equals(cadence);
      cadence = to;
      if (changes) {
        LockSupport.unpark(thread);
      }
    }

    void end() {
      ended = true;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      pause(first());
      while (!ended) {
        ask(cadence);
        pause(patience.pause(cadence));
      }
      hanging.remove(probe);
    }

    /** Spread, so that not all are asked at the same moment. */
    private Duration first() {
      return Duration.ofMillis(
          Math.floorMod(probe.member().hashCode(), cadence.period().toMillis()));
    }

    private void pause(Duration pause) {
      if (!ended) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }

    private void ask(Cadence as) {
      patience.heard(asker.ask(probe.question(), as.deadline()));
      if (patience.isExhausted(as) && !hangs(probe) && !isHeard(as.deadline())) {
        patience.doubted();
      }
      settle(patience.isExhausted(as));
    }

    private void settle(boolean hangs) {
      if (hangs ? hanging.add(probe) : hanging.remove(probe)) {
        listener.accept(probe);
      }
    }
  }
}
