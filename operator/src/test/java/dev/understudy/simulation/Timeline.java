package dev.understudy.simulation;

import java.util.PriorityQueue;

/** Virtual time, in milliseconds, and what is due in it. */
final class Timeline {
  private record Due(long at, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long now;
  private long number;

  long now() {
    return now;
  }

  void after(long delay, Runnable what) {
    due.add(new Due(now + delay, number++, what));
  }

  /** Lets things happen until then, one after the other. */
  void until(long end, Runnable afterEach) {
    while (!due.isEmpty() && due.element().at() <= end) {
      Due next = due.remove();
      now = next.at();
      next.what().run();
      afterEach.run();
    }
    now = end;
  }
}
