package dev.understudy.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection to a server, over which requests go one after another. Nothing is ever sent twice:
 * whoever counts what happened must know that.
 */
public final class ClientSession implements AutoCloseable {

  private static final int BUFFER = 1024;

  /** What was answered; without the line end of its last line. */
  public record Answer(int status, String body) {}

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private boolean reusable = true;

  private ClientSession(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.host = host;
  }

  /**
   * @param timeout for the connection, and for each silence of the server later
   * @throws IOException if there is no connection: then nothing was sent
   */
  public static ClientSession open(InetSocketAddress address, Duration timeout) throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoLinger(true, 0);
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      return new ClientSession(socket, address.getHostString() + ":" + address.getPort());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * @param request like {@code GET /read?epoch=7}
   * @throws IOException if there is no answer: the server may have done it, or may yet do it
   */
  public Answer exchange(String request) throws IOException {
    reusable = false;
    String head = request + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    Head answer = Head.read(in);
    long length =
        answer.contentLength().orElseThrow(() -> new MalformedException("no Content-Length"));
    byte[] body = in.readNBytes(Math.toIntExact(length));
    reusable = !answer.saysClose();
    return new Answer(answer.status(), new String(body, StandardCharsets.UTF_8).strip());
  }

  /** Whether another request may follow. */
  public boolean isReusable() {
    return reusable;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
