package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The mode is changed while traffic flows. */
@ExtendWith(Cluster.class)
class ModeChangeIT {
  private static final int TIMES = 10;

  @Test
  void tenTimesBothWaysUnderLoad(Space space) {
    space.apply(Manifests.activeActive(2));
    space.awaitMembers(2);
    Load load = Load.on(space);
    for (int i = 0; i < TIMES; i++) {
      space.patch("{\"spec\":{\"mode\":\"ActivePassive\"}}");
      space.leader();
      Load.go(1);
      space.patch("{\"spec\":{\"mode\":\"ActiveActive\"}}");
      Space.eventually(() ->
          assertThat(space.selector())
              .isEqualTo(
                  Map.of("understudy.dev/service", Space.NAME, "understudy.dev/rotation", "in")));
      Load.go(1);
    }
    Analysis analysis = load.stop();
    space.measured(TIMES + " times both ways: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    assertThat(analysis.answers()).hasSize(2);
  }

  @Test
  void eachChangeIsOneWrite(Space space) {
    Leader leader = space.led();
    for (String mode : new String[] {"ActiveActive", "ActivePassive"}) {
      Instant since = Instant.now();
      space.patch("{\"spec\":{\"mode\":\"%s\"}}".formatted(mode));
      Space.eventually(() ->
          assertThat(space.selector().containsKey(Space.MEMBER))
              .isEqualTo("ActivePassive".equals(mode)));
      Load.go(2);
      assertThat(new Audit(space.installation()).ofOperatorIn(space.namespace()))
          .filteredOn(it -> it.isWrite() && it.isAccepted() && it.received().isAfter(since))
          .filteredOn(it -> Set.of("services", "leases").contains(it.resource()))
          .as("writes of Service and Lease to " + mode)
          .extracting(it -> it.verb() + " " + it.resource())
          .containsExactly("patch services");
    }
    space.assertStillLeads(leader);
  }
}
