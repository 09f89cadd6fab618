package dev.understudy.load;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over a few connections that are kept alive, in turns.
 *
 * <p>A connection that failed is opened again by the next request that gets its turn.
 */
final class KeptCaller implements Caller {

  private static final class Slot {
    private @Nullable ClientConnection connection;
  }

  private final BlockingQueue<Slot> idle;

  KeptCaller(int connections) {
    idle = new ArrayBlockingQueue<>(connections);
    for (int i = 0; i < connections; i++) {
      idle.add(new Slot());
    }
  }

  @Override
  public Reply call(Target target, Deadline deadline) throws FailedException, InterruptedException {
    Slot slot = idle.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    if (slot == null) {
      return Reply.none(Failure.TIMEOUT_POOL);
    }
    try {
      return connected(slot, target, deadline).exchange(Kind.KEPT, deadline);
    } finally {
      closeUnlessReusable(slot, target);
      idle.add(slot);
    }
  }

  private static ClientConnection connected(Slot slot, Target target, Deadline deadline)
      throws FailedException {
    closeUnlessReusable(slot, target);
    ClientConnection connection = slot.connection;
    if (connection == null) {
      connection = ClientConnection.open(target, deadline);
      slot.connection = connection;
    }
    return connection;
  }

  private static void closeUnlessReusable(Slot slot, Target target) {
    ClientConnection connection = slot.connection;
    if (connection != null && !connection.isReusableFor(target)) {
      connection.close();
      slot.connection = null;
    }
  }
}
