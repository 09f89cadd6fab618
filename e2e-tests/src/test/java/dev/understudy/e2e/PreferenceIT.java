package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.MemberStatus;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who should lead if it can be chosen, and what becomes of leaders that fail again and again. */
@ExtendWith(Cluster.class)
class PreferenceIT {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HERE = "e2e-here";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One member on each worker. */
  private static final String SPREAD =
      Manifests.activePassive(2)
          .replace(
              "    spec:\n",
              "    spec:\n"
                  + "      affinity: {podAntiAffinity:"
                  + " {requiredDuringSchedulingIgnoredDuringExecution:"
                  + " [{topologyKey: kubernetes.io/hostname,"
                  + " labelSelector: {matchLabels: {understudy.dev/service: orders}}}]}}\n");

  @Test
  void theLeaderIsWhereItIsPreferred(Space space) {
    space.apply(SPREAD);
    space.awaitMembers(2);
    Leader first = space.leader();
    String away = first.pod().getSpec().getNodeName();
    String here = nodeOfTheOther(space, first);
    Faults faults = new Faults(space);
    try {
      label(space, here, ZONE + "=" + HERE);
      Leader second =
          underLoad(
              space,
              () -> {
                space.apply(preferring(SPREAD, "[{zone: " + HERE + "}]"));
                return goesTo(space, first, here, "FailedBack");
              });
      assertThat(ranks(space)).containsExactlyInAnyOrder(here + " 0", away + " 1");

      // It is lost, comes back, and is preferred again.
      faults.unready(second.pod());
      Leader third = goesTo(space, second, away, "LeaderNotReady");
      Leader fourth =
          underLoad(
              space,
              () -> {
                faults.ready(second.pod());
                return goesTo(space, third, here, "FailedBack");
              });

      // The label moves, and nothing else happens.
      underLoad(
          space,
          () -> {
            label(space, away, ZONE + "=" + HERE);
            label(space, here, ZONE + "-");
            return goesTo(space, fourth, away, "FailedBack");
          });
    } finally {
      label(space, here, ZONE + "-");
      label(space, away, ZONE + "-");
    }
  }

  /** One change at a time: a member that leads again answers again. */
  private static Leader underLoad(Space space, Supplier<Leader> change) {
    Load load = Load.on(space);
    Leader leader = change.get();
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    space.measured("to " + leader.name() + ": " + Load.outage(analysis));
    return leader;
  }

  @Test
  void theLeaderIsThePreferredPod(Space space) {
    Leader first = space.led();
    Pod standby = other(space, first);
    label(space, standby, "seat=window");
    space.apply(
        preferring(
            Manifests.activePassive(2),
            "[{podLabel: {key: seat, value: window}}, {names: Ascending}]"));
    Leader second = space.leaderAfter(first, PATIENCE);
    assertThat(second.name()).isEqualTo(Space.name(standby));

    // Never back while it leads, but whoever is preferred leads if it is lost.
    space.apply(
        Manifests.activePassive(2)
            .replace(
                "activePassive: {",
                "activePassive: {preference: [{podLabel: {key: seat, value: aisle}}], "));
    label(space, first.pod(), "seat=aisle");
    Space.eventually(() -> assertThat(rank(space, first.name())).isZero());
    space.assertStillLeads(second);
  }

  /**
   * After the third failover within minutes the next ones wait; a leader that comes back meanwhile
   * goes on.
   */
  @Test
  void leadersFailAgainAndAgain(Space space) {
    Leader leader = space.led();
    Faults faults = new Faults(space);
    for (int i = 0; i < 4; i++) {
      faults.unready(leader.pod());
      Leader next = space.leaderAfter(leader);
      faults.ready(leader.pod());
      space.awaitMembers(2);
      leader = next;
    }
    faults.unready(leader.pod());
    String why = space.awaitCondition(Space.NAME, "Ready", "False", "BackingOff");
    assertThat(why)
        .contains("20 s after the last failover", "failed 4 times", "kubectl logs --previous");
    Leader last = space.leaderAfter(leader);
    assertThat(last.epoch()).isEqualTo(leader.epoch() + 1);
    faults.ready(leader.pod());
    space.awaitMembers(2);
    space.awaitCondition(Space.NAME, "Ready", "True", "Serving");
    assertThat(space.events())
        .filteredOn(it -> "BackingOff".equals(it.getReason()))
        .isNotEmpty()
        .allMatch(it -> "Warning".equals(it.getType()));

    faults.unready(last.pod());
    space.awaitCondition(Space.NAME, "Ready", "False", "BackingOff");
    faults.ready(last.pod());
    space.awaitMembers(2);
    space.awaitCondition(Space.NAME, "Ready", "True", "Serving");
    space.assertStillLeads(last);
  }

  private static String preferring(String manifest, String preference) {
    return manifest.replace(
        "activePassive: {",
        "activePassive: {failback: Preferred, preference: " + preference + ", ");
  }

  private static Leader goesTo(Space space, Leader before, String node, String reason) {
    Leader after = space.leaderAfter(before, PATIENCE);
    assertThat(after.pod().getSpec().getNodeName()).isEqualTo(node);
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    Space.eventually(() ->
        assertThat(space.promotionsTo(after.epoch()))
            .extracting(Event::getReason)
            .containsExactly(reason));
    return after;
  }

  private static Pod other(Space space, Leader leader) {
    return space.members().stream()
        .filter(it -> !Space.name(it).equals(leader.name()))
        .findFirst()
        .orElseThrow();
  }

  private static String nodeOfTheOther(Space space, Leader leader) {
    return other(space, leader).getSpec().getNodeName();
  }

  private static List<String> ranks(Space space) {
    return members(space).stream().map(it -> it.node + " " + it.rank).toList();
  }

  private static long rank(Space space, String pod) {
    return members(space).stream()
        .filter(it -> pod.equals(it.name))
        .map(it -> Objects.requireNonNullElse(it.rank, -1L))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no member " + pod));
  }

  private static List<MemberStatus> members(Space space) {
    return Objects.requireNonNullElseGet(space.has().getStatus().members, List::of);
  }

  private static void label(Space space, String node, String label) {
    space.shell().run("kubectl", "label", "node", node, label, "--overwrite");
  }

  private static void label(Space space, Pod pod, String label) {
    space.shell().run("kubectl", "label", "pod", Space.name(pod), "-n", space.namespace(), label);
  }
}
