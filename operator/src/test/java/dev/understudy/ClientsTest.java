package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A list or watch that cannot be read stops the operator for everybody: whatever the schema admits
 * must be readable, well written or not.
 */
class ClientsTest {
  private static final String WHOLE =
      """
      {"apiVersion": "understudy.dev/v1alpha1", "kind": "HAService",
       "metadata": {"name": "second", "namespace": "shop", "uid": "uid-of-second"},
       "spec": {
         "mode": "ActivePassive",
         "service": {"ports": [{"port": 80, "targetPort": 8080}]},
         "health": {"readinessProbe": {}},
         "template": {"spec": {"containers": [{"name": "a", "image": "a"}]}}},
       "status": {}}
      """;

  private static final String DEEP = "[".repeat(9_000) + "]".repeat(9_000);

  private static String with(String what, String instead) {
    String changed = WHOLE.replace(what, instead);
    assertThat(changed).isNotEqualTo(WHOLE);
    return changed;
  }

  static Stream<String> admitted() {
    String container = "\"image\": \"a\"";
    String pod = "{\"spec\": {\"containers\"";
    String status = "\"status\": {}";
    return Stream.of(
        WHOLE,
        with(container, container + ", \"command\": \"sleep 1\""),
        with(container, container + ", \"env\": [{\"name\": \"A\", \"value\": 5}]"),
        with(container, container + ", \"ports\": [{\"containerPort\": 80, \"hostIP\": []}]"),
        with(pod, "{\"spec\": {\"volumes\": \"x\", \"containers\""),
        with(pod, "{\"spec\": {\"volumes\": null, \"containers\""),
        with(pod, "{\"metadata\": {\"name\": [1]}, \"spec\": {\"containers\""),
        with(pod, "{\"spec\": {\"x\": " + DEEP + ", \"containers\""),
        with(pod, "{\"spec\": {\"" + "x".repeat(100_000) + "\": 1, \"containers\""),
        with(pod, "{\"spec\": {\"x\": 1e300, \"y\": 9223372036854775807, \"containers\""),
        with("\"readinessProbe\": {}", "\"readinessProbe\": {\"httpGet\": \"/\"}"),
        with("\"targetPort\": 8080", "\"targetPort\": \"http\""),
        with("\"port\": 80,", "\"port\": 80, \"name\": \"http\", \"protocol\": \"SCTP\","),
        with(status, "\"status\": {\"replicas\": 9223372036854775807}"),
        with(
            status,
            "\"status\": {\"readyReplicas\": 3000000000, \"updatedReplicas\": -3000000000}"),
        with(status, "\"status\": {\"epoch\": -1, \"observedGeneration\": 9223372036854775807}"),
        with(
            status,
            "\"status\": {\"failovers\": [{}, {\"epoch\": 9223372036854775807,"
                + " \"leaseMillis\": -9223372036854775808, \"time\": \"yesterday\"}]}"),
        with(
            status,
            "\"status\": {\"members\": [{\"name\": \"a\"}, {\"name\": \"b\","
                + " \"role\": \"Standby\"}]}"),
        with(
            status,
            "\"status\": {\"conditions\": [{\"type\": \"\", \"status\": \"\", \"reason\": \"\","
                + " \"message\": \"\", \"lastTransitionTime\": \"2026-11-24T12:00:00+02:00\","
                + " \"observedGeneration\": 9223372036854775807}]}"));
  }

  @ParameterizedTest
  @MethodSource("admitted")
  void readWhatTheSchemaAdmits(String whole) {
    HAService read = Clients.serialization().unmarshal(whole, HAService.class);
    assertThat(read.getSpec().template).isNotNull();
  }

  @Test
  void readItInListsAndWatchesAndCopies() {
    admitted()
        .forEach(whole -> {
          String list = "{\"kind\": \"HAServiceList\", \"items\": [" + WHOLE + "," + whole + "]}";
          DefaultKubernetesResourceList<HAService> read =
              Clients.serialization()
                  .unmarshal(
                      new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)),
                      new TypeReference<DefaultKubernetesResourceList<HAService>>() {});
          assertThat(read.getItems()).hasSize(2);
          String event = "{\"type\": \"ADDED\", \"object\": " + whole + "}";
          WatchEvent watched = Clients.serialization().unmarshal(event, WatchEvent.class);
          assertThat(watched.getObject()).isNotNull();
          if (whole.contains(DEEP)) {
            return;
          }
          HAService copy = Clients.serialization().clone(read.getItems().getLast());
          assertThat(Objects.requireNonNull(copy).getSpec().template)
              .isEqualTo(read.getItems().getLast().getSpec().template);
        });
  }
}
