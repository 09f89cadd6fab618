package dev.understudy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SampleServerTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private final SampleServer server;

  SampleServerTest() throws IOException {
    server = SampleServer.start(Map.of("PORT", "0", "POD_NAME", "a", "REVISION", "2"));
  }

  @AfterEach
  void close() {
    server.kill();
    http.close();
  }

  @Test
  void itSaysWhoItIsAndHowOftenItAnswered() throws Exception {
    assertThat(get("/").body()).isEqualTo("{\"pod\":\"a\",\"revision\":\"2\",\"answered\":1}\n");
    HttpResponse<String> second = get("/");
    assertThat(second.body()).contains("\"answered\":2");
    assertThat(second.headers().firstValue("X-Pod")).contains("a");
  }

  @Test
  void unreadyAnswers503UntilReady() throws Exception {
    post("/admin/unready");
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/live").statusCode()).isEqualTo(200);

    post("/admin/ready");
    assertThat(get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void whatHangsIsAnsweredWhenReleased() throws Exception {
    post("/admin/hang");
    var waiting = http.sendAsync(request("/ready").build(), BodyHandlers.ofString());
    post("/admin/hang");
    assertThat(waiting).isNotDone();

    post("/admin/unhang");

    assertThat(waiting.get().statusCode()).isEqualTo(200);
  }

  @Test
  void whileItWarmsUpItIsNotReady() throws Exception {
    var cold = SampleServer.start(Map.of("PORT", "0", "WARMUP_SECONDS", "3600"));
    try {
      var ready = HttpRequest.newBuilder(uri(cold, "/ready")).build();
      assertThat(http.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
    } finally {
      cold.kill();
    }
  }

  @Test
  void drainingWaitsForWhatIsInFlight() throws Exception {
    post("/admin/hang");
    var waiting = http.sendAsync(request("/").build(), BodyHandlers.ofString());
    var another = http.sendAsync(request("/live").build(), BodyHandlers.ofString());
    post("/admin/hang");
    var draining = Thread.startVirtualThread(this::drain);

    post("/admin/unhang");
    draining.join();

    assertThat(waiting.get().statusCode()).isEqualTo(200);
    assertThat(another.get().statusCode()).isEqualTo(200);
  }

  private void drain() {
    try {
      server.drain(Duration.ofSeconds(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRouteThatIsNotThereIs404() throws Exception {
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private void post(String path) throws Exception {
    http.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(server, path)).version(HttpClient.Version.HTTP_1_1);
  }

  private static URI uri(SampleServer of, String path) {
    return URI.create("http://127.0.0.1:" + of.port() + path);
  }
}
