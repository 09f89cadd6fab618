package dev.understudy.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP/1.1 server with one virtual thread for each connection, kept alive until the client, or
 * {@link #stop}, ends it.
 *
 * <p>A planned stop loses no request: first {@link #discourageKeepAlive}, so that clients leave
 * after an answer of their own accord; then {@link #stop}, which closes only connections without a
 * request in flight. What remains is the race of every HTTP/1.1 server: a request sent on an idle
 * connection at the moment of its closing.
 */
public final class HttpServer {

  /** Long enough for a burst of new connections while this process gets no processor. */
  private static final int BACKLOG = 1024;

  /** When descriptors run out: time for some to be closed, short enough for a probe to get in. */
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(10);

  /** Answers requests, each on the virtual thread of its connection. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request) throws InterruptedException;
  }

  private final ServerSocket listener;
  private final Handler handler;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor = Thread.ofPlatform().name("accept").unstarted(this::acceptAll);
  private volatile boolean keepAlive = true;

  private HttpServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  /** Starts to serve; port 0 lets the system choose. */
  public static HttpServer start(int port, Handler handler) throws IOException {
    var listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(port), BACKLOG);
    var server = new HttpServer(listener, handler);
    server.acceptor.start();
    return server;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Every further answer asks the client to close. */
  public void discourageKeepAlive() {
    keepAlive = false;
  }

  /** Accepts no more; returns when requests in flight were answered, or the grace is over. */
  public void stop(Duration grace) throws InterruptedException {
    discourageKeepAlive();
    closeListener();
    threads.shutdown();
    connections.forEach(ServerConnection::closeIfIdle);
    if (!threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
      kill();
    }
  }

  /** Closes everything at once, as the kernel does when a process dies. */
  public void kill() {
    closeListener();
    connections.forEach(ServerConnection::close);
    threads.shutdownNow();
  }

  /**
   * Once this returns, connections are refused. Waits for the thread that accepts, because a call
   * to accept that began before the closing still takes a client that comes after it.
   */
  private void closeListener() {
    try {
      listener.close();
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
      }
    }
  }

  private void serve(Socket socket) {
    var connection = new ServerConnection(socket, handler, () -> keepAlive);
    connections.add(connection);
    if (threads.isShutdown()) {
      connection.close();
      return;
    }
    var _ =
        threads.submit(() -> {
          connection.serve();
          connections.remove(connection);
        });
  }
}
