package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real informers against a server that opens WebSockets, and says nothing by them. */
class WatchesTest {
  private static final String PODS = "/api/v1/pods";
  private static final String NODES = "/api/v1/nodes";

  private final MuteServer server = new MuteServer();
  private final Watches watches = new Watches(Duration.ofMillis(200));
  private final KubernetesClient client =
      Clients.watching(
          new ConfigBuilder()
              .withAutoConfigure(false)
              .withMasterUrl("http://127.0.0.1:" + server.port())
              .build(),
          watches);

  @AfterEach
  void end() throws IOException {
    client.close();
    server.close();
  }

  private void watch() {
    client.pods().inAnyNamespace().inform();
    client.nodes().inform();
    await().until(() -> server.opened(PODS) == 1 && server.opened(NODES) == 1);
  }

  @Test
  void aWatchThatIsClosedIsOpenedAgainAndNoOther() {
    watch();
    watches.close(PODS);
    await().until(() -> server.opened(PODS) == 2);
    watches.close(PODS);
    await().until(() -> server.opened(PODS) == 3);
    assertThat(server.opened(NODES)).isOne();
  }

  @Test
  void aServerThatDoesNotOpenAWatchIsAskedAgain() {
    watch();
    server.freeze();
    watches.close(PODS);
    int before = server.asked();
    await().until(() -> server.asked() > before + 2);
    assertThat(server.opened(PODS)).isOne();
    server.thaw();
    await().until(() -> server.opened(PODS) == 2);
  }

  /** Though nothing is said for longer than a watch may take to be opened. */
  @Test
  void aWatchThatIsOpenStaysOpen() {
    watch();
    int pings = server.heard();
    await().until(() -> server.heard() > pings + 1);
    assertThat(server.opened(PODS)).isOne();
  }

  /** As much of an API server as an informer needs. */
  private static final class MuteServer implements AutoCloseable {
    private static final String LIST =
        "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"metadata\": {\"resourceVersion\": \"1\"},"
            + " \"items\": []}";

    private final ServerSocket socket;
    private final Map<String, AtomicInteger> opened = new ConcurrentHashMap<>();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private volatile boolean frozen;

    MuteServer() {
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    int opened(String path) {
      return opened.computeIfAbsent(path, key -> new AtomicInteger()).get();
    }

    /** WebSockets that were asked for. */
    int asked() {
      return asked.get();
    }

    /** Pings, by all WebSockets. */
    int heard() {
      return heard.get();
    }

    void freeze() {
      frozen = true;
    }

    void thaw() {
      frozen = false;
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket each : accepted) {
        each.close();
      }
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = socket.accept();
          accepted.add(connection);
          Thread.ofVirtual().start(() -> serve(connection));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String path = line.replaceFirst("^\\S+ ([^ ?]+).*", "$1");
          String key = "";
          for (String header = lines.readLine();
              header != null && !header.isEmpty();
              header = lines.readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: ")) {
              key = header.substring(header.indexOf(' ') + 1);
            }
          }
          if (key.isEmpty()) {
            send(connection, "200 OK\r\nContent-Length: " + LIST.length() + "\r\n\r\n" + LIST);
          } else {
            open(connection, path, key);
          }
        }
      } catch (IOException e) {
        // the client is gone
      }
    }

    private void open(Socket connection, String path, String key) throws IOException {
      asked.incrementAndGet();
      if (!frozen) {
        opened.computeIfAbsent(path, it -> new AtomicInteger()).incrementAndGet();
        send(
            connection,
            "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(key)
                + "\r\n\r\n");
      }
      byte[] frame = new byte[256];
      int read = connection.getInputStream().read(frame);
      while (read >= 0) {
        if (frame[0] == (byte) 0x89) { // a ping, empty
          heard.incrementAndGet();
          connection.getOutputStream().write(new byte[] {(byte) 0x8a, 0});
        }
        read = connection.getInputStream().read(frame);
      }
    }

    private static String accept(String key) {
      try {
        byte[] joined =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-1").digest(joined));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void send(Socket connection, String answer) throws IOException {
      connection
          .getOutputStream()
          .write(("HTTP/1.1 " + answer).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
