package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slow starter begins with a standby that is warm, and grows: {@code examples/growing}. */
@ExtendWith(Cluster.class)
class GrowingIT {
  @Test
  void startsWithOneThatLeadsAndGrows(Space space) {
    space.apply(Examples.growing(space));
    space.awaitMembers(2);
    Load first = Load.on(space);
    Leader leader = space.leader();
    new Faults(space).kill(leader.pod());
    space.leaderAfter(leader);
    space.awaitMembers(2);
    space.measured("the leader killed: " + Load.outage(first.stop()));

    Load load = Load.on(space);
    space.patch("{\"spec\":{\"mode\":\"ActiveActive\",\"replicas\":3}}");
    space.awaitMembers(3);
    Instant grown = Instant.now();
    Load.go(2);
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis);
    assertThat(analysis.between(grown, Instant.now()).answers()).hasSize(3);
    space.measured("grown to three: " + Load.outage(analysis));
  }
}
