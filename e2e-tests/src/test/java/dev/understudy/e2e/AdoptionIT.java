package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Service that was there before is taken over, and given back. */
@ExtendWith(Cluster.class)
class AdoptionIT {
  @Test
  void adoptedAndGivenBack(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: orders, annotations: {team: sales}}
        spec:
          selector: {app: legacy}
          ports: [{name: http, port: 80, targetPort: http}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: legacy, labels: {app: legacy}}
        spec:
          containers:
          - name: orders
            image: %s
            imagePullPolicy: Never
            ports: [{name: http, containerPort: 8080}]
            readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
            env: [{name: POD_NAME, value: legacy}]
        """
            .formatted(Installation.SAMPLE_IMAGE));
    Space.eventually(() ->
        assertThat(space.client().pods().inNamespace(space.namespace()).withName("legacy").get())
            .matches(Space::isReady));
    Load.go(1);
    Load load = Load.on(space);
    space.apply(Manifests.activePassive(2));
    Space.Leader leader = space.leader();
    assertThat(space.service().getMetadata().getOwnerReferences()).isEmpty();
    Load.go(2);
    space.delete();
    Space.eventually(() -> assertThat(space.selector()).isEqualTo(Map.of("app", "legacy")));
    Space.eventually(() -> assertThat(space.members()).isEmpty());
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(space.service().getMetadata().getAnnotations()).isEqualTo(Map.of("team", "sales"));
    assertThat(analysis.answers().stream().map(it -> it.pod()).toList())
        .containsExactly("legacy", leader.name());
    assertThat(analysis.turns().getLast().pod()).isEqualTo("legacy");
    space.measured("there and back: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
  }
}
