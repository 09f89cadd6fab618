package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A HorizontalPodAutoscaler scales an HAService by what its members take, as it does a Deployment.
 */
@ExtendWith(Cluster.class)
class AutoscalerIT {
  /** It looks every 15 s, at what was measured between two looks that are 15 s apart. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String MANIFEST = "e2e-tests/cluster/metrics-server.yaml";
  private static final String AUTOSCALER =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: orders}
      spec:
        scaleTargetRef: {apiVersion: understudy.dev/v1alpha1, kind: HAService, name: orders}
        minReplicas: 2
        maxReplicas: 4
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        behavior:
          scaleDown: {stabilizationWindowSeconds: 0}
      """;

  @BeforeEach
  void begin(Space space) {
    Examples.load(space, "metrics-server-image");
    space.shell().run("kubectl", "apply", "-f", MANIFEST);
    Space.eventually(() ->
        assertThat(space.client().top().nodes().metrics().getItems()).as("measured").isNotEmpty());
  }

  @AfterEach
  void asBefore(Space space) {
    space.shell().run("kubectl", "delete", "--wait=false", "-f", MANIFEST);
  }

  @Test
  void membersComeAndGoWithTheLoad(Space space) {
    space.apply(
        Manifests.activeActive(2)
            .replaceFirst("( +)env:\n", "$1resources: {requests: {cpu: 20m}}\n$1env:\n"));
    space.awaitMembers(2);
    space.apply(AUTOSCALER);
    Load load = Load.on(space, 300, 50);
    awaitReplicas(space, 4);
    space.awaitMembers(4);
    Load.go(2);
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis);
    awaitReplicas(space, 2);
    space.awaitMembers(2);
    space.measured("2 to 4 by an autoscaler: " + Load.outage(analysis));
  }

  private static void awaitReplicas(Space space, int count) {
    Space.eventually(
        PATIENCE, () -> assertThat(space.has().getSpec().replicas).as("replicas").isEqualTo(count));
  }
}
