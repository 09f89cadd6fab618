package dev.understudy.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;

/** Reads of which none outlasts the deadline, however slowly the bytes trickle in. */
final class TimedInput extends FilterInputStream {

  private final Socket socket;
  Deadline deadline = new Deadline(0);

  TimedInput(Socket socket) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.remainingMillis());
    return super.read(bytes, offset, length);
  }
}
