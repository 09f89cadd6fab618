package dev.understudy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import okhttp3.OkHttpClient;

/**
 * Connections to the API server. OkHttp, because of Fabric8's HTTP clients it alone sends WebSocket
 * pings: without them a watch whose peer is gone stays open and mute for minutes.
 */
final class Clients {
  private static final int PING_MILLIS = 1000;

  /** Informers close and reopen their watch every few minutes; events wait meanwhile. */
  private static final int WATCH_RECONNECT_MILLIS = 50;

  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(20);

  /** As long as a busy machine may need for it; a server that is frozen is left for another. */
  private static final Duration WATCH_TIMEOUT = Duration.ofSeconds(3);

  /** Shorter than what lies between the deadline and the end of the operator lease. */
  private static final Duration WRITE_TIMEOUT = Duration.ofMillis(1500);

  /**
   * As the API server reads JSON: what it let in must not be refused here, because a list is read
   * whole or not at all. It nests 10,000 deep at most, and a list adds to that.
   */
  private static final StreamReadConstraints AS_THE_API_SERVER =
      StreamReadConstraints.builder()
          .maxNestingDepth(11_000)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  private Clients() {}

  static Watches watches() {
    return new Watches(WATCH_TIMEOUT);
  }

  /** For lists and watches. */
  static KubernetesClient watching(Watches watches) {
    return watching(Config.autoConfigure(null), watches);
  }

  static KubernetesClient watching(Config where, Watches watches) {
    return client(where, LIST_TIMEOUT, 2, watches);
  }

  /**
   * For writes, leases and what is asked within a pass: what was not answered in time is decided on
   * anew.
   */
  static KubernetesClient writing() {
    return client(Config.autoConfigure(null), WRITE_TIMEOUT, 0, watches());
  }

  private static KubernetesClient client(
      Config where, Duration timeout, int retries, Watches watches) {
    Config config =
        new ConfigBuilder(where)
            .withWatchReconnectInterval(WATCH_RECONNECT_MILLIS)
            .withWebsocketPingInterval((long) PING_MILLIS)
            .withRequestTimeout((int) timeout.toMillis())
            .withConnectionTimeout((int) Math.min(timeout.toMillis(), 2000))
            .withRequestRetryBackoffLimit(retries)
            .withRequestRetryBackoffInterval(50)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .withHttpClientFactory(
            new OkHttpClientFactory() {
              @Override
              protected void additionalConfig(OkHttpClient.Builder builder) {
                builder.addInterceptor(watches);
              }
            })
        .build();
  }

  static KubernetesSerialization serialization() {
    return new KubernetesSerialization(
        new ObjectMapper(JsonFactory.builder().streamReadConstraints(AS_THE_API_SERVER).build()),
        true);
  }
}
