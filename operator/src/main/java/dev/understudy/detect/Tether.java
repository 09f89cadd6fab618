package dev.understudy.detect;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a peer from one connection at a time, and when to dial next. It knows neither
 * sockets nor clocks.
 *
 * <p>That a connection ends proves nothing: servers close idle ones. So there is a dial at once,
 * and its answer counts. Refused is a kernel's word that nobody listens there any more. No answer
 * may be the peer, its node, or the way there, and is only believed when it is repeated. A peer
 * that was never reached is not lost: it may not listen yet, or something may forbid to connect.
 */
final class Tether {
  private final Pace pace;
  private Contact contact = Contact.NEVER_REACHED;
  private int failed;
  private int unanswered;
  private int brief;

  Tether(Pace pace) {
    this.pace = pace;
  }

  Contact contact() {
    return contact;
  }

  /**
   * @return how long to wait before the next dial; empty if there is a connection to wait on
   */
  Optional<Duration> answered(Dial answer) {
    if (answer == Dial.ACCEPTED) {
      failed = 0;
      unanswered = 0;
      contact = brief > 1 ? Contact.CLOSES : Contact.HELD;
      return Optional.empty();
    }
    failed++;
    unanswered = answer == Dial.UNANSWERED ? unanswered + 1 : 0;
    if (contact != Contact.NEVER_REACHED) {
      contact = lost(answer);
    }
    return Optional.of(pace.pause(failed));
  }

  private Contact lost(Dial answer) {
    if (answer == Dial.REFUSED) {
      return Contact.REFUSED;
    }
    return unanswered >= pace.unanswered() ? Contact.SILENT : contact;
  }

  /** The connection has lasted for so long that it is worth waiting on. */
  void lasted() {
    brief = 0;
    contact = Contact.HELD;
  }

  /**
   * The connection has ended, by whomever.
   *
   * @param after how long it was there
   * @return how long to wait before the next dial: not at all, unless it never lasts
   */
  Duration ended(Duration after) {
    brief = after.compareTo(pace.brief()) < 0 ? brief + 1 : 0;
    if (brief < 2) {
      return Duration.ZERO;
    }
    contact = Contact.CLOSES;
    return pace.pause(brief - 1);
  }
}
