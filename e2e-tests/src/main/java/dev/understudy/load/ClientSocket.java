package dev.understudy.load;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of which none is from a port that was used in the minutes before. The kernel of a
 * client's node remembers where a connection to a Service went, for 10 s if the server reset it,
 * for 120 s if nobody answered; and one that begins at the same port meanwhile may follow it there,
 * wherever the Service leads by then. That would tell of the client's ports, and not of the route.
 */
final class ClientSocket {
  private static final int FIRST = 10_000;

  /**
   * At 1,000 connections a second one of them comes again after 50 s, at 200 after four minutes.
   */
  private static final int PORTS = 50_000;

  private static final int ATTEMPTS = 100;
  private static final AtomicInteger used =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private ClientSocket() {}

  static Socket connect(InetSocketAddress address, Deadline deadline) throws FailedException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      // Close by reset: at 1,000/s, connections in TIME_WAIT would use up the ports in 28 s.
      socket.setSoLinger(true, 0);
      bind(socket);
      socket.connect(address, deadline.remainingMillis());
      return socket;
    } catch (IOException e) {
      Wire.close(socket);
      throw new FailedException(Failure.connecting(e), e);
    }
  }

  /** To the next port that nobody has. */
  private static void bind(Socket socket) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        socket.bind(new InetSocketAddress(FIRST + Math.floorMod(used.getAndIncrement(), PORTS)));
        return;
      } catch (BindException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
