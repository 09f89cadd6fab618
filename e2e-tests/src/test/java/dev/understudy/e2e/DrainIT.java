package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members are taken away on purpose: a drain ends, and never takes the last that could serve. */
@ExtendWith(Cluster.class)
class DrainIT {
  private static final int TOO_MANY_REQUESTS = 429;

  /** The leader's node, and then the one that it went to. */
  @Test
  void oneNodeAfterTheOther(Space space) {
    Leader first = apart(space, Manifests.activePassive(2));
    try (Presence presence = new Presence(space)) {
      Load load = Load.on(space);
      Leader second = drained(space, first);
      Leader third = drained(space, second);
      Load.go(2);
      Analysis analysis = load.stop();
      Load.assertNothingFailed(analysis.only(Kind.FRESH));
      assertThat(presence.fewest()).as("members ready at the same time").isPositive();
      space.measured(
          "two drains: "
              + Load.outage(analysis)
              + ", "
              + reason(space, second)
              + ", "
              + reason(space, third));
    }
  }

  /** The next leader, when the drain has ended and all members are ready again. */
  private static Leader drained(Space space, Leader leader) {
    Faults faults = new Faults(space);
    String node = Spread.node(leader.pod());
    try {
      faults.drainWhole(node);
      assertThat(space.members()).extracting(Spread::node).doesNotContain(node);
    } finally {
      faults.uncordon(node);
    }
    Leader next = space.leaderAfter(leader);
    space.awaitMembers(2);
    faults.awaitOperators(2);
    space.assertStillLeads(next);
    assertThat(next.epoch()).as("one change of leader").isEqualTo(leader.epoch() + 1);
    return next;
  }

  private static String reason(Space space, Leader leader) {
    return space.leaderships(leader.epoch()).getFirst().getReason();
  }

  /** Its object stays until it has stopped; the drain waits for that, and no longer. */
  @Test
  void aLeaderThatIsStoppedBeforeAnotherLeads(Space space) {
    Leader first = apart(space, Manifests.gated(2, "1"));
    Faults faults = new Faults(space);
    String node = Spread.node(first.pod());
    try {
      faults.drainWhole(node);
    } finally {
      faults.uncordon(node);
    }
    Leader next = space.leaderAfter(first);
    space.awaitMembers(2);
    faults.awaitOperators(2);
    assertThat(next.epoch()).as("deposed, and another granted").isEqualTo(first.epoch() + 2);
  }

  /** There is no other that could serve meanwhile, and no use in waiting. */
  @Test
  void theOnlyMember(Space space) {
    space.apply(Manifests.activePassive(1));
    space.awaitMembers(1);
    Leader only = space.leader();
    assertThat(space.budget(Space.NAME)).isEmpty();
    assertThat(inForce(space)).isEqualTo("None: replicas is 1, and a drain would wait for ever.");
    Faults faults = new Faults(space);
    String node = Spread.node(only.pod());
    try {
      faults.drainWhole(node);
      assertThat(Spread.node(space.leaderAfter(only).pod())).isNotEqualTo(node);
    } finally {
      faults.uncordon(node);
    }
    faults.awaitOperators(2);
  }

  /** As two do who know nothing of each other. */
  @Test
  void bothMembersEvictedAtOnce(Space space) {
    Leader first = apart(space, Manifests.activePassive(2));
    Space.eventually(() -> assertThat(allowed(space)).contains(1));
    Faults faults = new Faults(space);
    try (Presence presence = new Presence(space)) {
      List<Pod> both = space.members();
      List<Integer> answers = both.parallelStream().map(faults::evictOnce).toList();
      assertThat(answers)
          .containsExactlyInAnyOrder(HttpURLConnection.HTTP_CREATED, TOO_MANY_REQUESTS);
      Pod refused = both.get(answers.indexOf(TOO_MANY_REQUESTS));
      faults.evict(refused);
      Space.eventually(() ->
          assertThat(names(space.members())).hasSize(2).doesNotContainAnyElementsOf(names(both)));
      space.awaitMembers(2);
      assertThat(space.leaderAfter(first).name()).isNotIn(names(both));
      assertThat(presence.fewest()).as("members ready at the same time").isPositive();
    }
  }

  private static List<String> names(List<Pod> pods) {
    return pods.stream().map(Space::name).toList();
  }

  /** The leader would be deleted in a minute: another leads at once, and the old one is there. */
  @Test
  void aTaintThatIsToleratedForAWhile(Space space) {
    String toleration =
        "tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds:"
            + " 60}]\n";
    String manifest =
        Manifests.activePassive(2)
            .replaceFirst(" *terminationGracePeriodSeconds: ", toleration.indent(6) + "$0");
    Leader first = awayFromTheOperator(space, apart(space, manifest));
    Faults faults = new Faults(space);
    String node = Spread.node(first.pod());
    Load load = Load.on(space);
    try {
      faults.taint(node, "maintenance=soon:NoExecute");
      Leader next = space.leaderAfter(first);
      assertThat(next.epoch()).isEqualTo(first.epoch() + 1);
      assertThat(reason(space, next)).isEqualTo("LeaderNodeCordoned");
      assertThat(space.pod(first.name()).getMetadata().getDeletionTimestamp()).isNull();
      Load.go(2);
      Load.assertNothingFailed(load.stop().only(Kind.FRESH));
    } finally {
      faults.untaint(node, "maintenance");
    }
    faults.awaitOperators(2);
  }

  /** Two over one pod would forbid every eviction. */
  @Test
  void aBudgetOfTheUsersOwnTakesThePlaceOfOurs(Space space) {
    space.led();
    Space.eventually(() -> assertThat(space.budget(Space.NAME)).isPresent());
    assertThat(inForce(space))
        .isEqualTo("By Understudy: 1 of 2 members stay when others are evicted.");
    space.apply(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: mine}
        spec: {maxUnavailable: 2, selector: {matchLabels: {understudy.dev/service: orders}}}
        """);
    Space.eventually(() -> assertThat(space.budget(Space.NAME)).isEmpty());
    Space.eventually(() -> assertThat(inForce(space)).isEqualTo("mine, not made by Understudy."));
    assertThat(space.events())
        .filteredOn(it -> "BudgetLeftToOthers".equals(it.getReason()))
        .singleElement()
        .satisfies(it -> assertThat(it.getNote()).contains("mine of others is in force"));
    new Faults(space).evict(space.members().getFirst());
    space.client().resource(space.budget("mine").orElseThrow()).delete();
    Space.eventually(() -> assertThat(space.budget(Space.NAME)).isPresent());
  }

  @Test
  void aBudgetOfAnotherWhichHasTheNameOfOurs(Space space) {
    space.apply(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: orders}
        spec: {minAvailable: 7, selector: {matchLabels: {app: other}}}
        """);
    space.led();
    Space.eventually(() ->
        assertThat(space.events())
            .filteredOn(it -> "BudgetTaken".equals(it.getReason()))
            .isNotEmpty());
    assertThat(inForce(space)).isEqualTo("None: the name is taken by somebody else.");
    assertThat(space.minAvailable()).contains(7);
    assertThat(space.has().getStatus().conditions)
        .filteredOn(it -> "Ready".equals(it.getType()))
        .allMatch(it -> "True".equals(it.getStatus()));
  }

  @Test
  void theBudgetFollowsReplicas(Space space) {
    space.apply(Manifests.activeActive(3));
    Space.eventually(() -> assertThat(space.minAvailable()).contains(2));
    space.patch("{\"spec\": {\"replicas\": 2}}");
    Space.eventually(() -> assertThat(space.minAvailable()).contains(1));
    space.patch("{\"spec\": {\"replicas\": 1}}");
    Space.eventually(() -> assertThat(space.budget(Space.NAME)).isEmpty());
  }

  private static Leader apart(Space space, String manifest) {
    space.apply(Manifests.apart(manifest));
    space.awaitMembers(2);
    assertThat(space.members()).extracting(Spread::node).doesNotHaveDuplicates();
    return space.leader();
  }

  /** What takes everything from the leader's node must not take the operator that notices it. */
  private static Leader awayFromTheOperator(Space space, Leader leader) {
    String operator = Spread.node(new Faults(space).leadingOperator());
    if (!operator.equals(Spread.node(leader.pod()))) {
      return leader;
    }
    space.order("any");
    return space.leaderAfter(leader);
  }

  /** How many may be evicted now. */
  private static Optional<Integer> allowed(Space space) {
    return space
        .budget(Space.NAME)
        .flatMap(it -> Optional.ofNullable(it.getStatus()))
        .map(it -> it.getDisruptionsAllowed());
  }

  private static String inForce(Space space) {
    return Objects.requireNonNullElse(space.has().getStatus().disruptionBudget, "");
  }

  /** How many members were ready, and not being deleted, at each moment that the watch shows. */
  private static final class Presence implements AutoCloseable {
    private final ConcurrentHashMap<String, Boolean> ready = new ConcurrentHashMap<>();
    private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
    private final Watch watch;

    Presence(Space space) {
      space.members().forEach(it -> ready.put(Space.name(it), Space.isReady(it)));
      this.watch = space.watchMembers((action, pod) -> see(pod));
    }

    /** By the one thread of the watch. */
    private void see(Pod pod) {
      ready.put(Space.name(pod), Space.isReady(pod));
      List<Boolean> all = new ArrayList<>(ready.values());
      fewest.accumulateAndGet((int) all.stream().filter(it -> it).count(), Math::min);
    }

    int fewest() {
      return fewest.get();
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
