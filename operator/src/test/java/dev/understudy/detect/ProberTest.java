package dev.understudy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against real servers. */
class ProberTest {
  private static final String ORDERS = "shop/orders";
  private static final Cadence QUICK =
      new Cadence(Duration.ofMillis(20), Duration.ofMillis(200), 2);

  private final Server server = new Server();
  private final List<DeadlineProbe> told = new CopyOnWriteArrayList<>();

  ProberTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  private static DeadlineProbe probe(InetSocketAddress address) {
    return new DeadlineProbe(ORDERS, "a", new Question.Http(address, false, "/ready", List.of()));
  }

  private DeadlineProbe answering(Prober prober) {
    DeadlineProbe probe = probe(server.address());
    prober.keep(ORDERS, Map.of(probe, QUICK));
    await().until(() -> server.asked() > 1);
    return probe;
  }

  private DeadlineProbe hanging(Prober prober) {
    DeadlineProbe probe = answering(prober);
    server.freeze(true);
    await().until(() -> prober.hangs(probe));
    return probe;
  }

  @Test
  void aPeerThatAnswersDoesNotHang() {
    try (Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = probe(server.address());
      prober.keep(ORDERS, Map.of(probe, QUICK));
      await().until(() -> server.asked() > 5);
      assertThat(prober.hangs(probe)).isFalse();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aPeerThatAnswersNoMoreHangsUntilItAnswersAgain() {
    try (Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = hanging(prober);
      server.freeze(false);
      await().until(() -> !prober.hangs(probe));
      await().untilAsserted(() -> assertThat(told).containsExactly(probe, probe));
    }
  }

  /** Its kernel accepts for it, and it never answered: it may not speak HTTP at all. */
  @Test
  void aPeerThatNeverAnsweredDoesNotHang() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = probe((InetSocketAddress) mute.getLocalSocketAddress());
      prober.keep(ORDERS, Map.of(probe, QUICK));
      int asked = 0;
      for (; asked < 4; asked++) {
        mute.accept();
      }
      assertThat(prober.hangs(probe)).isFalse();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void whoeverRefusesDoesNotHang() {
    try (Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = answering(prober);
      server.close();
      LockSupport.parkNanos(QUICK.worst().multipliedBy(2).toNanos());
      assertThat(prober.hangs(probe)).isFalse();
    }
  }

  /** If this process does not hear itself, it is no witness. */
  @Test
  void nobodyHangsForOneThatHearsNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Prober prober =
            new Prober(
                Optional.of(probe((InetSocketAddress) mute.getLocalSocketAddress()).question()),
                told::add)) {
      DeadlineProbe probe = answering(prober);
      server.freeze(true);
      mute.accept();
      mute.accept();
      assertThat(prober.hangs(probe)).isFalse();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aPeerThatIsNotKeptAnyMoreIsNotAsked() {
    try (Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = hanging(prober);
      prober.keep(ORDERS, Map.of());
      await().until(() -> !prober.hangs(probe));
      server.freeze(false);
      int asked = server.asked();
      LockSupport.parkNanos(QUICK.worst().toNanos());
      assertThat(server.asked()).isEqualTo(asked);
    }
  }

  /** Else one that hangs would be thought well as soon as it is asked less often. */
  @Test
  void aPeerHangsOnThoughItIsAskedLessOften() {
    try (Prober prober = new Prober(Optional.empty(), told::add)) {
      DeadlineProbe probe = hanging(prober);
      prober.keep(ORDERS, Map.of(probe, QUICK.standingBy()));
      LockSupport.parkNanos(QUICK.standingBy().worst().toNanos());
      assertThat(prober.hangs(probe)).isTrue();
    }
  }

  /** Answers, unless it is frozen: then it says nothing. */
  private static final class Server implements AutoCloseable {
    private final HttpServer http;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean frozen = new AtomicBoolean();

    Server() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/ready", this::answer);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
      asked.incrementAndGet();
      while (frozen.get()) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
      byte[] words = "no matter what".getBytes(UTF_8);
      exchange.sendResponseHeaders(503, words.length);
      exchange.getResponseBody().write(words);
      exchange.close();
    }

    InetSocketAddress address() {
      return http.getAddress();
    }

    int asked() {
      return asked.get();
    }

    void freeze(boolean on) {
      frozen.set(on);
    }

    @Override
    public void close() {
      frozen.set(false);
      http.stop(0);
    }
  }
}
