package dev.understudy.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One client's connection to what does not speak HTTP. */
final class Wire implements AutoCloseable {

  private static final int BUFFER = 1024;

  private final Socket socket;
  private final DataInputStream in;

  private Wire(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    var timed = new TimedInput(socket);
    timed.deadline = deadline;
    this.in = new DataInputStream(new BufferedInputStream(timed, BUFFER));
  }

  static Wire open(InetSocketAddress address, Deadline deadline) throws FailedException {
    Socket socket = ClientSocket.connect(address, deadline);
    try {
      return new Wire(socket, deadline);
    } catch (IOException e) {
      close(socket);
      throw new FailedException(Failure.connecting(e), e);
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  DataInputStream in() {
    return in;
  }

  /** Without its end, which is CR LF. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("after " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    close(socket);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
