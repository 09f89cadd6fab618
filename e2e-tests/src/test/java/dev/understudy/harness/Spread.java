package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;

/** Which node members are on. */
public final class Spread {
  private static final int ATTEMPTS = 8;

  private Spread() {}

  /** Until the members are on two nodes, and the operator that works is not beside the leader. */
  public static void over(Space space, Faults faults) {
    for (int i = 0; i < ATTEMPTS && !isSpread(space, faults); i++) {
      if (onOneNode(space)) {
        String leader = space.leader().name();
        space.members().stream()
            .filter(it -> !Space.name(it).equals(leader))
            .forEach(faults::delete);
        Space.eventually(
            () -> assertThat(space.members()).filteredOn(it -> !Space.isReady(it)).isEmpty());
        space.awaitMembers(2);
      } else {
        Space.Leader beside = space.leader();
        faults.delete(beside.pod());
        space.leaderAfter(beside);
        space.awaitMembers(2);
      }
    }
    assertThat(isSpread(space, faults)).as("members and operator are on two nodes").isTrue();
  }

  private static boolean isSpread(Space space, Faults faults) {
    return !onOneNode(space) && !node(space.leader().pod()).equals(node(faults.leadingOperator()));
  }

  private static boolean onOneNode(Space space) {
    return space.members().stream().map(Spread::node).distinct().count() < 2;
  }

  public static String node(Pod pod) {
    return pod.getSpec().getNodeName();
  }
}
