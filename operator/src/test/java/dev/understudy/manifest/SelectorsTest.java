package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.api.WorkloadRefSpec;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Route;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
  static Stream<Route> ours() {
    return Stream.of(
        new Route.ToOne(new MemberId("a-0123456789")), new Route.ToAll(), new Route.Closed());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void areReadAsTheRouteTheyWereWrittenFor(Route route) {
    assertThat(Selectors.route("orders", Selectors.of("orders", route))).isEqualTo(route);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void areForeignForAnotherService(Route route) {
    assertThat(Selectors.route("catalog", Selectors.of("orders", route)))
        .isEqualTo(new Route.Foreign());
  }

  /** Every pod of the service carries these: one key less and a route would reach them all. */
  @ParameterizedTest
  @MethodSource("ours")
  void haveTwoKeys(Route route) {
    assertThat(Selectors.of("orders", route)).hasSize(2).containsEntry(Marks.SERVICE, "orders");
  }

  static Stream<Map<String, String>> foreign() {
    return Stream.of(
        Map.of(),
        Map.of("app", "orders"),
        Map.of(Marks.SERVICE, "orders"),
        Map.of(Marks.MEMBER, "a-0123456789"),
        Map.of(Marks.SERVICE, "orders", Marks.MEMBER, ""),
        Map.of(Marks.SERVICE, "orders", Marks.ROTATION, "out"),
        Map.of(Marks.SERVICE, "orders", Marks.MEMBER, "a-0123456789", "app", "orders"),
        Map.of(Marks.SERVICE, "orders", Marks.MEMBER, "a-0123456789", Marks.ROTATION, "in"));
  }

  @ParameterizedTest
  @MethodSource
  void foreign(Map<String, String> selector) {
    assertThat(Selectors.route("orders", selector)).isEqualTo(new Route.Foreign());
  }

  @Nested
  class OfAnAdoptedWorkload {
    private final HAService has = new HAService();
    private final Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .addToAnnotations(Marks.ORIGINAL_SELECTOR, "{\"app\": \"orders\"}")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();

    OfAnAdoptedWorkload() {
      has.getMetadata().setName("orders");
      has.setSpec(new HAServiceSpec());
      has.getSpec().workloadRef = new WorkloadRefSpec();
    }

    private Route route(Map<String, String> selector) {
      service.getSpec().setSelector(selector);
      return Selectors.route(has, service);
    }

    /** A pod that is made while no operator runs has no label of ours. */
    @Test
    void areToAllWhatTheServiceSelectedBefore() {
      assertThat(route(Map.of("app", "orders"))).isEqualTo(new Route.ToAll());
      assertThat(route(Selectors.of("orders", new Route.ToAll()))).isEqualTo(new Route.Foreign());
    }

    @Test
    void areToOneAsOfAnyOther() {
      Route one = new Route.ToOne(new MemberId("a-0123456789"));
      assertThat(route(Selectors.of("orders", one))).isEqualTo(one);
      assertThat(route(Selectors.of("orders", new Route.Closed()))).isEqualTo(new Route.Closed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"app\": {}}"})
    void areForeignIfNobodyKnowsWhatWasBefore(String broken) {
      service.getMetadata().setAnnotations(Map.of(Marks.ORIGINAL_SELECTOR, broken));
      assertThat(route(Map.of("app", "orders"))).isEqualTo(new Route.Foreign());
    }
  }

  @Test
  void areNeverWrittenForAForeignRoute() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selectors.of("orders", new Route.Foreign()));
  }
}
