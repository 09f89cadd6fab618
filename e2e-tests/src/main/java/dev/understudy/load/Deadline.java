package dev.understudy.load;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** By when a request has to be answered, on this process's monotonic clock. */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  long remainingNanos() {
    return nanos - System.nanoTime();
  }

  /** Rounded up: to a socket, 0 means for ever. */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = remainingNanos();
    if (remaining <= 0) {
      throw new SocketTimeoutException("deadline is over");
    }
    return Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(remaining) + 1);
  }
}
