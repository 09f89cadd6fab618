package dev.understudy.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.http.ClientSession;
import dev.understudy.http.ClientSession.Answer;
import dev.understudy.sample.SampleServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Register, members and clients, each as it runs in a cluster, in one process. */
class RegisterTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final List<SampleServer> members = new ArrayList<>();
  private RegisterServer register;

  /** A server of the sample, and the file that tells it its role. */
  private record Pod(SampleServer server, Path roleFile) {
    Pod becomes(String role) throws IOException {
      Files.writeString(roleFile, role);
      return this;
    }

    Answer read() throws IOException {
      return ask(server.port(), "GET /read");
    }

    Answer write(long value) throws IOException {
      return ask(server.port(), "POST /write?value=" + value);
    }
  }

  @BeforeEach
  void start() throws IOException {
    register = RegisterServer.start(Map.of("PORT", "0"));
  }

  @AfterEach
  void stop() {
    members.forEach(SampleServer::kill);
    register.kill();
  }

  private Pod pod(String name, boolean trusting) throws IOException {
    Path roleFile = folder.resolve(name);
    SampleServer server =
        SampleServer.start(
            Map.of(
                "PORT",
                "0",
                "POD_NAME",
                name,
                "REGISTER",
                "127.0.0.1:" + register.port() + "/a",
                "ROLE_FILE",
                roleFile.toString(),
                "TRUSTING",
                Boolean.toString(trusting)));
    members.add(server);
    return new Pod(server, roleFile);
  }

  private static Answer ask(int port, String request) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var session = ClientSession.open(address, TIMEOUT)) {
      return session.exchange(request);
    }
  }

  private String counts() throws IOException {
    return ask(register.port(), "GET /counts").body();
  }

  private static void assertSays(Answer answer, int status, String words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void aLeaderReadsWhatItWrote() throws IOException {
    Pod leader = pod("a", false).becomes("leader 7");
    assertSays(leader.read(), 200, "0");
    assertSays(leader.write(3), 200, "3");
    assertSays(leader.read(), 200, "3");
  }

  @Test
  void aStandbyAnswersNothing() throws IOException {
    assertSays(pod("without-a-role-yet", false).read(), 503, "standby");
    assertSays(pod("a", false).becomes("standby").write(3), 503, "standby");
    assertSays(pod("b", true).becomes("leader soon").read(), 503, "standby");
  }

  @Test
  void whoBelievesToLeadAtAnOldEpochIsRefused() throws IOException {
    Pod old = pod("a", false).becomes("leader 7");
    Pod leader = pod("b", false).becomes("leader 8");
    assertSays(old.write(1), 200, "1");
    assertSays(leader.read(), 200, "1");
    assertSays(old.write(2), 409, "stale: epoch 8");
    assertSays(old.read(), 409, "stale: epoch 8");
    assertSays(leader.read(), 200, "1");
    assertThat(counts()).contains("\"epoch\":8", "\"refused\":2", "\"late\":0", "\"shared\":0");
  }

  /** What no register can refuse, because nobody asks it. */
  @Test
  void whoTrustsItselfReadsWhatIsNoLongerTrue() throws IOException {
    Pod old = pod("a", true).becomes("leader 7");
    assertSays(old.write(1), 200, "1");
    Pod leader = pod("b", true).becomes("leader 8");
    assertSays(leader.read(), 200, "1");
    assertSays(leader.write(2), 200, "2");
    assertSays(old.read(), 200, "1");
    assertSays(old.write(3), 200, "3");
    assertSays(leader.read(), 200, "2");
    assertThat(counts()).contains("\"late\":1", "\"refused\":0");
    assertSays(old.becomes("leader 9").read(), 200, "3");
  }

  @Test
  void anEpochOfTwoMembersIsNoticed() throws IOException {
    pod("a", false).becomes("leader 7").read();
    pod("b", false).becomes("leader 7").read();
    assertThat(counts()).contains("\"shared\":1");
  }

  @Test
  void withoutItsRegisterALeaderRefuses() throws IOException {
    Pod asking = pod("a", false).becomes("leader 7");
    Pod trusting = pod("b", true).becomes("leader 7");
    register.kill();
    assertSays(asking.write(1), 503, "register not reached");
    assertSays(trusting.read(), 503, "not loaded");
    assertSays(trusting.write(1), 503, "not loaded");
  }

  @Test
  void clientsWriteDownHowEachOperationEnded() throws Exception {
    Pod leader = pod("a", false).becomes("leader 7");
    try (var clients =
        RegisterClients.start(
            Map.of(
                "SERVICES",
                "orders=127.0.0.1:" + leader.server().port(),
                "PAUSE_MILLIS",
                "2",
                "CONTROL_PORT",
                "0"))) {
      awaitOperations(clients, 50);
      ask(clients.controlPort(), "POST /pause");
      long resting = number(ask(clients.controlPort(), "POST /pause"));
      assertThat(operations(clients)).isEqualTo(resting);
      ask(clients.controlPort(), "POST /resume");
      awaitOperations(clients, resting + 50);
      leader.becomes("standby");
      awaitOperations(clients, 60 + operations(clients));
      leader.server().kill();
      ask(clients.controlPort(), "POST /stop");
      String history = history(clients, 0);
      assertThat(history.lines().count()).isEqualTo(operations(clients));
      assertThat(history)
          .contains("\"op\":\"write\"", "\"op\":\"read\"", "\"outcome\":\"ok\"", "\"refused\"");
      assertThat(history(clients, 10).lines()).hasSize(Math.toIntExact(operations(clients) - 10));
    }
  }

  private static long number(Answer counts) {
    return Long.parseLong(counts.body().replaceAll("[^0-9]", ""));
  }

  private static long operations(RegisterClients clients) throws IOException {
    return number(ask(clients.controlPort(), "GET /counts"));
  }

  private static void awaitOperations(RegisterClients clients, long count) throws Exception {
    while (operations(clients) < count) {
      Thread.sleep(5);
    }
  }

  /** It has no length, so it comes until the connection ends. */
  private static String history(RegisterClients clients, long from) throws IOException {
    var url = "http://127.0.0.1:" + clients.controlPort() + "/history?service=orders&from=" + from;
    try (var in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
