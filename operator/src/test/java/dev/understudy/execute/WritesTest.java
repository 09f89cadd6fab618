package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Trial;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ReplicaSets, and who is in the rotation, are written as they were seen, or not at all. */
class WritesTest {
  private static final String ALL = "/apis/apps/v1/namespaces/shop/replicasets";
  private static final String BUDGETS = "/apis/policy/v1/namespaces/shop/poddisruptionbudgets";
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final HAService HAS =
      JSON.unmarshal(
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

  private static HookCalls hooks(KubernetesClient client) {
    return new HookCalls(client, System::nanoTime);
  }

  private Recorded.Request written(Action action) {
    new Writes(recorded.client(), hooks(recorded.client())).perform(HAS, action);
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
  void notesATrialInTheLeaseAtTheVersionSeen() {
    Recorded.Request request = written(new Action.NoteTrial(new Trial.Failed("1"), "72"));
    assertThat(request.to())
        .isEqualTo("PATCH /apis/coordination.k8s.io/v1/namespaces/shop/leases/orders");
    assertThat(request.body().at("/metadata/resourceVersion").asText()).isEqualTo("72");
    assertThat(request.body().at("/metadata/annotations/understudy.dev~1trial").asText())
        .isEqualTo("1 failed");
    assertThat(request.body().at("/spec").isEmpty()).isTrue();
  }

  @Test
  void takesTheNoteOfATrialAway() {
    Recorded.Request request = written(new Action.NoteTrial(Trial.NONE, "72"));
    assertThat(request.body().at("/metadata/annotations/understudy.dev~1trial").isNull()).isTrue();
  }

  /** The template as the ReplicaSet keeps it, at the version of the order. */
  @Test
  void undoesInOneWrite() throws IOException {
    String found =
        JSON.asJson(
            JSON.unmarshal(
                """
                apiVersion: apps/v1
                kind: ReplicaSetList
                items:
                - metadata:
                    name: orders-1
                    namespace: shop
                    annotations: {understudy.dev/template: '{"spec":{"containers":[]}}'}
                    ownerReferences:
                    - {apiVersion: understudy.dev/v1alpha1, kind: HAService, name: orders, uid: uid-of-orders, controller: true}
                """,
                ReplicaSetList.class));
    HAService ordered = JSON.clone(HAS);
    ordered.getMetadata().setAnnotations(Map.of("understudy.dev/undo", "previous"));
    try (Recorded server =
        new Recorded(
            request -> new Recorded.Reply(200, request.to().startsWith("GET") ? found : "{}"))) {
      new Writes(server.client(), hooks(server.client()))
          .perform(
              ordered,
              new Action.AnswerUndo("previous", Optional.of("1"), true, "Declared it.", "17"));
      Recorded.Request write = server.requests().getLast();
      assertThat(write.to())
          .isEqualTo("PATCH /apis/understudy.dev/v1alpha1/namespaces/shop/haservices/orders");
      assertThat(write.body().at("/0/path").asText()).isEqualTo("/metadata/resourceVersion");
      assertThat(write.body().at("/0/value").asText()).isEqualTo("17");
      assertThat(write.body().at("/1/value").has("understudy.dev/undo")).isFalse();
      assertThat(write.body().at("/1/value").has("understudy.dev/undo-answer")).isTrue();
      assertThat(write.body().at("/2/path").asText()).isEqualTo("/spec/template");
      assertThat(write.body().at("/2/value").toString())
          .isEqualTo("{\"spec\":{\"containers\":[]}}");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void createsTheBudgetThatWasNotSeen() {
    Recorded.Request request = written(new Action.CreateBudget(1));
    assertThat(request.to()).isEqualTo("POST " + BUDGETS + "?fieldManager=understudy");
    assertThat(request.body().at("/spec/minAvailable").asInt()).isEqualTo(1);
  }

  /** Its version changes whenever a pod is ready, or not. */
  @Test
  void writesTheBudgetThatWasSeenWhateverItsVersion() {
    Recorded.Request request = written(new Action.ApplyBudget(2, "uid-of-budget"));
    assertThat(request.to())
        .isEqualTo("PATCH " + BUDGETS + "/orders?force=true&fieldManager=understudy");
    assertThat(request.body().at("/metadata/uid").asText()).isEqualTo("uid-of-budget");
    assertThat(request.body().at("/metadata/resourceVersion").isMissingNode()).isTrue();
    assertThat(request.body().at("/spec/minAvailable").asInt()).isEqualTo(2);
  }

  @Test
  void deletesNoOtherBudgetThanThatWhichWasSeen() {
    Recorded.Request request = written(new Action.DeleteBudget("uid-of-budget"));
    assertThat(request.to()).isEqualTo("DELETE " + BUDGETS + "/orders");
    assertThat(request.body().at("/preconditions/uid").asText()).isEqualTo("uid-of-budget");
  }

  @Test
  void deletesNoOtherServiceToTheStandbysThanThatWhichWasSeen() {
    Recorded.Request request = written(new Action.DeleteStandbys("uid-of-standbys"));
    assertThat(request.to()).isEqualTo("DELETE /api/v1/namespaces/shop/services/orders-standbys");
    assertThat(request.body().at("/preconditions/uid").asText()).isEqualTo("uid-of-standbys");
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

  @Test
  void listsInTheServiceAtTheVersionSeen() {
    Recorded.Request request =
        written(new Action.ListOut(List.of(new MemberId("a.1"), new MemberId("b.2")), "71"));
    assertThat(request.to()).isEqualTo("PATCH /api/v1/namespaces/shop/services/orders");
    assertThat(request.body())
        .isEqualTo(
            json(
                """
                metadata:
                  resourceVersion: "71"
                  annotations:
                    understudy.dev/may-be-out: a.1,b.2
                    understudy.dev/rotation-at: "71"
                """));
  }

  @Test
  void takesTheLastFromTheList() {
    assertThat(written(new Action.ListOut(List.of(), "71")).body())
        .isEqualTo(
            json(
                """
                metadata:
                  resourceVersion: "71"
                  annotations:
                    understudy.dev/may-be-out: null
                    understudy.dev/rotation-at: "71"
                """));
  }

  @Test
  void putsAMemberOutOfTheRotationAsItWasSeen() {
    Recorded.Request request =
        written(new Action.SetRotation("a", "uid-of-a", "7", Rotation.OUT, "71"));
    assertThat(request.to()).isEqualTo("PATCH /api/v1/namespaces/shop/pods/a");
    assertThat(request.body())
        .isEqualTo(
            json(
                """
                metadata:
                  uid: uid-of-a
                  resourceVersion: "7"
                  labels: {understudy.dev/rotation: out}
                  annotations:
                    understudy.dev/rotation-at: "71"
                    controller.kubernetes.io/pod-deletion-cost: "-1"
                """));
  }

  private static JsonNode json(String yaml) {
    return JSON.convertValue(JSON.unmarshal(yaml, Map.class), JsonNode.class);
  }

  /** One that exists though it was not seen. */
  @Nested
  class InTheWay {
    private static final String OURS = "uid-of-orders";
    private static final String UNMARKED = "{team: sales}";
    private static final String MARKED =
        "{understudy.dev/service: orders, understudy.dev/revision: '1'}";

    private List<Recorded.Request> requests(String owner, String labels, int code) {
      try (Recorded server =
          new Recorded(request ->
              request.to().startsWith("POST")
                  ? new Recorded.Reply(409, "{}")
                  : new Recorded.Reply(200, found(owner, labels)))) {
        Writes writes = new Writes(server.client(), hooks(server.client()));
        assertThatExceptionOfType(KubernetesClientException.class)
            .isThrownBy(() -> writes.perform(HAS, new Action.CreateReplicaSet("1", 2)))
            .matches(refused -> refused.getCode() == code);
        return server.requests();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String found(String owner, String labels) {
      return JSON.asJson(
          JSON.unmarshal(
              """
              apiVersion: apps/v1
              kind: ReplicaSetList
              items:
              - metadata:
                  name: orders-1
                  namespace: shop
                  resourceVersion: "74"
                  labels: %s
                  ownerReferences:
                  - {apiVersion: understudy.dev/v1alpha1, kind: HAService, name: orders, uid: %s, controller: true}
              """
                  .formatted(labels, owner),
              ReplicaSetList.class));
    }

    /** Without them it would never be seen, and never be made. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          UNMARKED,
          "{understudy.dev/service: orders}",
          "{understudy.dev/revision: '1'}",
          "{understudy.dev/service: orders, understudy.dev/revision: '0'}"
        })
    void getsItsLabelsBackIfItIsOurs(String labels) {
      Recorded.Request last = requests(OURS, labels, 409).getLast();
      assertThat(last.to()).isEqualTo("PATCH " + ALL + "/orders-1");
      assertThat(last.body())
          .isEqualTo(
              JSON.convertValue(
                  Map.of(
                      "metadata",
                      Map.of(
                          "resourceVersion",
                          "74",
                          "labels",
                          Map.of(
                              "understudy.dev/service", "orders",
                              "understudy.dev/revision", "1",
                              "understudy.dev/revision-number", "1"))),
                  JsonNode.class));
    }

    /** Who does not see it would give it another. */
    @Test
    void keepsTheNumberThatItHas() {
      Recorded.Request last =
          requests(OURS, "{understudy.dev/revision-number: '7'}", 409).getLast();
      assertThat(last.body().at("/metadata/labels").path("understudy.dev/revision-number").asText())
          .isEqualTo("7");
    }

    /** The cache is behind. */
    @Test
    void isLeftIfItHasThem() {
      assertThat(requests(OURS, MARKED, 409)).noneMatch(it -> it.to().startsWith("PATCH"));
    }

    @ParameterizedTest
    @ValueSource(strings = {MARKED, UNMARKED})
    void isLeftIfItIsNotOurs(String labels) {
      assertThat(requests("uid-of-another", labels, 403))
          .noneMatch(it -> it.to().startsWith("PATCH"));
    }
  }
}
