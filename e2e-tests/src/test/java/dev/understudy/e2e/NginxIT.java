package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Examples;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every member serves: {@code examples/nginx}. */
@ExtendWith(Cluster.class)
class NginxIT {
  private static final int RATE = 500;
  private static final int KEPT_RATE = 50;

  @BeforeEach
  void begin(Space space) {
    space.apply(Examples.nginx(space));
    space.awaitMembers(3);
  }

  @Test
  void losesNothingWhenItIsUpdatedOrScaled(Space space) {
    List<String> before = names(space);
    Load load = Load.on(space, RATE, KEPT_RATE);
    space.patch(
        """
        {"spec":{"template":{"metadata":{"annotations":{"restarted":"once"}}}}}
        """);
    Space.eventually(() -> assertThat(names(space)).hasSize(3).doesNotContainAnyElementsOf(before));
    space.awaitMembers(3);
    for (int replicas : new int[] {5, 2}) {
      space
          .shell()
          .run("kubectl", "scale", "has/orders", "-n", space.namespace(), "--replicas=" + replicas);
      space.awaitMembers(replicas);
    }
    Load.go(4); // those that end take what still comes
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
    space.measured(
        "updated, 3 to 5 to 2: fresh %s; kept %s"
            .formatted(analysis.only(Kind.FRESH).outcomes(), analysis.only(Kind.KEPT).outcomes()));
  }

  @Test
  void goesOnWhenAProcessIsKilled(Space space) {
    Load load = Load.on(space, RATE, KEPT_RATE);
    Load.go(1);
    new Faults(space).kill(space.members().getFirst());
    space.awaitMembers(3);
    Load.go(1);
    Analysis analysis = load.stop();
    space.measured("one of three killed: " + Load.outage(analysis));
    assertThat(analysis.answers()).as("members that answered").hasSize(3);
  }

  private static List<String> names(Space space) {
    return space.members().stream().map(Space::name).toList();
  }
}
