package dev.understudy.alarms;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be put right, the last first: at the end of what was disturbed, and if this process
 * is asked to end before.
 */
final class Undo implements AutoCloseable {
  private final Deque<Step> steps = new ArrayDeque<>();

  private boolean ended;

  private record Step(String what, Runnable undo) {}

  /**
   * To be done once, sooner or later; it may be that there is nothing to undo any more.
   *
   * @throws IllegalStateException if nothing may be disturbed any more
   */
  synchronized void add(String what, Runnable undo) {
    if (ended) {
      throw new IllegalStateException("ending: no " + what);
    }
    steps.push(new Step(what, undo));
  }

  /** From now on nothing may be disturbed. */
  synchronized void end() {
    ended = true;
    close();
  }

  /** Does all of it, even if some of it fails. */
  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.undo().run();
      } catch (RuntimeException e) {
        System.out.println("not undone: " + step.what() + ": " + e.getMessage());
      }
    }
  }
}
