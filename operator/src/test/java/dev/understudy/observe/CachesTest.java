package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which changes of a node have its services looked at. */
class CachesTest {
  private static final Node GREEN = Scene.kept("node", Node.class);

  static Stream<UnaryOperator<NodeBuilder>> whatMatters() {
    return Stream.of(
        Nodes.notReady("green"),
        Nodes.cordoned("green"),
        it -> Nodes.labelled(it, "green", "topology.kubernetes.io/zone", "b"),
        it -> it.editMetadata().withLabels(null).endMetadata());
  }

  private static Node changed(UnaryOperator<NodeBuilder> how) {
    return how.apply(new NodeBuilder(GREEN)).build();
  }

  @ParameterizedTest
  @MethodSource("whatMatters")
  void theChangeThatMayChangeADecision(UnaryOperator<NodeBuilder> how) {
    assertThat(Caches.matters(Trim.node(changed(how)), Trim.node(GREEN))).isTrue();
    assertThat(Caches.matters(Trim.node(GREEN), Trim.node(changed(how)))).isTrue();
  }

  /** Every kubelet reports every few seconds. */
  @Test
  void noReportOfThatAllIsAsItWas() {
    Node later =
        changed(it ->
            it.editMetadata()
                .withResourceVersion("76")
                .addToAnnotations("team", "other")
                .endMetadata()
                .editStatus()
                .editMatchingCondition(condition -> condition.getType().equals("Ready"))
                .withLastHeartbeatTime("2026-11-24T12:00:10Z")
                .endCondition()
                .endStatus());
    assertThat(Caches.matters(later, GREEN)).isFalse();
  }
}
