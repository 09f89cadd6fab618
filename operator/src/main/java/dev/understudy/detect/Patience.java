package dev.understudy.detect;

import java.time.Duration;

/**
 * Whether a peer hangs, from one reply after the other. It knows neither sockets nor clocks. A peer
 * that never answered does not hang: it may not be ready yet, or speak something else.
 */
final class Patience {
  private boolean answered;
  private int failed;

  void heard(Reply reply) {
    switch (reply) {
      case ANSWERED -> {
        answered = true;
        failed = 0;
      }
      case UNANSWERED -> failed++;
      case UNREACHED -> {} // the tether tells of that
    }
  }

  /** It may be this process that hears nothing: what was not answered does not count. */
  void doubted() {
    failed = 0;
  }

  boolean isExhausted(Cadence cadence) {
    return answered && failed >= cadence.failures();
  }

  /** Until the next question: none, as long as an answer is missing and more may come of it. */
  Duration pause(Cadence cadence) {
    boolean suspects = answered && failed > 0 && !isExhausted(cadence);
    return suspects ? Duration.ZERO : cadence.period();
  }
}
