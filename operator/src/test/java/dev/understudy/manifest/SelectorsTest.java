package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.understudy.decision.MemberId;
import dev.understudy.decision.Route;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void areNeverWrittenForAForeignRoute() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selectors.of("orders", new Route.Foreign()));
  }
}
