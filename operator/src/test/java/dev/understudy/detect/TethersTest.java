package dev.understudy.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against real sockets. */
class TethersTest {
  private static final String ORDERS = "shop/orders";

  private final List<Peer> told = new CopyOnWriteArrayList<>();
  private final Tethers tethers = new Tethers(told::add);
  private final List<Socket> filling = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    tethers.close();
    for (Socket socket : filling) {
      socket.close();
    }
  }

  @Test
  void whoNeverHadAPeerCanBeClosedAndThenHoldsNone() throws IOException {
    tethers.keep(ORDERS, Set.of());
    tethers.close();
    try (Server server = new Server(10)) {
      Peer peer = server.peer("a");
      tethers.keep(ORDERS, Set.of(peer));
      assertThat(tethers.contact(peer)).isEqualTo(Contact.NEVER_REACHED);
    }
  }

  @Test
  void aPeerThatListensIsHeldAndSaidToBe() throws IOException {
    try (Server server = new Server(10)) {
      Peer peer = server.peer("a");
      tethers.keep(ORDERS, Set.of(peer));
      await().until(() -> tethers.contact(peer) == Contact.HELD);
      await().until(() -> told.contains(peer));
    }
  }

  @Test
  void aPeerThatEndsIsRefusedAndHeldAgainWhenItIsBack() throws IOException {
    Server server = new Server(10);
    Peer peer = server.peer("a");
    tethers.keep(ORDERS, Set.of(peer));
    await().until(() -> tethers.contact(peer) == Contact.HELD);
    server.close();
    await().until(() -> tethers.contact(peer) == Contact.REFUSED);
    try (Server again = new Server(peer.address().getPort(), 10)) {
      await().until(() -> tethers.contact(peer) == Contact.HELD);
      assertThat(again.accepted()).isNotZero();
    }
  }

  @Test
  void aServerThatClosesIdleConnectionsIsDialedAgainAndNeverLost() throws IOException {
    try (Server server = new Server(10)) {
      Peer peer = server.peer("a");
      tethers.keep(ORDERS, Set.of(peer));
      for (int i = 1; i < 5; i++) {
        int times = i;
        await().until(() -> server.accepted() >= times);
        server.hangUp();
      }
      await().until(() -> server.accepted() >= 5);
      assertThat(tethers.contact(peer)).isIn(Contact.HELD, Contact.CLOSES);
      await().until(() -> tethers.contact(peer) == Contact.HELD);
    }
  }

  /** Its port is taken, so that nobody else can come to listen there. */
  @Test
  void aPeerThatNeverListenedIsNotLost() throws IOException {
    try (Socket deaf = new Socket();
        Server other = new Server(10)) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Peer peer = peer("a", deaf.getLocalPort());
      Peer reached = other.peer("b");
      tethers.keep(ORDERS, Set.of(peer, reached));
      await().until(() -> tethers.contact(reached) == Contact.HELD);
      assertThat(tethers.contact(peer)).isEqualTo(Contact.NEVER_REACHED);
      assertThat(told).doesNotContain(peer);
    }
  }

  /** Its queue of connections is full: its kernel drops those that come. */
  @Test
  void aPeerThatAnswersNoDialIsSilent() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Peer peer = peer("a", server.getLocalPort());
      tethers.keep(ORDERS, Set.of(peer));
      Socket accepted = server.accept();
      await().until(() -> tethers.contact(peer) == Contact.HELD);
      fill(server);
      accepted.close();
      await().until(() -> tethers.contact(peer) == Contact.SILENT);
    }
  }

  @Test
  void aPeerThatIsNotKeptAnyMoreIsLetGo() throws IOException {
    try (Server server = new Server(10);
        Server other = new Server(10)) {
      Peer peer = server.peer("a");
      tethers.keep(ORDERS, Set.of(peer));
      tethers.keep("shop/carts", Set.of(other.peer("c")));
      await().until(() -> tethers.contact(peer) == Contact.HELD);
      await().until(() -> tethers.contact(other.peer("c")) == Contact.HELD);
      tethers.keep(ORDERS, Set.of());
      await().until(() -> tethers.contact(peer) == Contact.NEVER_REACHED);
      await().until(server::sawTheEnd);
      assertThat(tethers.contact(other.peer("c"))).isEqualTo(Contact.HELD);
    }
  }

  @Test
  void whatAPeerSaysUnaskedIsDiscarded() throws IOException {
    try (Server server = new Server(10)) {
      Peer peer = server.peer("a");
      tethers.keep(ORDERS, Set.of(peer));
      await().until(() -> tethers.contact(peer) == Contact.HELD);
      server.say(new byte[100_000]);
      assertThat(tethers.contact(peer)).isEqualTo(Contact.HELD);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static Peer peer(String member, int port) {
    return new Peer(
        ORDERS, member, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Paces.QUICK);
  }

  private void fill(ServerSocket server) throws IOException {
    for (int i = 0; i < 8; i++) {
      Socket socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 100);
      } catch (IOException e) {
        return; // full
      }
    }
  }

  /** Accepts, and holds what it accepted. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread accepting;

    Server(int backlog) throws IOException {
      this(0, backlog);
    }

    Server(int port, int backlog) throws IOException {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
      accepting = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          sockets.add(listening.accept());
        }
      } catch (IOException e) {
        // closed
      }
    }

    Peer peer(String member) {
      return TethersTest.peer(member, listening.getLocalPort());
    }

    int accepted() {
      return sockets.size();
    }

    void say(byte[] something) throws IOException {
      await().until(() -> !sockets.isEmpty()); // the kernel accepts before it does
      sockets.getLast().getOutputStream().write(something);
    }

    boolean sawTheEnd() throws IOException {
      return sockets.getLast().getInputStream().read() < 0;
    }

    void hangUp() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }

    /** Also of what it is just accepting. */
    @Override
    public void close() throws IOException {
      listening.close();
      try {
        accepting.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      hangUp();
    }
  }
}
