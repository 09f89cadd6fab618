package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Paused: Understudy looks and reports, and writes nothing. */
@ExtendWith(Cluster.class)
class PausedIT {
  @Test
  void saysWhatItWouldDoAndDoesItAfterwards(Space space) {
    Leader before = space.led();
    pause(space);
    List<String> versions = versions(space);
    Instant since = Instant.now();
    new Faults(space).deleteByForce(before.pod());
    Space.eventually(() -> {
      Condition ready = space.condition(Space.NAME, "Ready").orElseThrow(AssertionError::new);
      assertThat(ready.getReason()).isEqualTo("Paused");
      assertThat(ready.getMessage())
          .startsWith("Paused; would do this: Leader")
          .contains(" leads from epoch " + (before.epoch() + 1) + ":");
    });
    Load.go(5);
    assertThat(versions(space)).as("Lease and Service").isEqualTo(versions);
    assertThat(new Audit(space.installation()).ofOperatorIn(space.namespace()))
        .filteredOn(it -> it.isWrite() && it.received().isAfter(since))
        .isNotEmpty()
        .extracting(Audit.Request::resource)
        .isSubsetOf("haservices/status", "events");

    space.patch("{\"spec\":{\"paused\":false}}");
    assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
    space.awaitMembers(2);
  }

  @Test
  void deletedItGivesItsServiceBackAllTheSame(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: orders}
        spec: {selector: {app: legacy}, ports: [{name: http, port: 80, targetPort: http}]}
        """);
    space.led();
    pause(space);
    space.delete();
    Space.eventually(() -> assertThat(space.selector()).isEqualTo(Map.of("app", "legacy")));
    Space.eventually(() -> assertThat(space.members()).isEmpty());
  }

  private static void pause(Space space) {
    space.patch("{\"spec\":{\"paused\":true}}");
    assertThat(space.awaitCondition(Space.NAME, "Ready", "True", "Paused"))
        .contains("there is nothing to do");
  }

  private static List<String> versions(Space space) {
    return List.of(
        space.lease().getMetadata().getResourceVersion(),
        space.service().getMetadata().getResourceVersion());
  }
}
