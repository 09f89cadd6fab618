package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.WorkloadRefSpec;
import dev.understudy.decision.Flaw;
import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.Maker;
import dev.understudy.decision.Member;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Rotation;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which pods are members where a workload is adopted. */
class MembershipTest {
  private static final StatefulSet REDIS =
      new StatefulSetBuilder()
          .withNewMetadata()
          .withName("redis")
          .withUid("uid-of-redis")
          .endMetadata()
          .withNewSpec()
          .withReplicas(3)
          .withNewSelector()
          .addToMatchLabels("app", "redis")
          .endSelector()
          .endSpec()
          .withNewStatus()
          .withUpdateRevision("redis-7b")
          .endStatus()
          .build();

  private static final Deployment SHOP =
      new DeploymentBuilder()
          .withNewMetadata()
          .withName("redis")
          .withUid("uid-of-redis")
          .endMetadata()
          .withNewSpec()
          .withNewSelector()
          .addToMatchLabels("app", "redis")
          .endSelector()
          .endSpec()
          .build();

  private static Scene adopting(WorkloadRefSpec.Kind kind) {
    return new Scene()
        .declares(has -> {
          WorkloadRefSpec ref = new WorkloadRefSpec();
          ref.kind = kind;
          ref.name = "redis";
          has.getSpec().workloadRef = ref;
          has.getSpec().template = null;
        });
  }

  private static Scene statefulSet() {
    return adopting(WorkloadRefSpec.Kind.StatefulSet).workload(REDIS);
  }

  private static Scene deployment() {
    return adopting(WorkloadRefSpec.Kind.Deployment).workload(SHOP);
  }

  private static PodBuilder bare(PodBuilder pod) {
    return pod.editMetadata()
        .removeFromLabels(Marks.SERVICE)
        .removeFromLabels(Marks.REVISION)
        .removeFromLabels(Marks.ROTATION)
        .removeFromLabels(Marks.MEMBER)
        .endMetadata();
  }

  private static PodBuilder controlled(PodBuilder pod, String kind, String name, String uid) {
    return bare(pod)
        .editMetadata()
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .build())
        .endMetadata();
  }

  private static PodBuilder ofRedis(PodBuilder pod) {
    return controlled(pod, "StatefulSet", "redis", "uid-of-redis")
        .editMetadata()
        .addToLabels("controller-revision-hash", "redis-7b")
        .endMetadata();
  }

  @Test
  void thePodsOfAStatefulSetAre() {
    Observation seen = statefulSet().pod("redis-0", MembershipTest::ofRedis).observe();
    assertThat(seen.policy().maker()).isEqualTo(Maker.STATEFUL_SET);
    assertThat(seen.policy().replicas()).isEqualTo(3);
    assertThat(seen.policy().revision()).isEqualTo("redis-7b");
    assertThat(seen.policy().flaw()).isEmpty();
    Member member = seen.members().getFirst();
    assertThat(member.pod()).isEqualTo("redis-0");
    assertThat(member.revision()).isEqualTo("redis-7b");
    assertThat(member.marking().rotation()).isEqualTo(Rotation.IN);
    assertThat(member.ineligibilities()).containsExactly(Ineligibility.UNLABELLED);
  }

  /** Named alike, but of a StatefulSet that is gone, or of nobody. */
  @Test
  void thePodsOfAnotherAreNot() {
    Scene scene =
        statefulSet()
            .pod("redis-0", pod -> controlled(pod, "StatefulSet", "redis", "uid-of-another"))
            .pod("redis-1", pod -> bare(pod).editMetadata().withOwnerReferences().endMetadata());
    assertThat(scene.observe().members()).isEmpty();
  }

  @Nested
  class OfADeployment {
    private PodBuilder made(PodBuilder pod, String set, String hash) {
      return controlled(pod, "ReplicaSet", set, "uid-of-" + set)
          .editMetadata()
          .addToLabels("pod-template-hash", hash)
          .endMetadata();
    }

    @Test
    void thePodsOfItsReplicaSetsAre() {
      Observation seen = deployment().pod("x", pod -> made(pod, "redis-5c9", "5c9")).observe();
      assertThat(seen.policy().maker()).isEqualTo(Maker.DEPLOYMENT);
      assertThat(seen.policy().replicas()).as("not said: one").isEqualTo(1);
      assertThat(seen.policy().revision()).as("not known").isEmpty();
      assertThat(seen.members()).extracting(Member::revision).containsExactly("5c9");
    }

    @Test
    void thoseOfOtherReplicaSetsAreNot() {
      Scene scene =
          deployment()
              .pod("x", pod -> made(pod, "redis-cache-5c9", "5c9"))
              .pod("y", pod -> made(pod, "redis-5c9", "6d0"))
              .pod("z", pod -> controlled(pod, "Job", "redis-5c9", "uid-of-job"));
      assertThat(scene.observe().members()).isEmpty();
    }
  }

  @Test
  void oneThatAnotherServiceHasAdoptedIsNot() {
    Observation seen =
        statefulSet()
            .pod("redis-0", MembershipTest::ofRedis)
            .pod(
                "redis-1",
                pod -> ofRedis(pod).editMetadata().addToLabels(Marks.SERVICE, "blue").endMetadata())
            .observe();
    assertThat(seen.members()).extracting(Member::pod).containsExactly("redis-0");
    assertThat(seen.policy().flaw().map(Flaw::sentence))
        .hasValue(
            "The pods of StatefulSet redis belong to HAService blue already: delete one of the"
                + " two.");
  }

  @Test
  void withoutTheWorkloadThereAreNone() {
    Observation seen =
        adopting(WorkloadRefSpec.Kind.StatefulSet)
            .pod("redis-0", MembershipTest::ofRedis)
            .observe();
    assertThat(seen.members()).isEmpty();
    assertThat(seen.policy().replicas()).isZero();
    assertThat(seen.policy().flaw().orElseThrow().sentence())
        .startsWith("There is no StatefulSet redis in this namespace: create it");
  }

  /** It led: whatever became of its workload, it may run. */
  @Test
  void oneThatIsHeldIs() {
    Scene scene =
        adopting(WorkloadRefSpec.Kind.StatefulSet)
            .pod(
                "redis-0",
                pod -> ofRedis(pod).editMetadata().withFinalizers(Marks.HELD).endMetadata());
    assertThat(scene.observe().members()).extracting(Member::pod).containsExactly("redis-0");
  }

  /** Whoever made them: nobody else will ever take our labels away. */
  @Test
  void ofAServiceThatIsGoneAllWithItsLabelAre() {
    Scene scene =
        adopting(WorkloadRefSpec.Kind.StatefulSet)
            .gone()
            .pod(
                "redis-0",
                pod ->
                    ofRedis(pod).editMetadata().addToLabels(Marks.SERVICE, "orders").endMetadata());
    assertThat(scene.observe().members()).extracting(Member::pod).containsExactly("redis-0");
  }
}
