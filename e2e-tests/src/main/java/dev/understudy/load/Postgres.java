package dev.understudy.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A write to PostgreSQL, as the user {@code postgres}, who is trusted. */
final class Postgres {

  private static final int VERSION = 3 << 16;
  private static final String QUERY =
      "insert into load values (default) returning host(inet_server_addr())";

  /** The server answered, and refused: it is a standby, or starts, or ends. */
  private static final Status REFUSES = new Status(503);

  private Postgres() {}

  static Reply write(Target target, Deadline deadline) throws FailedException {
    try (Wire wire = Wire.open(target.address(), deadline)) {
      wire.send(startup());
      String server = "";
      int ready = 0;
      while (ready < 2) {
        DataInputStream in = wire.in();
        int type = in.readUnsignedByte();
        byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
        switch (type) {
          case 'E' -> {
            return new Reply(REFUSES, "");
          }
          case 'D' -> server = firstColumn(body);
          case 'Z' -> {
            ready++;
            if (ready == 1) {
              wire.send(query());
            }
          }
          default -> {}
        }
      }
      return new Reply(Status.OK, server);
    } catch (IOException e) {
      throw new FailedException(Failure.exchanging(e), e);
    }
  }

  /** Behind the number of columns and the length of this one. */
  private static String firstColumn(byte[] row) {
    int before = Short.BYTES + Integer.BYTES;
    return new String(row, before, row.length - before, StandardCharsets.US_ASCII);
  }

  private static byte[] startup() throws IOException {
    var body = new ByteArrayOutputStream();
    new DataOutputStream(body).writeInt(VERSION);
    body.write(Wire.bytes("user\0postgres\0database\0postgres\0\0"));
    return withLength(body.toByteArray());
  }

  private static byte[] query() throws IOException {
    var message = new ByteArrayOutputStream();
    message.write('Q');
    message.write(withLength(Wire.bytes(QUERY + "\0")));
    return message.toByteArray();
  }

  private static byte[] withLength(byte[] body) throws IOException {
    var message = new ByteArrayOutputStream();
    new DataOutputStream(message).writeInt(Integer.BYTES + body.length);
    message.write(body);
    return message.toByteArray();
  }
}
