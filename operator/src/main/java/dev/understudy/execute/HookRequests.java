package dev.understudy.execute;

import dev.understudy.api.HttpHookSpec;
import dev.understudy.decision.CallResult;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Hooks that are requests to the pod. */
final class HookRequests {
  private static final long PEEKED = 200;
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .proxy(Proxy.NO_PROXY)
          .retryOnConnectionFailure(false)
          .followRedirects(false)
          .readTimeout(Duration.ZERO) // that of the call counts
          .build();

  /**
   * Waits for an answer.
   *
   * @throws IOException if there is none
   */
  CallResult ask(HttpHookSpec hook, String body, Pod pod, Duration patience) throws IOException {
    Optional<HttpUrl> url = url(hook, pod);
    if (url.isEmpty()) {
      return new CallResult.Failed("its pod has no address");
    }
    Call call =
        http.newCall(
            new Request.Builder()
                .url(url.get())
                .header("User-Agent", "understudy")
                .header("Connection", "close")
                .post(RequestBody.create(body, JSON))
                .build());
    call.timeout().timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      return response.isSuccessful() ? new CallResult.Done() : refused(response);
    }
  }

  private static CallResult refused(Response response) throws IOException {
    String body = response.peekBody(PEEKED).string();
    return HookCalls.failed(
        "it answered "
            + response.code()
            + body.lines().findFirst().map(line -> " " + line).orElse(""));
  }

  private static Optional<HttpUrl> url(HttpHookSpec hook, Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getPodIP)
        .filter(ip -> !ip.isEmpty())
        .map(ip ->
            new HttpUrl.Builder()
                .scheme("http")
                .host(InetAddress.ofLiteral(ip).getHostAddress())
                .port(Objects.requireNonNull(hook.port, "port"))
                .build()
                .resolve(Objects.requireNonNull(hook.path, "path")));
  }
}
