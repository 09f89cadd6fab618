package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.execute.Patches;
import dev.understudy.execute.Recorded;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status never goes back to what an old view shows. */
class StatusWriterTest {
  private final HAService has = has();
  private final List<Recorded.Request> sent = new ArrayList<>();

  private static HAService has() {
    HAService has = new HAService();
    has.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withResourceVersion("71")
            .build());
    has.setStatus(epoch(3));
    return has;
  }

  private static HAServiceStatus epoch(long epoch) {
    HAServiceStatus status = new HAServiceStatus();
    status.epoch = epoch;
    return status;
  }

  private StatusWriter.Result write(int answer, long epoch) throws IOException {
    try (Recorded recorded = new Recorded(answer)) {
      try {
        return new StatusWriter(new Patches(recorded.client())).write(has, epoch(epoch));
      } finally {
        sent.addAll(recorded.requests());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"200, WRITTEN", "409, CONFLICT", "404, NOTHING_TO_WRITE"})
  void writesAtTheVersionItWasMadeFrom(int answer, StatusWriter.Result result) throws IOException {
    assertThat(write(answer, 4)).isEqualTo(result);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().to())
        .isEqualTo("PATCH /apis/understudy.dev/v1alpha1/namespaces/shop/haservices/orders/status");
    assertThat(sent.getFirst().body())
        .hasToString("{\"metadata\":{\"resourceVersion\":\"71\"},\"status\":{\"epoch\":4}}");
  }

  @Test
  void writesNothingThatIsThereAlready() throws IOException {
    assertThat(write(200, 3)).isEqualTo(StatusWriter.Result.NOTHING_TO_WRITE);
    assertThat(sent).isEmpty();
  }

  @Test
  void failsWithoutAVerdict() {
    assertThatThrownBy(() -> write(500, 4)).isInstanceOf(KubernetesClientException.class);
  }
}
