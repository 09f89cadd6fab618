package dev.understudy.detect;

import java.time.Duration;

/** How the tests dial. */
final class Paces {
  static final Pace QUICK =
      new Pace(
          Duration.ofMillis(200),
          2,
          Duration.ofMillis(100),
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          new Keepalive(1, 1, 1));

  private Paces() {}
}
