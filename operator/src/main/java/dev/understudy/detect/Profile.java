package dev.understudy.detect;

import java.time.Duration;

/**
 * How soon a loss is believed, against how easily a slow network or a busy machine is taken for
 * one. A process that ends is known of at once under each of them.
 *
 * @param pace of the connections
 * @param cadence of the questions
 */
public record Profile(Pace pace, Cadence cadence) {
  public static final Profile FAST =
      new Profile(
          pace(Duration.ofMillis(300), 2, new Keepalive(1, 1, 1)),
          new Cadence(Duration.ofMillis(200), Duration.ofMillis(250), 2));

  public static final Profile BALANCED =
      new Profile(
          pace(Duration.ofSeconds(1), 3, new Keepalive(1, 1, 3)),
          new Cadence(Duration.ofSeconds(1), Duration.ofSeconds(2), 3));

  public static final Profile TOLERANT =
      new Profile(
          pace(Duration.ofSeconds(3), 3, new Keepalive(3, 3, 3)),
          new Cadence(Duration.ofSeconds(5), Duration.ofSeconds(5), 3));

  private static Pace pace(Duration deadline, int unanswered, Keepalive keepalive) {
    return new Pace(
        deadline,
        unanswered,
        Duration.ofSeconds(1),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        keepalive);
  }

  /** How long a peer that has gone silent may go unnoticed at most. */
  public Duration silence() {
    return pace.worst();
  }

  /** How long a peer that accepts connections and does not answer may go unnoticed at most. */
  public Duration hang() {
    return cadence.worst();
  }
}
