package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Call;
import dev.understudy.decision.CallResult;
import dev.understudy.decision.Hook;
import dev.understudy.decision.MemberId;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The API server, which says where the pod is, and the pod itself are one server here. */
class HookCallsTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String UID = "uid-of-orders-1";

  private final AtomicLong clock = new AtomicLong();
  private final BlockingQueue<HAService> told = new LinkedBlockingQueue<>();

  private static Action.CallHook promote(long epoch) {
    return new Action.CallHook(
        new Call(Hook.PROMOTE, new MemberId("orders-1.id"), epoch), "orders-1", UID);
  }

  private static Recorded member(String uid, int code) throws IOException {
    return new Recorded(request ->
        request.to().startsWith("GET /api/v1/namespaces/shop/pods")
            ? new Recorded.Reply(
                200,
                """
                {"kind": "PodList", "apiVersion": "v1", "items": [
                  {"metadata": {"name": "orders-1", "uid": "%s"}, "status": {"podIP": "127.0.0.1"}}]}
                """
                    .formatted(uid))
            : new Recorded.Reply(code, "not now"));
  }

  private static HAService has(int port, int retries) {
    return JSON.unmarshal(
        """
        apiVersion: understudy.dev/v1alpha1
        kind: HAService
        metadata: {name: orders, namespace: shop, uid: uid-of-orders}
        spec:
          mode: ActivePassive
          activePassive: {hooks: {onPromote: {http: {path: "/promote?now", port: %d}, retries: %d}}}
        """
            .formatted(port, retries),
        HAService.class);
  }

  private HookCalls calls(Recorded member) {
    HookCalls calls = new HookCalls(member.client(), clock::get);
    calls.listen(told::add);
    return calls;
  }

  private static int port(Recorded member) {
    return URI.create(member.client().getMasterUrl().toString()).getPort();
  }

  private static List<Recorded.Request> asked(Recorded member) {
    return member.requests().stream().filter(it -> it.to().startsWith("POST")).toList();
  }

  private CallResult result(HookCalls calls, HAService has) throws InterruptedException {
    assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
    return Objects.requireNonNull(calls.of(has).get(promote(7).call()));
  }

  @Test
  void tellsTheMemberAndRemembersThatItIsDone() throws Exception {
    try (Recorded member = member(UID, 200)) {
      HAService has = has(port(member), 0);
      HookCalls calls = calls(member);
      calls.start(has, promote(7));
      assertThat(result(calls, has)).isEqualTo(new CallResult.Done());
      calls.start(has, promote(7));
      clock.addAndGet(HookCalls.FAILED_FOR.multipliedBy(10).toNanos());
      assertThat(calls.of(has)).containsValue(new CallResult.Done());
      assertThat(asked(member)).hasSize(1);
      assertThat(asked(member).getFirst().to()).isEqualTo("POST /promote?now");
      JsonNode body = asked(member).getFirst().body();
      assertThat(body.get("hook").asText()).isEqualTo("promote");
      assertThat(body.get("service").asText()).isEqualTo("shop/orders");
      assertThat(body.get("member").asText()).isEqualTo("orders-1");
      assertThat(body.get("epoch").asLong()).isEqualTo(7);
    }
  }

  @Test
  void triesAgainAndThenSaysWhyItFailed() throws Exception {
    try (Recorded member = member(UID, 503)) {
      HAService has = has(port(member), 1);
      HookCalls calls = calls(member);
      calls.start(has, promote(7));
      assertThat(calls.of(has)).containsValue(new CallResult.Running());
      assertThat(result(calls, has)).isEqualTo(new CallResult.Failed("it answered 503 not now"));
      assertThat(asked(member)).hasSize(2);
      clock.addAndGet(HookCalls.FAILED_FOR.toNanos());
      assertThat(calls.of(has)).as("no longer").isEmpty();
      calls.start(has, promote(7));
      assertThat(result(calls, has)).isInstanceOf(CallResult.Failed.class);
      assertThat(asked(member)).hasSize(4);
    }
  }

  @Test
  void asksNoOtherPodOfThatName() throws Exception {
    try (Recorded member = member("another", 200)) {
      HAService has = has(port(member), 0);
      HookCalls calls = calls(member);
      calls.start(has, promote(7));
      assertThat(result(calls, has)).isEqualTo(new CallResult.Failed("its pod is gone"));
      assertThat(asked(member)).isEmpty();
    }
  }

  @Test
  void failsWhereNobodyListens() throws Exception {
    try (Recorded member = member(UID, 200)) {
      HAService has = has(1, 0);
      HookCalls calls = calls(member);
      calls.start(has, promote(7));
      assertThat(result(calls, has)).isInstanceOf(CallResult.Failed.class);
    }
  }

  @Test
  void forgetsLeadershipsOfLongAgoAndServicesThatAreGone() throws Exception {
    try (Recorded member = member(UID, 200)) {
      HAService has = has(port(member), 0);
      HookCalls calls = calls(member);
      calls.start(has, promote(7));
      assertThat(result(calls, has)).isEqualTo(new CallResult.Done());
      calls.start(has, promote(9));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(calls.of(has)).containsOnlyKeys(promote(9).call());
      calls.forget(has);
      assertThat(calls.of(has)).isEmpty();
    }
  }
}
