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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Requests as they go over the wire. Each is answered by the same code and an empty object. */
public final class Recorded implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param to method, path and parameters
   */
  public record Request(String to, JsonNode body) {}

  private final HttpServer server;
  private final KubernetesClient client;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public Recorded(int code) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, code));
    server.start();
    client =
        new KubernetesClientBuilder()
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

  private void answer(HttpExchange exchange, int code) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              JSON.readTree(exchange.getRequestBody())));
      exchange.sendResponseHeaders(code, 2);
      exchange.getResponseBody().write(new byte[] {'{', '}'});
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
  }
}
