package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import java.util.Map;
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
}
