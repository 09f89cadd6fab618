package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.api.HAService;
import dev.understudy.execute.Recorded;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says what it is told to. */
class CanaryTest {
  private static final Canary.Times QUICK =
      new Canary.Times(Duration.ofMillis(5), Duration.ofMillis(1));
  private static final String ERROR =
      "{\"type\": \"ERROR\", \"object\": {\"kind\": \"Status\", \"code\": 410, \"message\":"
          + " \"old\"}}";

  private final Map<ResourceID, Pod> pods = new ConcurrentHashMap<>();
  private final List<String> mute = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private volatile String events = "";
  private volatile int code = 200;
  private HttpServer server;
  private KubernetesClient client;
  private Canary canary;

  /** What is in it is said by the test. */
  private final class Pods implements Cache<Pod> {
    @Override
    public Optional<Pod> get(ResourceID id) {
      return Optional.ofNullable(pods.get(id));
    }

    @Override
    public Stream<ResourceID> keys() {
      return pods.keySet().stream();
    }

    @Override
    public Stream<Pod> list(Predicate<Pod> predicate) {
      return pods.values().stream().filter(predicate);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client = Recorded.client(server);
    canary = canary(QUICK);
  }

  private Canary canary(Canary.Times times) {
    Feed feed = Feed.of(Pod.class, Optional.empty(), Marks.SERVICE, new Pods());
    return new Canary(
        client,
        List.of(feed),
        times,
        new Canary.Listener() {
          @Override
          public void asked(Feed of) {
            asked.incrementAndGet();
          }

          @Override
          public void mute(Feed of, String object) {
            mute.add(of.resource() + " " + object);
          }
        });
  }

  @AfterEach
  void end() {
    canary.close();
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    queries.add(query);
    byte[] body =
        (query.contains("watch=true")
                ? events
                : "{\"kind\": \"PodList\", \"metadata\": {\"resourceVersion\": \"40\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Pod pod(int version) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("a")
        .withNamespace("shop")
        .withResourceVersion(String.valueOf(version))
        .endMetadata()
        .build();
  }

  private void cached(int version) {
    pods.put(new ResourceID("a", "shop"), pod(version));
  }

  private String event(String type, int version) {
    return "{\"type\": \""
        + type
        + "\", \"object\": "
        + client.getKubernetesSerialization().asJson(pod(version))
        + "}\n";
  }

  private void awaitQuestions() {
    int more = asked.get() + 5;
    await().until(() -> asked.get() >= more);
  }

  /** Else nobody would ever be told of what happens between its start and its first question. */
  @Test
  void theFirstQuestionIsFromItsStart() {
    Duration longer = Duration.ofHours(1);
    try (Canary patient = canary(new Canary.Times(longer, longer))) {
      patient.start();
      await().until(() -> queries.contains("limit=1"));
    }
    assertThat(queries).containsExactly("limit=1");
  }

  @Test
  void nothingIsSaidOfAWatchThatBringsEverything() {
    cached(41);
    events = event("MODIFIED", 41);
    canary.start();
    awaitQuestions();
    assertThat(mute).isEmpty();
    assertThat(queries)
        .contains("watch=true&timeoutSeconds=1&resourceVersion=41&labelSelector=" + Marks.SERVICE);
  }

  /** Each time, until it brings it. */
  @Test
  void aWatchIsMuteThatDoesNotBringWhatOthersAreTold() {
    cached(39);
    events = event("ADDED", 41) + event("MODIFIED", 42);
    canary.start();
    await().until(() -> mute.size() > 2);
    assertThat(mute).containsOnly("pods ResourceID{name='a', namespace='shop'}");
    assertThat(queries)
        .contains("watch=true&timeoutSeconds=1&resourceVersion=40&labelSelector=" + Marks.SERVICE);
    cached(42);
    awaitQuestions();
    int before = mute.size();
    awaitQuestions();
    assertThat(mute).hasSize(before);
  }

  @Test
  void anErrorProvesNothing() {
    cached(39);
    events = event("MODIFIED", 41) + ERROR;
    canary.start();
    int before = queries.size();
    await().until(() -> queries.size() > before + 10);
    assertThat(asked).hasValue(0);
    assertThat(mute).isEmpty();
    events = "";
    awaitQuestions();
  }

  @Test
  void norDoesARefusal() {
    cached(39);
    code = 503;
    canary.start();
    await().until(() -> queries.size() > 10);
    assertThat(asked).hasValue(0);
    assertThat(mute).isEmpty();
    code = 200;
    awaitQuestions();
  }

  @Test
  void whatIsAskedForIsWhereTheWatchIs() {
    Cache<Pod> none = new Pods();
    assertThat(Feed.of(HAService.class, Optional.of("shop"), "", none).path())
        .isEqualTo("/apis/understudy.dev/v1alpha1/namespaces/shop/haservices");
    assertThat(Feed.of(Node.class, Optional.empty(), "", none).path()).isEqualTo("/api/v1/nodes");
  }
}
