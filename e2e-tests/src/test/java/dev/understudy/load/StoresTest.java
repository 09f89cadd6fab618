package dev.understudy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes to stores that are played over loopback. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoresTest {

  private static final String OK = "+OK\r\n";

  private final List<ServerSocket> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  @Test
  void redisIsWrittenWhereTheSentinelSays() throws Exception {
    assertThat(redis(named(server(OK)))).isEqualTo(new Reply(Status.OK, "127.0.0.1"));
    assertThat(asked)
        .containsExactly("SENTINEL get-master-addr-by-name mymaster\r\n", "SET load 1\r\n");
  }

  @Test
  void aReplicaThatRefusesIsNoAnswer() throws Exception {
    String refusal = "-READONLY You can't write against a read only replica.\r\n";
    assertThat(redis(named(server(refusal))).outcome()).isEqualTo(new Status(503));
  }

  @Test
  void noMasterIsNoAnswer() throws Exception {
    assertThat(redis("*-1\r\n").outcome()).isEqualTo(new Status(503));
  }

  @Test
  void aMasterThatEndsInBetweenIsFound() throws Exception {
    String silent = named(server(""));
    assertThatThrownBy(() -> redis(silent))
        .isInstanceOfSatisfying(
            FailedException.class, it -> assertThat(it.failure()).isEqualTo(Failure.CLOSED_EARLY));
  }

  @Test
  void postgresSaysWhichServerItIs() throws Exception {
    String greeting = message('R', "\0\0\0\0") + message('S', "a\0b\0") + message('Z', "I");
    String row = "\0\1\0\0\0\010" + "10.0.0.7";
    String answer = message('T', "\0\1") + message('D', row) + message('C', "INSERT 0 1\0");
    assertThat(postgres(greeting, answer + message('Z', "I")))
        .isEqualTo(new Reply(Status.OK, "10.0.0.7"));
    assertThat(asked.getLast()).startsWith("Q").endsWith("returning host(inet_server_addr())\0");
  }

  @Test
  void aStandbyThatRefusesIsNoAnswer() throws Exception {
    assertThat(postgres(message('R', "\0\0\0\0") + message('Z', "I"), message('E', "C25006\0\0")))
        .isEqualTo(new Reply(new Status(503), ""));
  }

  @Test
  void portsOfStoresAreKnown() {
    assertThat(Target.parse("redis://127.0.0.1/mymaster").address().getPort()).isEqualTo(26379);
    assertThat(Target.parse("postgres://127.0.0.1/").address().getPort()).isEqualTo(5432);
    assertThatThrownBy(() -> Target.parse("gopher://127.0.0.1/")).hasMessageContaining("gopher");
  }

  private Reply redis(String sentinelSays) throws Exception {
    String url = "redis://127.0.0.1:%d/mymaster".formatted(server(sentinelSays));
    return new FreshCaller().call(Target.parse(url), Deadline.in(Duration.ofSeconds(20)));
  }

  private static String named(int port) {
    String digits = Integer.toString(port);
    return "*2\r\n$9\r\n127.0.0.1\r\n$%d\r\n%s\r\n".formatted(digits.length(), digits);
  }

  private Reply postgres(String... answers) throws Exception {
    String url = "postgres://127.0.0.1:%d/".formatted(server(answers));
    return new FreshCaller().call(Target.parse(url), Deadline.in(Duration.ofSeconds(20)));
  }

  private static String message(char type, String body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeByte(type);
    out.writeInt(Integer.BYTES + body.length());
    out.writeBytes(body);
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Answers each thing that it reads by the next of these, then ends. */
  private int server(String... answers) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    servers.add(server);
    Thread.startVirtualThread(() -> {
      try (Socket socket = server.accept()) {
        for (String answer : answers) {
          byte[] buffer = new byte[1024];
          int length = socket.getInputStream().read(buffer);
          asked.add(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        asked.add("failed: " + e);
      }
    });
    return server.getLocalPort();
  }
}
