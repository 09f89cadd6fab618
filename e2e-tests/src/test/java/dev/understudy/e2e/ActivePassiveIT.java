package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One leader takes the traffic; when it is lost, a standby leads. */
@ExtendWith(Cluster.class)
class ActivePassiveIT {
  @Test
  void onePodAnswersAndAllAgreeWhichOne(Space space) {
    space.apply(Manifests.activePassive(3));
    space.awaitMembers(3);
    Leader leader = space.leader();
    Load load = Load.on(space);
    Load.go(5);
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis);
    assertThat(analysis.answers()).extracting(Answers::pod).containsExactly(leader.name());
    assertThat(space.leader())
        .as("nothing changed")
        .extracting(it -> it.pod().getMetadata().getUid(), Leader::epoch)
        .containsExactly(leader.pod().getMetadata().getUid(), leader.epoch());
  }

  @Test
  void killed(Space space) {
    loses(space, (faults, leader) -> faults.kill(leader.pod()), "LeaderRefuses");
  }

  @Test
  void deleted(Space space) {
    Analysis analysis =
        loses(space, (faults, leader) -> faults.delete(leader.pod()), "LeaderDeleted");
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
  }

  @Test
  void deletedByForce(Space space) {
    loses(
        space,
        (faults, leader) -> faults.deleteByForce(leader.pod()),
        "LeaderDeleted",
        "LeaderGone");
  }

  @Test
  void evicted(Space space) {
    loses(space, (faults, leader) -> faults.evict(leader.pod()), "LeaderEvicted", "LeaderDeleted");
  }

  @Test
  void unready(Space space) {
    loses(space, (faults, leader) -> faults.unready(leader.pod()), "LeaderNotReady");
  }

  @Test
  void nodeDrained(Space space) {
    var faults = new Faults(space);
    String[] drained = new String[1];
    try {
      loses(
          space,
          (_, leader) -> {
            drained[0] = leader.pod().getSpec().getNodeName();
            faults.drain(drained[0]);
          },
          "LeaderNodeCordoned",
          "LeaderEvicted",
          "LeaderDeleted");
    } finally {
      if (drained[0] != null) {
        faults.uncordon(drained[0]);
      }
    }
  }

  @Test
  void bothDieAndTheRouteIsHeld(Space space) {
    bothDie(space, "HoldLast");
  }

  @Test
  void bothDieAndTheRouteIsClosed(Space space) {
    bothDie(space, "Close");
  }

  private interface Fault {
    void inflict(Faults faults, Leader leader);
  }

  /** Tells what the client saw. */
  private static Analysis loses(Space space, Fault fault, String... reasons) {
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader before = space.leader();
    Load load = Load.on(space);
    fault.inflict(new Faults(space), before);
    Leader after = space.leaderAfter(before);
    Load.go(2);
    Analysis analysis = load.stop();

    assertThat(after.epoch()).as("epoch").isEqualTo(before.epoch() + 1);
    assertThat(Space.labels(after.pod()).get(Space.MEMBER))
        .isNotEqualTo(Space.labels(before.pod()).get(Space.MEMBER));
    Space.eventually(() -> assertThat(space.promotionsTo(after.epoch())).hasSize(1));
    Event said = space.promotionsTo(after.epoch()).getFirst();
    assertThat(said.getReason()).isIn((Object[]) reasons);
    List<Answers> answered = analysis.only(Kind.FRESH).turns();
    assertThat(answered)
        .extracting(Answers::pod)
        .as("who answered, in turns")
        .containsExactly(before.name(), after.name());
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    assertThat(analysis.outages()).allMatch(it -> it.recovered());
    recover(space, before.pod());
    space.awaitMembers(2);
    assertThat(space.leader().epoch()).as("no failback").isEqualTo(after.epoch());
    space.measured("%s: %s".formatted(Load.outage(analysis), said.getNote()));
    return analysis;
  }

  /** Undoes what only the sample can undo, if the pod is still there. */
  private static void recover(Space space, Pod pod) {
    Space.eventually(() -> {
      boolean stays =
          space.members().stream()
              .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
              .anyMatch(it -> Space.name(it).equals(Space.name(pod)));
      if (stays) {
        new Faults(space).ready(pod);
      }
    });
  }

  private static void bothDie(Space space, String whenNoCandidate) {
    int warmup = 6;
    space.apply(Manifests.orders("ActivePassive", 2, whenNoCandidate, "1", warmup));
    space.awaitMembers(2);
    Leader before = space.leader();
    String member = Space.labels(before.pod()).get(Space.MEMBER);
    Load load = Load.on(space);
    var faults = new Faults(space);
    atOnce(space.members(), faults::kill);
    boolean closes = "Close".equals(whenNoCandidate);
    space.awaitCondition(Space.NAME, "Ready", "False", closes ? "RouteClosed" : "RouteHeld");
    String routed = space.selector().get(Space.MEMBER);
    long epoch = space.lease().getSpec().getLeaseTransitions();
    if (closes) {
      assertThat(routed).isEqualTo("closed");
      assertThat(Objects.requireNonNullElse(space.lease().getSpec().getHolderIdentity(), ""))
          .isEmpty();
      assertThat(epoch).as("epoch without a leader").isGreaterThan(before.epoch());
    } else {
      assertThat(routed).isEqualTo(space.lease().getSpec().getHolderIdentity());
      assertThat(epoch)
          .as("epoch of %s, where %s led", routed, member)
          .isEqualTo(member.equals(routed) ? before.epoch() : before.epoch() + 1);
    }
    Space.untilThen(
        () -> assertThat(space.selector()).containsEntry(Space.MEMBER, routed),
        () -> !space.readyMembers().isEmpty());
    Leader returned = space.leader();
    boolean sameAgain = Space.labels(returned.pod()).get(Space.MEMBER).equals(routed);
    assertThat(returned.epoch()).isEqualTo(sameAgain ? epoch : epoch + 1);
    space.awaitMembers(2);
    Load.go(1);
    Leader last = space.leader();

    // Without an operator's doing, but with the sample's: the first to be ready again leads.
    Pod standby =
        space.members().stream()
            .filter(it -> !Space.name(it).equals(last.name()))
            .findFirst()
            .orElseThrow();
    atOnce(space.members(), faults::unready);
    Space.eventually(() -> assertThat(space.readyMembers()).isEmpty());
    space.awaitCondition(Space.NAME, "Ready", "False", closes ? "RouteClosed" : "RouteHeld");
    // The one that leads on paper stays away.
    String holder =
        closes
            ? Space.labels(last.pod()).get(Space.MEMBER)
            : space.lease().getSpec().getHolderIdentity();
    Pod first = Space.labels(standby).get(Space.MEMBER).equals(holder) ? last.pod() : standby;
    faults.ready(first);
    Space.eventually(() -> assertThat(space.leader().name()).isEqualTo(Space.name(first)));
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(analysis.only(Kind.FRESH).turns().getLast().pod()).isEqualTo(Space.name(first));
    space.measured(
        "%s, epochs %d to %d: %s"
            .formatted(
                whenNoCandidate, before.epoch(), space.leader().epoch(), analysis.outages()));
  }

  private static void atOnce(List<Pod> pods, Consumer<Pod> fault) {
    pods.parallelStream().forEach(fault);
  }
}
