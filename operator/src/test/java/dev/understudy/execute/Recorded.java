package dev.understudy.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Requests as they go over the wire. Each is answered as the test says. */
public final class Recorded implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param to method, path and parameters
   */
  public record Request(String to, JsonNode body) {}

  /** What is answered. */
  public record Reply(int code, String body) {}

  private final HttpServer server;
  private final KubernetesClient client;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Every request is answered by this code and an empty object. */
  public Recorded(int code) throws IOException {
    this(request -> new Reply(code, "{}"));
  }

  public Recorded(Function<Request, Reply> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
    client = client(server);
  }

  /** Of what listens there; each request is made once. */
  public static KubernetesClient client(HttpServer server) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  public KubernetesClient client() {
    return client;
  }

  public List<Request> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              JSON.readTree(exchange.getRequestBody()));
      requests.add(request);
      Reply reply = answers.apply(request);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
  }
}
