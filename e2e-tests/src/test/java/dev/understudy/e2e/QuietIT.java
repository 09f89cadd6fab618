package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is written while nothing changes. */
@ExtendWith(Cluster.class)
class QuietIT {
  @Test
  void twoMinutesInWhichNothingChanges(Space space) {
    space.apply(Manifests.activePassive(2));
    space.apply(Manifests.orders("catalog", "ActiveActive", 2, "HoldLast", "1", 0));
    space.awaitMembers(2);
    space.leader();
    space.awaitCondition(Space.NAME, "StandbyReady", "True", "Serving");
    space.awaitCondition("catalog", "Ready", "True", "Serving");
    Load.go(5);
    Instant since = Instant.now();
    Load.go(120);
    Set<String> quiet = Set.of(space.namespace(), Installation.NAMESPACE, "");
    List<Audit.Request> writes =
        new Audit(space.installation())
            .ofOperator(since).stream()
                .filter(Audit.Request::isWrite)
                .filter(it -> quiet.contains(it.namespace())) // others' may still be ending
                .toList();
    List<Audit.Request> heartbeats =
        writes.stream()
            .filter(it -> it.namespace().equals(Installation.NAMESPACE))
            .filter(it -> it.resource().equals("leases"))
            .filter(it -> it.name().equals(Installation.OPERATOR))
            .toList();
    assertThat(heartbeats).as("the audit log shows what the operator writes").isNotEmpty();
    assertThat(writes).as("but for the operator lease").containsExactlyElementsOf(heartbeats);
    space.measured(
        "renewals of the operator lease: %d, other writes: 0".formatted(heartbeats.size()));
  }
}
