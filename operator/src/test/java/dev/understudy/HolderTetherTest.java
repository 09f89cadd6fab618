package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real sockets. */
class HolderTetherTest {
  private final AtomicInteger news = new AtomicInteger();
  private final HolderTether tether = new HolderTether(news::incrementAndGet);

  @AfterEach
  void close() {
    tether.close();
  }

  private static String address(ServerSocket server) {
    return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void knowsThatTheProcessOfTheHolderHasEnded(String ip) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(ip));
    String address = address(server);
    assertThat(tether.test(address)).isFalse();
    Socket accepted = server.accept();
    await().until(() -> news.get() == 1);
    assertThat(tether.test(address)).isFalse();
    server.close();
    accepted.close();
    await().until(() -> news.get() == 2);
    assertThat(tether.test(address)).isTrue();
  }

  /** Something may forbid to connect to it: the lease has to run out. */
  @Test
  void knowsNothingOfAHolderThatItNeverReached() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    String address = address(server);
    server.close();
    assertThat(tether.test(address)).isFalse();
    await().during(Duration.ofMillis(300)).until(() -> !tether.test(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.244.1.7", "10.244.1.7:", "10.244.1.7:http", "leader:8080", ":1"})
  void knowsNothingOfAHolderWithoutAnAddress(String none) {
    assertThat(tether.test(none)).isFalse();
  }
}
