package dev.understudy.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** One client's connection, as the server sees it. */
final class ServerConnection {

  private enum Phase {
    IDLE,
    BUSY,
    CLOSED
  }

  private static final int BUFFER = 1024;

  private final Socket socket;
  private final HttpServer.Handler handler;
  private final BooleanSupplier keepAlive;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

  ServerConnection(Socket socket, HttpServer.Handler handler, BooleanSupplier keepAlive) {
    this.socket = socket;
    this.handler = handler;
    this.keepAlive = keepAlive;
  }

  /** Returns when the connection is closed, by whomever. */
  void serve() {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      OutputStream out = socket.getOutputStream();
      while (awaitRequest(in) && answer(in, out)) {
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
      }
    } catch (IOException _) {
      // The client went away or spoke no HTTP: nobody is left to be told.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** From the first byte of a request on, {@link #closeIfIdle} leaves the connection alone. */
  private boolean awaitRequest(InputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    return phase.compareAndSet(Phase.IDLE, Phase.BUSY);
  }

  private boolean answer(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Head head = Head.read(in);
    in.skipNBytes(head.contentLength().orElse(0L));
    Response response = handler.handle(Request.parse(head.firstLine()));
    return response.send(out, keepAlive.getAsBoolean() && !head.saysClose());
  }

  void closeIfIdle() {
    if (phase.compareAndSet(Phase.IDLE, Phase.CLOSED)) {
      close();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
