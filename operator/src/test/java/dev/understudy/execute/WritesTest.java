package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ReplicaSet is written as it was seen, or not at all. */
class WritesTest {
  private static final String ALL = "/apis/apps/v1/namespaces/shop/replicasets";
  private static final HAService HAS =
      new KubernetesSerialization()
          .unmarshal(
              """
              apiVersion: understudy.dev/v1alpha1
              kind: HAService
              metadata: {name: orders, namespace: shop, uid: uid-of-orders}
              spec:
                mode: ActivePassive
                replicas: 2
                service: {ports: [{port: 80, targetPort: 8080}]}
                template: {spec: {containers: [{name: orders, image: "orders:1"}]}}
              """,
              HAService.class);

  private Recorded recorded;

  @BeforeEach
  void begin() throws IOException {
    recorded = new Recorded(200);
  }

  @AfterEach
  void end() {
    recorded.close();
  }

  private Recorded.Request written(Action action) {
    new Writes(recorded.client()).perform(HAS, action);
    assertThat(recorded.requests()).hasSize(1);
    return recorded.requests().getFirst();
  }

  /** An apply would find one that was not seen, and change it. */
  @Test
  void createsTheReplicaSetThatWasNotSeen() {
    Recorded.Request request = written(new Action.CreateReplicaSet("1", 2));
    assertThat(request.to())
        .isEqualTo("POST " + ALL + "?fieldValidation=Strict&fieldManager=understudy");
    assertThat(request.body().at("/metadata/resourceVersion").isMissingNode()).isTrue();
    assertThat(request.body().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void appliesTheReplicaSetAtTheVersionSeen() {
    Recorded.Request request = written(new Action.ApplyReplicaSet("1", 3, "73"));
    assertThat(request.to())
        .isEqualTo("PATCH " + ALL + "/orders-1?force=true&fieldManager=understudy");
    assertThat(request.body().at("/metadata/resourceVersion").asText()).isEqualTo("73");
    assertThat(request.body().at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void scalesTheReplicaSetAtTheVersionSeen() {
    Recorded.Request request = written(new Action.ScaleReplicaSet("0", 1, "73"));
    assertThat(request.to()).isEqualTo("PATCH " + ALL + "/orders-0");
    assertThat(request.body().at("/metadata/resourceVersion").asText()).isEqualTo("73");
    assertThat(request.body().at("/spec/replicas").asInt()).isEqualTo(1);
  }

  @Test
  void deletesTheReplicaSetAtTheVersionSeen() {
    Recorded.Request request = written(new Action.DeleteReplicaSet("0", "73"));
    assertThat(request.to()).isEqualTo("DELETE " + ALL + "/orders-0");
    assertThat(request.body().at("/preconditions/resourceVersion").asText()).isEqualTo("73");
    assertThat(request.body().at("/propagationPolicy").asText()).isEqualTo("Background");
  }
}
