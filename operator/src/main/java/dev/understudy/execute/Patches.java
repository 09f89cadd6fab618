package dev.understudy.execute;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Patches, creations and deletions as one request each. The client library's own patch reads the
 * object first, which would double the time of a promotion and ask for the right to read what need
 * not be read.
 */
public final class Patches {
  private final KubernetesClient client;

  public Patches(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param path of the object, from its API group on, with the parameters of the request
   * @throws KubernetesClientException with the API server's status, or with code 0 if it does not
   *     answer in time
   */
  public void send(String path, PatchType type, Object body) {
    request("PATCH", path, type.getContentType(), body);
  }

  /**
   * @param path of the collection, with the parameters of the request
   */
  public void create(String path, Object object) {
    request("POST", path, "application/json", object);
  }

  /** Asks for an object to be deleted, under conditions. */
  public void delete(String path, Map<String, ?> options) {
    request("DELETE", path, "application/json", options);
  }

  private void request(String method, String path, String contentType, Object body) {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getMasterUrl().toString() + path)
            .method(method, contentType, client.getKubernetesSerialization().asJson(body))
            .build();
    HttpResponse<String> response = answer(request);
    if (!response.isSuccessful()) {
      throw new KubernetesClientException(status(response));
    }
  }

  private HttpResponse<String> answer(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.getHttpClient().sendAsync(request, String.class);
    try {
      return answer.get(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KubernetesClientException("the API server did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    } finally {
      answer.cancel(true); // one that nobody waits for must not be sent any more
    }
  }

  private Status status(HttpResponse<String> response) {
    try {
      Status status =
          client.getKubernetesSerialization().unmarshal(response.bodyString(), Status.class);
      if (status != null && status.getCode() != null) {
        return status;
      }
    } catch (IOException | IllegalArgumentException | KubernetesClientException e) {
      // a proxy's page instead of a status: the code says enough
    }
    return new StatusBuilder()
        .withCode(response.code())
        .withMessage("the API server answered " + response.code())
        .build();
  }
}
