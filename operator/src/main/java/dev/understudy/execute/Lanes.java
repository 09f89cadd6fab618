package dev.understudy.execute;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many writes may be in flight at once. A node that dies takes a thousand leaders with it: a
 * thousand passes begin, and the API server would refuse what it cannot queue (it keeps some 300
 * requests of one account waiting) or answer later than a write may take.
 *
 * <p>Who has to wait does so before its write is sent, so that the time which a write may take does
 * not run meanwhile, and in the order of coming. Promotions have a lane of their own: none stands
 * behind a report or a rollout. A step keeps its place from the Lease to the Service: the first
 * services of a thousand are promoted early, instead of all of them late.
 */
public final class Lanes {
  /** At 10 ms a write it promotes 1,600 services a second; more would wait in the API server. */
  static final int TRAFFIC = 32;

  static final int OTHERS = 16;

  private final Semaphore traffic = new Semaphore(TRAFFIC, true);
  private final Semaphore others = new Semaphore(OTHERS, true);

  /** Does what moves traffic. */
  public <T> T traffic(Supplier<T> writes) {
    return in(traffic, writes);
  }

  /** Does anything else. */
  public <T> T others(Supplier<T> writes) {
    return in(others, writes);
  }

  /** How many wait for their turn. */
  public int waiting() {
    return traffic.getQueueLength() + others.getQueueLength();
  }

  private static <T> T in(Semaphore lane, Supplier<T> writes) {
    lane.acquireUninterruptibly(); // for no longer than the writes of others take
    try {
      return writes.get();
    } finally {
      lane.release();
    }
  }
}
