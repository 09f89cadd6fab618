package dev.understudy.register;

import dev.understudy.http.ClientSession;
import dev.understudy.http.ClientSession.Answer;
import dev.understudy.register.Operation.Kind;
import dev.understudy.register.Operation.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes, one operation after another, and writes down each. It tries nothing again, so
 * that each has one call, one end and one value.
 */
final class Client implements Runnable {

  /**
   * @param keeps whether the connection is kept from one operation to the next, as pools do
   * @param timeout for an operation; who keeps connections is patient, and finds its server again
   *     when that thaws
   */
  record Habit(boolean keeps, Duration timeout, Duration pause) {}

  /**
   * @param history where operations are written down
   * @param permits of which each operation takes one
   */
  record Log(History history, Semaphore permits) {}

  /** Of values: those of one client are apart from those of all others. */
  private static final long RANGE = 1_000_000_000;

  private final int number;
  private final InetSocketAddress address;
  private final Habit habit;
  private final History history;
  private final Semaphore permits;
  private final Random random;
  private volatile boolean stopping;
  private long written;
  private @Nullable ClientSession session;

  Client(int number, InetSocketAddress address, Habit habit, Log log) {
    this.number = number;
    this.address = address;
    this.habit = habit;
    this.history = log.history();
    this.permits = log.permits();
    this.random = new Random(number);
  }

  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        permits.acquire();
        try {
          history.add(random.nextInt(5) < 2 ? write() : read());
        } finally {
          permits.release();
        }
        Thread.sleep(Duration.ofNanos(random.nextLong(2 * habit.pause().toNanos())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      leave();
    }
  }

  private Operation write() {
    long value = number * RANGE + ++written;
    long call = System.nanoTime();
    Ending ending = exchange("POST /write?value=" + value);
    return new Operation(number, Kind.WRITE, value, call, System.nanoTime(), ending.outcome());
  }

  private Operation read() {
    long call = System.nanoTime();
    Ending ending = exchange("GET /read");
    return new Operation(
        number, Kind.READ, ending.value(), call, System.nanoTime(), ending.outcome());
  }

  private record Ending(Outcome outcome, long value) {
    static Ending of(Answer answer) {
      return switch (answer.status()) {
        case 200 -> new Ending(Outcome.OK, Long.parseLong(answer.body()));
        case 409, 503 -> new Ending(Outcome.REFUSED, 0);
        default -> new Ending(Outcome.UNKNOWN, 0);
      };
    }
  }

  /** Refused if it was never sent. */
  private Ending exchange(String request) {
    ClientSession connected;
    try {
      connected = session == null ? ClientSession.open(address, habit.timeout()) : session;
    } catch (IOException _) {
      return new Ending(Outcome.REFUSED, 0);
    }
    session = connected;
    Ending ending = exchange(connected, request);
    if (!habit.keeps() || !connected.isReusable() || ending.outcome() != Outcome.OK) {
      leave();
    }
    return ending;
  }

  private static Ending exchange(ClientSession connected, String request) {
    try {
      return Ending.of(connected.exchange(request));
    } catch (IOException _) {
      return new Ending(Outcome.UNKNOWN, 0);
    }
  }

  private void leave() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
