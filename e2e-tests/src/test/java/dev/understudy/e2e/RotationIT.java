package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In active-active a member that is lost leaves the rotation, and is back when it answers. */
@ExtendWith(Cluster.class)
class RotationIT {
  private static final String ROTATION = "understudy.dev/rotation";
  private static final int ATTEMPTS = 3;

  /** Proxies follow when they get to it; Kubernetes itself sees none of this for much longer. */
  private static final int SETTLED_SECONDS = 8;

  @Test
  void aMemberIsKilled(Space space) {
    two(space);
    try (Rotation rotation = new Rotation(space)) {
      Load load = Load.on(space);
      Pod lost = space.members().getFirst();
      killUntilEjected(space, lost);
      told(space, "MemberReturned", Space.name(lost) + ", which answers");
      rotation.isWhole();
      Load.go(2);
      Analysis analysis = load.stop();
      assertThat(rotation.everOut()).containsExactly(Space.name(lost));
      space.measured("one of two killed: " + Load.outage(analysis));
    }
    space.awaitMembers(2);
  }

  /** The kubelet of the node is the second witness. */
  @Test
  void theNodeOfAMemberIsCutOff(Space space) {
    Faults faults = new Faults(space);
    two(space);
    String operator = Spread.node(faults.leadingOperator());
    Pod lost =
        space.members().stream()
            .filter(it -> !Spread.node(it).equals(operator))
            .findFirst()
            .orElseThrow();
    try (Rotation rotation = new Rotation(space)) {
      Load load = Load.on(space);
      try {
        faults.cutOff(Spread.node(lost));
        told(space, "MemberEjected", Space.name(lost) + " does not answer, nor does the kubelet");
        Load.go(SETTLED_SECONDS);
        Instant left = Instant.now();
        Load.go(3);
        Analysis analysis = load.stop();
        Load.assertNothingFailed(analysis.between(left, Instant.now()).only(Kind.FRESH));
        assertThat(space.pod(Space.name(lost)).getMetadata().getLabels())
            .containsEntry(ROTATION, "out");
        space.measured("node of one of two cut off: " + Load.outage(analysis));
      } finally {
        faults.endCutOff(Spread.node(lost));
      }
      told(space, "MemberReturned", Space.name(lost) + ", which answers");
      rotation.isWhole();
      assertThat(rotation.everOut()).containsExactly(Space.name(lost));
    }
    faults.awaitOperators(2);
    space.awaitMembers(2);
  }

  /** It is frozen: its kernel goes on accepting for it. */
  @Test
  void aMemberHangs(Space space) {
    Faults faults = new Faults(space);
    two(space, Manifests.detecting("Fast", Manifests.activeActive(2)));
    Pod lost = space.members().getFirst();
    try (Rotation rotation = new Rotation(space)) {
      Load load = Load.on(space);
      try {
        faults.signal(lost, "SIGSTOP");
        told(space, "MemberEjected", Space.name(lost) + " accepts connections and does not answer");
        Load.go(SETTLED_SECONDS);
        Instant left = Instant.now();
        Load.go(3);
        Analysis analysis = load.stop();
        Load.assertNothingFailed(analysis.between(left, Instant.now()).only(Kind.FRESH));
        space.measured("one of two hangs: " + Load.outage(analysis));
      } finally {
        faults.signal(lost, "SIGCONT");
      }
      told(space, "MemberReturned", Space.name(lost) + ", which answers");
      rotation.isWhole();
      assertThat(rotation.everOut()).containsExactly(Space.name(lost));
    }
  }

  @Test
  void allMembersAreKilledAtOnce(Space space) {
    Faults faults = new Faults(space);
    two(space);
    try (Rotation rotation = new Rotation(space)) {
      space.members().parallelStream().forEach(faults::kill);
      Space.eventually(
          () -> assertThat(space.members()).allMatch(it -> restarts(it) > 0).hasSize(2));
      space.awaitMembers(2);
      rotation.isWhole();
      assertThat(rotation.mostOut()).as("members out at the same time").isLessThan(2);
    }
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  /** Each on a node of its own. */
  private static void two(Space space) {
    two(space, Manifests.activeActive(2));
  }

  private static void two(Space space, String manifest) {
    space.apply(Manifests.apart(manifest));
    space.awaitMembers(2);
    assertThat(space.members()).extracting(Spread::node).doesNotHaveDuplicates();
    Load.go(2); // until there is a connection to each of them: nothing tells of it
  }

  /** On a busy machine its kubelet may be first to say so, and then there is nothing to do. */
  private static void killUntilEjected(Space space, Pod member) {
    for (int i = 0; i < ATTEMPTS && notes(space, "MemberEjected").isEmpty(); i++) {
      int before = restarts(space.pod(Space.name(member)));
      new Faults(space).kill(space.pod(Space.name(member)));
      Space.eventually(() -> {
        Pod now = space.pod(Space.name(member));
        assertThat(restarts(now)).isGreaterThan(before);
        assertThat(Space.isReady(now)).isTrue();
      });
    }
    assertThat(notes(space, "MemberEjected"))
        .anyMatch(it -> it.contains(Space.name(member) + " refuses connections"));
  }

  private static List<String> notes(Space space, String reason) {
    return space.events().stream()
        .filter(it -> reason.equals(it.getReason()))
        .map(Event::getNote)
        .toList();
  }

  private static void told(Space space, String reason, String words) {
    Space.eventually(() -> assertThat(notes(space, reason)).anyMatch(it -> it.contains(words)));
  }

  /** What the watch shows of who is out. */
  private static final class Rotation implements AutoCloseable {
    private final Map<String, Boolean> out = new ConcurrentHashMap<>();
    private final Set<String> ever = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();
    private final Space space;
    private final Watch watch;

    Rotation(Space space) {
      this.space = space;
      this.watch = space.watchMembers((action, pod) -> see(pod));
    }

    /** By the one thread of the watch. */
    private void see(Pod pod) {
      boolean isOut = !"in".equals(Space.labels(pod).get(ROTATION));
      out.put(Space.name(pod), isOut);
      if (isOut) {
        ever.add(Space.name(pod));
      }
      most.accumulateAndGet((int) out.values().stream().filter(it -> it).count(), Math::max);
    }

    int mostOut() {
      return most.get();
    }

    List<String> everOut() {
      return List.copyOf(ever);
    }

    void isWhole() {
      Space.eventually(() ->
          assertThat(space.members())
              .allMatch(Space::isReady)
              .extracting(it -> Space.labels(it).get(ROTATION))
              .containsOnly("in"));
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
