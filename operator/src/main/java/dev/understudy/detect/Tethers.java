package dev.understudy.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Holds one idle connection to each peer, all by one thread, and tells at once when one is lost or
 * back.
 */
public final class Tethers implements AutoCloseable {
  private static final int DISCARDED = 4 << 10;
  private static final long LONGEST_WAIT = Duration.ofSeconds(10).toMillis();

  private final Selector selector;
  private final Consumer<Peer> listener;
  private final Thread thread;
  private final WakingClock clock = new WakingClock(System::nanoTime);
  private final ByteBuffer discarded = ByteBuffer.allocate(DISCARDED);
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final Map<Peer, Contact> contacts = new ConcurrentHashMap<>();

  private final Map<String, Map<Peer, Line>> lines = new HashMap<>();
  private final TreeSet<Due> dues =
      new TreeSet<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private final Map<Line, Due> dueOf = new HashMap<>();
  private long dealt;
  private volatile boolean closing;

  private record Due(long at, long number, Line line) {}

  /**
   * @param listener told, by the thread that holds all connections, of each peer of which the
   *     contact has changed; must not wait for anything
   */
  public Tethers(Consumer<Peer> listener) {
    this.listener = listener;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector: are there too many open files?", e);
    }
    this.thread = Thread.ofPlatform().name("tethers").daemon().unstarted(this::run);
  }

  /** From now on these are the peers of the service, and no others. */
  public synchronized void keep(String service, Set<Peer> peers) {
    Set<Peer> wanted = Set.copyOf(peers);
    if (thread.getState() == Thread.State.NEW) {
      if (wanted.isEmpty()) {
        return; // no thread before there is a peer
      }
      thread.start();
    }
    orders.add(() -> keepOnly(service, wanted));
    selector.wakeup();
  }

  public Contact contact(Peer peer) {
    return contacts.getOrDefault(peer, Contact.NEVER_REACHED);
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void stop() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start(); // to end at once, and close the selector
    }
    selector.wakeup();
  }

  private void run() {
    try (selector) {
      while (!closing) {
        turn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lines.values().forEach(of -> of.values().forEach(Line::hangUp));
    }
  }

  /** What has arrived comes before what is overdue: it may be the answer that was waited for. */
  private void turn() throws IOException {
    long wait = untilDue();
    selector.select(wait);
    clock.advance(Duration.ofMillis(wait).toNanos());
    selector.selectedKeys().forEach(this::ready);
    selector.selectedKeys().clear();
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    while (!dues.isEmpty() && dues.first().at() <= clock.now()) {
      Line line = dues.first().line();
      line.onTime(clock.now());
      settle(line);
    }
  }

  /** In milliseconds, at least one: zero would be for ever. */
  private long untilDue() {
    if (dues.isEmpty()) {
      return LONGEST_WAIT;
    }
    long left = Duration.ofNanos(dues.first().at() - clock.now()).toMillis();
    return Math.clamp(left, 1, LONGEST_WAIT);
  }

  private void ready(SelectionKey key) {
    Line line = (Line) key.attachment();
    line.onReady(clock.now(), discarded);
    settle(line);
  }

  private void keepOnly(String service, Set<Peer> wanted) {
    Map<Peer, Line> kept = lines.computeIfAbsent(service, key -> new HashMap<>());
    for (Line line : List.copyOf(kept.values())) {
      if (!wanted.contains(line.peer())) {
        kept.remove(line.peer());
        drop(line);
      }
    }
    for (Peer peer : wanted) {
      settle(kept.computeIfAbsent(peer, key -> new Line(key, selector, clock.now())));
    }
    if (kept.isEmpty()) {
      lines.remove(service);
    }
  }

  private void drop(Line line) {
    line.hangUp();
    contacts.remove(line.peer());
    Optional.ofNullable(dueOf.remove(line)).ifPresent(dues::remove);
  }

  /** Something may have changed: when it is due, and what is known. */
  private void settle(Line line) {
    Due before = dueOf.get(line);
    if (before == null || before.at() != line.due()) {
      if (before != null) {
        dues.remove(before);
      }
      Due due = new Due(line.due(), dealt++, line);
      dueOf.put(line, due);
      dues.add(due);
    }
    Contact contact = line.contact();
    Contact known = contact(line.peer());
    contacts.put(line.peer(), contact);
    if (contact != known) {
      listener.accept(line.peer());
    }
  }
}
