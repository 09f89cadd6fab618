package dev.understudy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers. */
class AskerTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1); // TLS takes some of it at first

  private final Asker asker = new Asker();

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Question get(InetSocketAddress address, String path, Question.Header... headers) {
    return new Question.Http(address, false, path, List.of(headers));
  }

  private static void answering(HttpHandler handler, Consumer<InetSocketAddress> test)
      throws IOException {
    HttpServer server = HttpServer.create(anyPort(), 0);
    server.createContext("/", handler);
    server.start();
    try {
      test.accept(server.getAddress());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void asksWhatTheReadinessProbeAsks() throws IOException {
    List<String> asked = new ArrayList<>();
    answering(
        exchange -> {
          asked.add(exchange.getRequestMethod());
          asked.add(exchange.getRequestURI().toString());
          asked.add(exchange.getRequestHeaders().getFirst("X-Who"));
          asked.add(exchange.getRequestHeaders().getFirst("Host"));
          asked.add(exchange.getRequestHeaders().getFirst("Connection"));
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        },
        address -> {
          Question question =
              get(
                  address,
                  "/ready?deep=1",
                  new Question.Header("X-Who", "understudy"),
                  new Question.Header("Host", "orders.example.com"));
          assertThat(asker.ask(question, LONG)).isEqualTo(Reply.ANSWERED);
          assertThat(asked)
              .containsExactly("GET", "/ready?deep=1", "understudy", "orders.example.com", "close");
        });
  }

  /** What the readiness probe of a member says cannot make two requests of one. */
  @Test
  void asksOneQuestionWhateverIsWritten() throws IOException {
    List<String> asked = new ArrayList<>();
    answering(
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          asked.add(exchange.getRequestHeaders().getFirst("X-Who"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        },
        address -> {
          Question question =
              get(
                  address,
                  "ready now\r\nX-Who: me",
                  new Question.Header("X-Who", "under\r\n\r\nstudy"));
          assertThat(asker.ask(question, LONG)).isEqualTo(Reply.ANSWERED);
          assertThat(asked).containsExactly("/ready now  X-Who: me", "under    study");
        });
  }

  @Test
  void doesNotGoWhereItIsSent() throws IOException {
    HttpServer server = HttpServer.create(anyPort(), 0);
    List<String> asked = new ArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      assertThat(asker.ask(get(server.getAddress(), "/ready"), LONG)).isEqualTo(Reply.ANSWERED);
      assertThat(asked).containsExactly("/ready");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void isNotAnsweredByOneThatOnlyAccepts() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) mute.getLocalSocketAddress();
      assertThat(asker.ask(get(address, "/"), SHORT)).isEqualTo(Reply.UNANSWERED);
      assertThat(asker.ask(new Question.Http(address, true, "/", List.of()), SHORT))
          .isEqualTo(Reply.UNANSWERED);
      assertThat(asker.ask(new Question.Grpc(address, ""), SHORT)).isEqualTo(Reply.UNANSWERED);
    }
  }

  @Test
  void doesNotReachOneThatRefuses() throws IOException {
    InetSocketAddress address;
    try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    assertThat(asker.ask(get(address, "/"), LONG)).isEqualTo(Reply.UNREACHED);
  }

  @Test
  void isCutOffByOneThatDiesMeanwhile() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> readAndDie(server));
      var address = (InetSocketAddress) server.getLocalSocketAddress();
      assertThat(asker.ask(get(address, "/"), LONG)).isEqualTo(Reply.UNREACHED);
    }
  }

  private static void readAndDie(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a kubelet: a certificate that nobody signed is as good as any. */
  @Test
  void asksOverTlsWhoeverItIs(@TempDir Path folder) throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      Question question = new Question.Http(server.getAddress(), true, "/", List.of());
      assertThat(asker.ask(question, LONG)).isEqualTo(Reply.ANSWERED);
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext selfSigned(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    char[] password = "not-secret".toCharArray();
    assertThat(keytool(store, new String(password))).as("keytool").isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static int keytool(Path store, String password) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "orders",
              "-keyalg",
              "EC",
              "-dname",
              "CN=orders",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              password)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asksByGrpcForTheServiceThatIsNamed() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> message =
          CompletableFuture.supplyAsync(() -> new Http2(server).answerOne());
      var address = (InetSocketAddress) server.getLocalSocketAddress();
      assertThat(asker.ask(new Question.Grpc(address, "orders"), LONG)).isEqualTo(Reply.ANSWERED);
      byte[] name = "orders".getBytes(UTF_8);
      assertThat(message.join())
          .startsWith(0, 0, 0, 0, name.length + 2, 0x0a, name.length)
          .endsWith(name);
    }
  }

  /** As much of a server of HTTP/2 as answers one request, with nothing but a status. */
  private record Http2(ServerSocket listening) {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int ENDS = 0x4 | 0x1; // headers, and the stream
    private static final int STATUS_200 = 0x88; // of HPACK's static table

    byte[] answerOne() {
      try (Socket socket = listening.accept()) {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        in.skipNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
        frame(out, SETTINGS, 0, 0);
        while (true) {
          int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
          int type = in.readUnsignedByte();
          in.readUnsignedByte();
          int stream = in.readInt();
          byte[] payload = in.readNBytes(length);
          if (type == DATA) {
            frame(out, HEADERS, ENDS, stream, STATUS_200);
            in.transferTo(DataOutputStream.nullOutputStream());
            return payload;
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, int... payload)
        throws IOException {
      out.writeByte(0);
      out.writeShort(payload.length);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(stream);
      for (int octet : payload) {
        out.writeByte(octet);
      }
      out.flush();
    }
  }
}
