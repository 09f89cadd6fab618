package dev.understudy.detect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tether with its socket. One thread's alone; times are those of its {@link WakingClock}. */
final class Line {
  static final long NEVER = Long.MAX_VALUE;

  private enum Phase {
    /** For the next dial. */
    PAUSING,
    /** Until it is answered, or for as long as that may take. */
    DIALING,
    /** Until it ends; for a while it is not known whether it lasts. */
    CONNECTED
  }

  private final Peer peer;
  private final Tether tether;
  private final Selector selector;
  private Phase phase = Phase.PAUSING;
  private @Nullable SocketChannel channel;
  private long since;
  private long due;

  Line(Peer peer, Selector selector, long now) {
    this.peer = peer;
    this.tether = new Tether(peer.pace());
    this.selector = selector;
    this.due = now;
  }

  Peer peer() {
    return peer;
  }

  Contact contact() {
    return tether.contact();
  }

  /** When {@link #onTime} is to be called, if nothing happens before. */
  long due() {
    return due;
  }

  void onTime(long now) {
    switch (phase) {
      case PAUSING -> dial(now);
      case DIALING -> answered(Dial.UNANSWERED, now);
      case CONNECTED -> {
        tether.lasted();
        due = NEVER;
      }
    }
  }

  /**
   * The selector has something for it.
   *
   * @param discarded where to put what a peer says without being asked
   */
  void onReady(long now, ByteBuffer discarded) {
    SocketChannel open = channel;
    if (open == null) {
      return;
    }
    if (phase == Phase.DIALING) {
      answered(finish(open), now);
    } else if (hasEnded(open, discarded)) {
      ended(now);
    }
  }

  private void dial(long now) {
    phase = Phase.DIALING;
    since = now;
    due = now + peer.pace().deadline().toNanos();
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      peer.pace().keepalive().apply(opened);
      boolean connected = opened.connect(peer.address());
      opened.register(selector, SelectionKey.OP_CONNECT, this);
      if (connected) {
        answered(Dial.ACCEPTED, now);
      }
    } catch (IOException e) {
      answered(Dial.of(e), now);
    }
  }

  private static Dial finish(SocketChannel dialed) {
    try {
      return dialed.finishConnect() ? Dial.ACCEPTED : Dial.UNANSWERED;
    } catch (IOException e) {
      return Dial.of(e);
    }
  }

  private void answered(Dial answer, long now) {
    Optional<Duration> pause = tether.answered(answer);
    if (pause.isPresent()) {
      pause(pause.get(), now);
      return;
    }
    phase = Phase.CONNECTED;
    since = now;
    due = now + peer.pace().brief().toNanos();
    interest(SelectionKey.OP_READ);
  }

  private void interest(int operations) {
    SocketChannel open = channel;
    SelectionKey key = open == null ? null : open.keyFor(selector);
    if (key != null) {
      key.interestOps(operations);
    }
  }

  private static boolean hasEnded(SocketChannel open, ByteBuffer discarded) {
    try {
      return open.read(discarded.clear()) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void ended(long now) {
    pause(tether.ended(Duration.ofNanos(now - since)), now);
  }

  private void pause(Duration pause, long now) {
    hangUp();
    phase = Phase.PAUSING;
    due = now + pause.toNanos();
  }

  void hangUp() {
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }
}
