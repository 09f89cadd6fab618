package dev.understudy.decision;

import java.time.Duration;

/**
 * How a leader that could go on hands over to the next.
 *
 * @param gap the route is closed in between; else it moves in one write
 * @param drain how long the old leader is left alone to finish what it has
 */
public record Handover(boolean gap, Duration drain) {
  /** kube-proxy programs nodes at most once a second: what it sent meanwhile should be answered. */
  public static final Duration SHORTEST = Duration.ofSeconds(2);

  public static final Handover OVERLAP = new Handover(false, SHORTEST);

  public Handover {
    if (drain.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("drain " + drain);
    }
  }
}
