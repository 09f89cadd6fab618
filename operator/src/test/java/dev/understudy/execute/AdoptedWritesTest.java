package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Route;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written where a workload is adopted, and what has to be read for it. */
class AdoptedWritesTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String SERVICE = "/api/v1/namespaces/shop/services/redis";
  private static final String POD = "/api/v1/namespaces/shop/pods/redis-0";
  private static final Route TO_ONE = new Route.ToOne(new MemberId("redis-0-0123456789"));
  private static final Route TO_ALL = new Route.ToAll();

  private static final HAService HAS =
      JSON.unmarshal(
          """
          apiVersion: understudy.dev/v1alpha1
          kind: HAService
          metadata: {name: cache, namespace: shop, uid: uid-of-cache}
          spec:
            mode: ActivePassive
            workloadRef: {kind: StatefulSet, name: redis}
            service: {name: redis, ports: [{port: 6379}]}
          """,
          HAService.class);

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: redis, namespace: shop}
      spec: {selector: {matchLabels: {app: redis}}}
      """;

  private static final String FOUND =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: redis, namespace: shop, resourceVersion: "71"}
      spec: {selector: {app: redis, tier: cache}}
      """;

  private static final String OURS =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: redis
        annotations: {understudy.dev/original-selector: '{"app":"redis","tier":"cache"}'}
      """;

  private static List<Recorded.Request> requests(Action action, String service, String workload) {
    try (Recorded server =
        new Recorded(request -> new Recorded.Reply(200, answer(request, service, workload)))) {
      new Writes(server.client(), new HookCalls(server.client(), System::nanoTime))
          .perform(HAS, action);
      return server.requests();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String answer(Recorded.Request request, String service, String workload) {
    if (!request.to().startsWith("GET")) {
      return "{}";
    }
    return JSON.asJson(
        JSON.unmarshal(request.to().contains("apps") ? workload : service, Map.class));
  }

  private static List<String> to(List<Recorded.Request> requests) {
    return requests.stream().map(Recorded.Request::to).toList();
  }

  private static JsonNode value(Recorded.Request patch, String path) {
    for (JsonNode operation : patch.body()) {
      if (operation.path("path").asText().equals(path)) {
        return operation.path("value");
      }
    }
    throw new AssertionError(path + " is not in " + patch.body());
  }

  /** The write that a failover waits for is one request. */
  @Test
  void theRouteToOneIsMovedWithoutReading() {
    assertThat(to(requests(new Action.MoveRoute(TO_ONE, 4, "71"), OURS, WORKLOAD)))
        .containsExactly("PATCH " + SERVICE);
  }

  @Test
  void theRouteToAllIsWhatTheServiceSelectedBefore() {
    List<Recorded.Request> requests =
        requests(new Action.MoveRoute(TO_ALL, 4, "71"), OURS, WORKLOAD);
    assertThat(to(requests)).containsExactly("GET " + SERVICE, "PATCH " + SERVICE);
    assertThat(requests.getLast().body().at("/spec/selector"))
        .isEqualTo(
            JSON.convertValue(
                Map.of("app", "redis", "tier", "cache", "$patch", "replace"), JsonNode.class));
  }

  /** Somebody took the annotation away. */
  @Test
  void orWhatTheWorkloadSelectsIfThatIsNotKnown() {
    List<Recorded.Request> requests =
        requests(new Action.MoveRoute(TO_ALL, 4, "71"), FOUND, WORKLOAD);
    assertThat(requests.getLast().body().at("/spec/selector"))
        .isEqualTo(JSON.convertValue(Map.of("app", "redis", "$patch", "replace"), JsonNode.class));
  }

  @Test
  void adoptionToAllLeavesTheSelectorAsItIs() {
    Recorded.Request patch =
        requests(new Action.AdoptService(TO_ALL, 0, "71"), FOUND, WORKLOAD).getLast();
    assertThat(value(patch, "/spec/selector"))
        .isEqualTo(JSON.convertValue(Map.of("app", "redis", "tier", "cache"), JsonNode.class));
    assertThat(value(patch, "/metadata/annotations").path(Marks.ORIGINAL_SELECTOR).asText())
        .contains("\"tier\":\"cache\"");
  }

  @Test
  void aServiceThatIsMadeSaysWhatItWouldSelectWithoutUs() {
    List<Recorded.Request> requests =
        requests(new Action.CreateService(TO_ONE, 1), FOUND, WORKLOAD);
    JsonNode made = requests.getLast().body();
    assertThat(requests.getLast().to()).startsWith("POST /api/v1/namespaces/shop/services");
    assertThat(made.at("/spec/selector").path(Marks.MEMBER).asText())
        .isEqualTo("redis-0-0123456789");
    assertThat(made.at("/metadata/annotations").path(Marks.ORIGINAL_SELECTOR).asText())
        .isEqualTo("{\"app\":\"redis\"}");
  }

  @Test
  void noServiceIsMadeForWhatItCouldNotSelect() {
    String byExpression =
        WORKLOAD.replace(
            "matchLabels: {app: redis}", "matchExpressions: [{key: app, operator: Exists}]");
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> requests(new Action.CreateService(TO_ALL, 1), FOUND, byExpression))
        .withMessageContaining("the StatefulSet redis selects its pods by expressions alone")
        .withMessageContaining("create the Service yourself")
        .matches(refused -> refused.getCode() == 403);
  }

  @Test
  void aMemberIsLabelledWithItsServiceInTheSameWrite() {
    Recorded.Request patch =
        requests(
                new Action.LabelMember("redis-0", "uid", new MemberId("redis-0-0123456789")),
                OURS,
                WORKLOAD)
            .getFirst();
    assertThat(patch.to()).isEqualTo("PATCH " + POD);
    assertThat(patch.body().at("/metadata/labels"))
        .isEqualTo(
            JSON.convertValue(
                Map.of(Marks.SERVICE, "cache", Marks.MEMBER, "redis-0-0123456789"),
                JsonNode.class));
  }

  @Test
  void aPodThatIsGivenBackLosesWhatWasSetOnIt() {
    Recorded.Request patch =
        requests(new Action.GiveBackPod("redis-0", "uid", false), OURS, WORKLOAD).getFirst();
    JsonNode metadata = patch.body().at("/metadata");
    assertThat(metadata.path("uid").asText()).isEqualTo("uid");
    assertThat(metadata.path("labels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(Marks.SERVICE, Marks.MEMBER, Marks.ROLE);
    assertThat(metadata.path("annotations").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(Marks.ROLE, Marks.ROLE_EPOCH);
    assertThat(metadata.path("labels")).allMatch(JsonNode::isNull);
    assertThat(
            requests(new Action.GiveBackPod("redis-0", "uid", true), OURS, WORKLOAD)
                .getFirst()
                .body()
                .at("/metadata/annotations")
                .has(Marks.DELETION_COST))
        .isTrue();
  }
}
