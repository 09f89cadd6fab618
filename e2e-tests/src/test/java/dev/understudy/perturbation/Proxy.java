package dev.understudy.perturbation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Stands between one operator and an API server, and shows it the namespaces of its scenes alone,
 * so that several operators can work on one API server. Plain HTTP/1.1: to the offer of a WebSocket
 * it answers as kubectl's proxy does, and the client watches by a long answer instead.
 */
final class Proxy implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = client();

  private final String upstream;
  private final Optional<Lag> lag;
  private final HttpServer server;
  private final Map<String, Scene> scenes = new ConcurrentHashMap<>();
  private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
  private final Map<OutputStream, String> open = new ConcurrentHashMap<>();
  private final Set<OutputStream> mute = ConcurrentHashMap.newKeySet();
  private volatile boolean asked;
  private volatile boolean working;
  private volatile long startedAt;
  private volatile long pace;

  Proxy(String upstream, Optional<Lag> lag) {
    this.upstream = upstream;
    this.lag = lag;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** A process of the operator is being started. */
  void operatorStarts() {
    startedAt = System.nanoTime();
  }

  void show(Scene scene) {
    scene.pace(pace);
    scenes.put(scene.namespace(), scene);
  }

  void hide(Scene scene) {
    scenes.remove(scene.namespace());
  }

  /** Whether the operator has the operator lease, and so works. */
  boolean isWorking() {
    return working;
  }

  /**
   * The watches of the resource that are open stay open, and tell nothing any more; from now on the
   * operator's canary is answered.
   */
  void mute(String resource) {
    asked = true;
    open.forEach((watch, of) -> {
      if (of.equals(resource)) {
        mute.add(watch);
      }
    });
  }

  /** Ends all watches, because nobody looks any more. */
  void cut() {
    working = false;
    for (InputStream watch : watches) {
      try {
        watch.close();
      } catch (IOException e) {
        // it has ended by itself
      }
    }
    watches.clear();
  }

  @Override
  public void close() {
    lag.ifPresent(Lag::end);
    cut();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      URI uri = exchange.getRequestURI();
      Request request = Request.of(exchange.getRequestMethod(), uri.getPath(), tree(body));
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      if (query.matches("(.*&)?watch=true(&.*)?")) {
        if (query.matches("(.*&)?timeoutSeconds=1(&.*)?")) {
          question(exchange);
        } else {
          watch(exchange, request);
        }
      } else if (request.isWrite() && scenes.containsKey(request.namespace())) {
        write(exchange, request, body);
      } else {
        read(exchange, request, body, query);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode tree(byte[] body) throws IOException {
    return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
  }

  private HttpRequest forwarded(HttpExchange exchange, String query, byte[] body) {
    String path = exchange.getRequestURI().getRawPath();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(upstream + path + (query.isEmpty() ? "" : "?" + query)))
            .header("Authorization", "Bearer " + ControlPlane.TOKEN)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : new String[] {"Content-Type", "Accept"}) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> builder.header(name, value));
    }
    return builder.build();
  }

  private static String query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  // Writes.

  private void write(HttpExchange exchange, Request request, byte[] body)
      throws IOException, InterruptedException {
    Scene scene = scenes.get(request.namespace());
    if (scene == null) {
      return;
    }
    scene.begin();
    try {
      if (!scene.mayPass(request)) {
        return;
      }
      String before = version();
      HttpResponse<byte[]> answer =
          HTTP.send(forwarded(exchange, query(exchange), body), BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300 || scene.mayHear(request, tree(answer.body()), before)) {
        send(exchange, answer.statusCode(), answer.body());
      }
    } finally {
      scene.end();
    }
  }

  /** The newest one of all. */
  private String version() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(upstream + "/api/v1/namespaces?limit=1"))
            .header("Authorization", "Bearer " + ControlPlane.TOKEN)
            .build();
    byte[] answer = HTTP.send(request, BodyHandlers.ofByteArray()).body();
    return tree(answer).at("/metadata/resourceVersion").asText();
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  // Lists.

  private void read(HttpExchange exchange, Request request, byte[] body, String query)
      throws IOException, InterruptedException {
    String asked = lag.map(it -> it.asked(request.resource(), query)).orElse(query);
    HttpResponse<byte[]> answer =
        HTTP.send(forwarded(exchange, asked, body), BodyHandlers.ofByteArray());
    boolean list = request.name().isEmpty() && request.namespace().isEmpty();
    send(
        exchange,
        answer.statusCode(),
        list && answer.statusCode() == 200 ? shown(answer.body()) : answer.body());
    if (request.isWrite() && request.resource().equals("leases") && answer.statusCode() < 300) {
      renewed();
    }
  }

  /** The operator lease, and maybe for the first time. */
  private void renewed() {
    if (!working) {
      pace = System.nanoTime() - startedAt;
      scenes
          .values()
          .forEach(scene -> {
            scene.pace(pace);
            scene.operatorBegins();
          });
      working = true;
    }
  }

  private byte[] shown(byte[] list) throws IOException {
    JsonNode all = tree(list);
    if (all.path("items") instanceof ArrayNode items && all instanceof ObjectNode whole) {
      ArrayNode shown = JSON.createArrayNode();
      items.forEach(it -> {
        if (isShown(it)) {
          shown.add(it);
        }
      });
      whole.set("items", shown);
    }
    return JSON.writeValueAsBytes(all);
  }

  private boolean isShown(JsonNode object) {
    String namespace = object.at("/metadata/namespace").asText();
    return namespace.isEmpty() || scenes.containsKey(namespace);
  }

  // Watches.

  private void watch(HttpExchange exchange, Request request)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean late = lag.filter(it -> it.isBehind(request.resource())).isPresent();
    if (late) {
      exchange.sendResponseHeaders(200, 0);
      lag.orElseThrow().await(request.resource());
    }
    HttpResponse<InputStream> answer =
        HTTP.send(forwarded(exchange, query(exchange), new byte[0]), BodyHandlers.ofInputStream());
    if (!late) {
      exchange.sendResponseHeaders(answer.statusCode(), 0);
    }
    watches.add(answer.body());
    open.put(exchange.getResponseBody(), request.resource());
    try (InputStream events = answer.body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      exchange.getResponseBody().flush();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tell(exchange.getResponseBody(), request, line);
      }
    } finally {
      watches.remove(answer.body());
      open.remove(exchange.getResponseBody());
      mute.remove(exchange.getResponseBody());
    }
  }

  /**
   * By the canary, which asks by short watches what others may have missed. Where no watch is mute
   * there is no news: what is withheld in a scene stays so.
   */
  private void question(HttpExchange exchange) throws IOException, InterruptedException {
    if (!asked) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    HttpResponse<String> answer =
        HTTP.send(forwarded(exchange, query(exchange), new byte[0]), BodyHandlers.ofString());
    StringBuilder shown = new StringBuilder();
    for (String line : answer.body().lines().toList()) {
      if (isShown(JSON.readTree(line).path("object"))) {
        shown.append(line).append('\n');
      }
    }
    send(exchange, answer.statusCode(), shown.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void tell(OutputStream to, Request request, String line) throws IOException {
    if (mute.contains(to)) {
      return;
    }
    JsonNode object = JSON.readTree(line).path("object");
    String namespace = object.at("/metadata/namespace").asText();
    String name = object.at("/metadata/name").asText();
    if (namespace.isEmpty() || (namespace.equals(request.namespace()) && isOperators(namespace))) {
      send(to, line);
      return;
    }
    Scene scene = scenes.get(namespace);
    if (scene != null && scene.mayTell(request.resource() + "/" + name, late(to, line))) {
      send(to, line);
    }
  }

  /** Its own lease is no part of any story. */
  private boolean isOperators(String namespace) {
    return !scenes.containsKey(namespace);
  }

  private static Runnable late(OutputStream to, String line) {
    return () -> {
      try {
        send(to, line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static void send(OutputStream to, String line) throws IOException {
    synchronized (to) {
      to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
    }
  }

  private static HttpClient client() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The API servers are ours, on loopback, and sign for themselves. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
