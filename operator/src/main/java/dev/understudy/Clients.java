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

/**
 * Connections to the API server. OkHttp, because of Fabric8's HTTP clients it alone sends WebSocket
 * pings: without them a watch whose peer is gone stays open and mute for minutes.
 */
final class Clients {
  private static final int PING_MILLIS = 1000;

  /** Informers close and reopen their watch every few minutes; events wait meanwhile. */
  private static final int WATCH_RECONNECT_MILLIS = 50;

  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(20);

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

  /** For lists and watches. */
  static KubernetesClient reading() {
    return client(LIST_TIMEOUT, 2);
  }

  /** For writes and leases: a write that was not answered in time is decided on anew. */
  static KubernetesClient writing() {
    return client(WRITE_TIMEOUT, 0);
  }

  private static KubernetesClient client(Duration timeout, int retries) {
    Config config =
        new ConfigBuilder(Config.autoConfigure(null))
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
        .withHttpClientFactory(new OkHttpClientFactory())
        .build();
  }

  static KubernetesSerialization serialization() {
    return new KubernetesSerialization(
        new ObjectMapper(JsonFactory.builder().streamReadConstraints(AS_THE_API_SERVER).build()),
        true);
  }
}
