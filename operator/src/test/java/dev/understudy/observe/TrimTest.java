package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cache that kept less than what is read would decide otherwise than one that keeps all. */
class TrimTest {
  /** {@link Scene} compares what is seen of full objects with what is seen of trimmed ones. */
  @Test
  void leavesWhatIsSeenAsItIsForPodsOfEveryKind() {
    Scene scene = nodes(new Scene());
    scene.pod("healthy");
    for (PodFacet one : PodFacet.values()) {
      for (PodFacet other : EnumSet.range(one, PodFacet.WITHOUT_STATUS)) {
        scene.pod(one + "-" + other, pod -> other.of(one.of(pod)));
      }
    }
    assertThat(scene.observe().members()).hasSizeGreaterThan(200);
    assertThat(scene.observe().impostors()).hasSize(3);
  }

  @Test
  void leavesWhatIsSeenAsItIsForReplicaSets() {
    Scene scene =
        new Scene()
            .replicaSet(
                it -> named(it, "foreign").editMetadata().withOwnerReferences().endMetadata())
            .replicaSet(it -> named(it, "default").editSpec().withReplicas(null).endSpec())
            .replicaSet(it -> named(it, "empty").editSpec().withReplicas(0).endSpec())
            .replicaSet(it -> named(it, "young").withStatus(null))
            .replicaSet(it -> named(it, "unlabelled").editMetadata().withLabels(null).endMetadata())
            .replicaSet(it -> failure(named(it, "refused"), "True"))
            .replicaSet(it -> failure(named(it, "recovered"), "False"));
    assertThat(scene.observe().replicaSets()).hasSize(7);
  }

  /** What nobody reads costs nothing: it is what ten thousand services are kept in memory by. */
  @Test
  void keepsNothingOfAPodThatNobodyReads() {
    Pod pod = Scene.healthy("a");
    Pod bare =
        new PodBuilder(pod)
            .editMetadata()
            .withGenerateName(null)
            .withCreationTimestamp(null)
            .withManagedFields()
            .withAnnotations(Map.of())
            .endMetadata()
            .withNewSpec()
            .withNodeName("green")
            .addNewContainer()
            .withName("orders")
            .addNewPort()
            .withName("http")
            .withContainerPort(8080)
            .endPort()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.244.1.7")
            .withConditions(
                pod.getStatus().getConditions().stream()
                    .filter(it -> it.getType().equals("Ready"))
                    .toList())
            .addNewContainerStatus()
            .withName("orders")
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(Trim.pod(pod)).isEqualTo(bare);
  }

  @Test
  void keepsNothingOfAReplicaSetThatNobodyReads() {
    ReplicaSet set = Scene.kept("replicaset", ReplicaSet.class);
    ReplicaSet trimmed = Trim.replicaSet(set);
    assertThat(trimmed.getSpec().getTemplate()).isNull();
    assertThat(trimmed.getSpec().getSelector()).isNull();
    assertThat(trimmed.getMetadata().getManagedFields()).isEmpty();
    assertThat(trimmed.getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  void keepsNothingOfANodeThatNobodyReads() {
    Node trimmed = Trim.node(Scene.kept("node", Node.class));
    assertThat(trimmed.getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(trimmed.getSpec().getPodCIDR()).isNull();
    assertThat(trimmed.getStatus().getConditions()).hasSize(1);
    assertThat(trimmed.getStatus().getImages()).isEmpty();
  }

  /** A cache may trim what it has trimmed before. */
  @Test
  void leavesWhatIsTrimmedAsItIs() {
    Pod pod =
        PodFacet.CONTAINER_TERMINATED
            .of(PodFacet.TO_BE_DELETED_LAST.of(new PodBuilder(Scene.healthy("a"))))
            .build();
    ReplicaSet set = failure(new ReplicaSetBuilder(replicaSet()), "True").build();
    Node node = new NodeBuilder(Scene.kept("node", Node.class)).build();
    assertThat(Trim.pod(Trim.pod(pod))).isEqualTo(Trim.pod(pod));
    assertThat(Trim.replicaSet(Trim.replicaSet(set))).isEqualTo(Trim.replicaSet(set));
    assertThat(Trim.node(Trim.node(node))).isEqualTo(Trim.node(node));
  }

  private static ReplicaSet replicaSet() {
    return Scene.kept("replicaset", ReplicaSet.class);
  }

  private static ReplicaSetBuilder named(ReplicaSetBuilder set, String name) {
    return set.editMetadata()
        .withName(name)
        .withUid("uid-of-" + name)
        .addToLabels(Marks.REVISION, name)
        .endMetadata();
  }

  private static ReplicaSetBuilder failure(ReplicaSetBuilder set, String status) {
    return set.editStatus()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus(status)
        .withReason("FailedCreate")
        .withMessage("exceeded quota")
        .endCondition()
        .endStatus();
  }

  private static Scene nodes(Scene scene) {
    return scene.node(Nodes.notReady("not-ready")).node(Nodes.cordoned("cordoned"));
  }
}
