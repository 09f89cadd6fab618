package dev.understudy.detect;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One connection, made now and closed at once: whether anybody listens at this moment. */
public enum Dial {
  ACCEPTED,
  /** The kernel there says that nobody listens. */
  REFUSED,
  /** Nothing was heard by the deadline, or there is no way there. */
  UNANSWERED;

  /** Waits for it, up to the deadline. */
  public static Dial to(InetSocketAddress address, Duration deadline) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) Math.max(1, deadline.toMillis()));
      return ACCEPTED;
    } catch (IOException e) {
      return of(e);
    }
  }

  /** One class for all; only the kernel's words tell refused from unreachable. */
  static Dial of(IOException e) {
    return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
        ? REFUSED
        : UNANSWERED;
  }
}
