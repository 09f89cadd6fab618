package dev.understudy.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A write to the master that a Sentinel names, as Redis tells its clients to find it; or, where the
 * target has no path, to whoever is at its address.
 */
final class Redis {

  /** The service answered, and refused: it is no master, it loads, or there is none. */
  private static final Status REFUSES = new Status(503);

  private Redis() {}

  static Reply write(Target target, Deadline deadline) throws FailedException {
    Optional<InetSocketAddress> master = master(target, deadline);
    if (master.isEmpty()) {
      return new Reply(REFUSES, "");
    }
    try (Wire wire = Wire.open(master.get(), deadline)) {
      wire.send(Wire.bytes("SET load 1\r\n"));
      boolean done = wire.line().equals("+OK");
      return new Reply(done ? Status.OK : REFUSES, master.get().getHostString());
    } catch (IOException e) {
      throw new FailedException(Failure.exchanging(e), e);
    }
  }

  private static Optional<InetSocketAddress> master(Target sentinel, Deadline deadline)
      throws FailedException {
    String name = sentinel.path().substring(1);
    if (name.isEmpty()) {
      return Optional.of(sentinel.address());
    }
    try (Wire wire = Wire.open(sentinel.address(), deadline)) {
      wire.send(Wire.bytes("SENTINEL get-master-addr-by-name " + name + "\r\n"));
      if (!wire.line().equals("*2")) {
        return Optional.empty();
      }
      var _ = wire.line();
      String host = wire.line();
      var _ = wire.line();
      return Optional.of(new InetSocketAddress(host, Integer.parseInt(wire.line())));
    } catch (IOException e) {
      throw new FailedException(Failure.exchanging(e), e);
    }
  }
}
