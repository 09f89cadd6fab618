package dev.understudy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.sample.SampleServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Client and server over loopback. No duration is asserted: only what was recorded, and all of it.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoadClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<SampleServer> servers = new ArrayList<>();
  private final List<LoadClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(SampleServer::kill);
    clients.forEach(LoadClient::close);
    http.close();
  }

  @Test
  void everyRequestIsAnsweredOverBothKindsOfConnection() throws Exception {
    SampleServer server = server("a");
    LoadClient client = client(server, Map.of());
    awaitAnswers(client, "a", 20);

    Records records = stopped(client);

    assertThat(records.attempts()).allMatch(Attempt::isSuccess);
    assertThat(Analysis.of(records.attempts()).only(Kind.FRESH).requests()).isPositive();
    assertThat(Analysis.of(records.attempts()).only(Kind.KEPT).requests()).isPositive();
  }

  @Test
  void aServerThatDiesIsRefusedAndItsSuccessorAnswers() throws Exception {
    SampleServer a = server("a");
    LoadClient client = client(a, Map.of());
    awaitAnswers(client, "a", 20);

    a.kill();
    awaitRecord(client, it -> it.outcome() == Failure.REFUSED && it.kind() == Kind.FRESH);
    assertThat(get(client.controlPort(), "/try")).isEqualTo("REFUSED\n");
    awaitRecord(client, it -> !it.isSuccess() && it.kind() == Kind.KEPT);
    SampleServer b = server("b");
    post(client.controlPort(), "/retarget?url=" + url(b));
    awaitAnswers(client, "b", 20);

    Analysis fresh = Analysis.of(stopped(client).attempts()).only(Kind.FRESH);
    assertThat(fresh.turns()).extracting(Answers::pod).containsExactly("a", "b");
    assertThat(fresh.overlaps()).isEmpty();
    assertThat(fresh.outages()).anyMatch(it -> it.failed() > 0 && it.recovered());
  }

  @Test
  void aServerThatHangsTimesOutUntilItIsReleased() throws Exception {
    SampleServer server = server("a");
    LoadClient client = client(server, Map.of("TIMEOUT_MILLIS", "200"));
    awaitAnswers(client, "a", 20);

    post(server.port(), "/admin/hang");
    awaitRecord(client, it -> it.outcome() == Failure.TIMEOUT_READ && it.kind() == Kind.FRESH);
    awaitRecord(client, it -> it.outcome() == Failure.TIMEOUT_READ && it.kind() == Kind.KEPT);
    int before = records(client, 0).attempts().size();
    post(server.port(), "/admin/unhang");
    await()
        .atMost(PATIENCE)
        .until(() -> records(client, before).attempts().stream().anyMatch(Attempt::isSuccess));

    Analysis all = Analysis.of(stopped(client).attempts());
    assertThat(all.outages()).anyMatch(it -> it.failed() > 0 && it.recovered());
  }

  @Test
  void anUnreadyServerIsRecordedWithItsStatusAndName() throws Exception {
    SampleServer server = server("a");
    LoadClient client = client(server, Map.of());

    post(server.port(), "/admin/unready");
    awaitRecord(client, it -> it.outcome().equals(new Status(503)) && it.pod().equals("a"));

    stopped(client);
  }

  @Test
  void aDrainLosesNoRequestOfClientsThatWentElsewhere() throws Exception {
    SampleServer a = server("a");
    SampleServer b = server("b");
    LoadClient client = client(a, Map.of());
    awaitAnswers(client, "a", 20);

    post(client.controlPort(), "/retarget?url=" + url(b));
    awaitAnswers(client, "b", 20);
    a.drain(Duration.ZERO);
    awaitAnswers(client, "b", 40);

    assertThat(stopped(client).attempts()).allMatch(Attempt::isSuccess);
  }

  @Test
  void tooManyInFlightAreRecordedAsSaturated() throws Exception {
    SampleServer server = server("a");
    LoadClient client = client(server, Map.of("MAX_IN_FLIGHT", "3", "TIMEOUT_MILLIS", "500"));

    post(server.port(), "/admin/hang");
    awaitRecord(client, it -> it.outcome() == Failure.SATURATED);

    stopped(client);
  }

  @Test
  void itEndsByItselfAndWaitsForItsStartIfTold() throws Exception {
    SampleServer server = server("a");
    LoadClient client = client(server, Map.of("WAIT_FOR_START", "true", "MAX_SECONDS", "1"));
    assertThat(get(client.controlPort(), "/summary")).contains("\"WAITING\"", "\"issued\":0");
    assertThat(get(client.controlPort(), "/try")).isEqualTo("OK\n");

    post(client.controlPort(), "/start");
    await().atMost(PATIENCE).until(() -> records(client, 0).complete());

    assertThat(stopped(client).attempts()).hasSize(150);
  }

  private SampleServer server(String pod) throws IOException {
    var server = SampleServer.start(Map.of("PORT", "0", "POD_NAME", pod));
    servers.add(server);
    return server;
  }

  private LoadClient client(SampleServer server, Map<String, String> more) throws IOException {
    var env = new HashMap<>(more);
    env.putAll(Map.of("TARGET", url(server), "CONTROL_PORT", "0", "RATE", "100"));
    env.putIfAbsent("MAX_SECONDS", "50");
    var client = LoadClient.start(env);
    clients.add(client);
    return client;
  }

  private static String url(SampleServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  /** Stops, and checks that what was issued is recorded: all of it, once, in order. */
  private Records stopped(LoadClient client) throws Exception {
    String summary = post(client.controlPort(), "/stop");
    Records records = records(client, 0);
    int size = records.attempts().size();
    assertThat(records.complete()).isTrue();
    assertThat(records.next()).isEqualTo(size);
    assertThat(records.attempts())
        .extracting(Attempt::sequence)
        .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
    assertThat(summary).contains("\"COMPLETE\"", "\"issued\":" + size, "\"recorded\":" + size);
    return records;
  }

  private void awaitAnswers(LoadClient client, String pod, int count) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            records(client, 0).attempts().stream()
                    .filter(it -> it.isSuccess() && it.pod().equals(pod))
                    .count()
                >= count);
  }

  private void awaitRecord(LoadClient client, Predicate<Attempt> condition) {
    await()
        .atMost(PATIENCE)
        .until(() -> records(client, 0).attempts().stream().anyMatch(condition));
  }

  private Records records(LoadClient client, int from) throws Exception {
    return Records.parse(get(client.controlPort(), "/records?from=" + from));
  }

  private String get(int port, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(port, path)).build());
  }

  private String post(int port, String path) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(port, path)).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
