package dev.understudy.load;

import dev.understudy.http.Head;
import dev.understudy.http.MalformedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One client's connection, over which requests go one after another. */
final class ClientConnection implements AutoCloseable {

  private static final int BUFFER = 1024;

  private final Target target;
  private final Socket socket;
  private final TimedInput timed;
  private final InputStream in;
  private boolean reusable = true;

  private ClientConnection(Target target, Socket socket) throws IOException {
    this.target = target;
    this.socket = socket;
    this.timed = new TimedInput(socket);
    this.in = new BufferedInputStream(timed, BUFFER);
  }

  static ClientConnection open(Target target, Deadline deadline) throws FailedException {
    Socket socket = ClientSocket.connect(target.address(), deadline);
    try {
      return new ClientConnection(target, socket);
    } catch (IOException e) {
      Wire.close(socket);
      throw new FailedException(Failure.connecting(e), e);
    }
  }

  boolean isReusableFor(Target wanted) {
    return reusable && target.equals(wanted);
  }

  Reply exchange(Kind kind, Deadline deadline) throws FailedException {
    try {
      timed.deadline = deadline;
      socket.getOutputStream().write(target.request(kind));
      Head head = Head.read(in);
      skipBody(head);
      return new Reply(Status.of(head.status()), pod(head));
    } catch (IOException e) {
      reusable = false;
      throw new FailedException(Failure.exchanging(e), e);
    }
  }

  private void skipBody(Head head) throws IOException {
    var length = head.contentLength();
    reusable = length.isPresent() && !head.saysClose();
    if (length.isPresent()) {
      in.skipNBytes(length.get());
    } else if (head.saysClose()) {
      in.transferTo(OutputStream.nullOutputStream());
    } else {
      throw new MalformedException("neither Content-Length nor Connection: close");
    }
  }

  private static String pod(Head head) {
    return head.field("X-Pod").orElse("").replace(',', '_');
  }

  @Override
  public void close() {
    Wire.close(socket);
  }
}
