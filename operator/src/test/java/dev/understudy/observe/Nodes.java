package dev.understudy.observe;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.function.UnaryOperator;

/** Nodes on which a member is worse off. */
final class Nodes {
  private Nodes() {}

  static UnaryOperator<NodeBuilder> notReady(String name) {
    return node ->
        node.editMetadata()
            .withName(name)
            .endMetadata()
            .editStatus()
            .editMatchingCondition(it -> it.getType().equals("Ready"))
            .withStatus("Unknown")
            .withReason("NodeStatusUnknown")
            .endCondition()
            .endStatus();
  }

  static UnaryOperator<NodeBuilder> cordoned(String name) {
    return node ->
        node.editMetadata()
            .withName(name)
            .endMetadata()
            .editSpec()
            .withUnschedulable(true)
            .addNewTaint()
            .withKey("node.kubernetes.io/unschedulable")
            .withEffect("NoSchedule")
            .endTaint()
            .endSpec();
  }

  static NodeBuilder named(NodeBuilder node, String name) {
    return node.editMetadata().withName(name).endMetadata();
  }

  static NodeBuilder labelled(NodeBuilder node, String name, String key, String value) {
    return named(node, name).editMetadata().addToLabels(key, value).endMetadata();
  }
}
