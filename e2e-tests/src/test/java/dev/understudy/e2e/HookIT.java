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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members are told that they are to lead, and that they lead no more. */
@ExtendWith(Cluster.class)
class HookIT {
  private static String hooked(int replicas, String whenFailed) {
    return Manifests.activePassive(replicas)
        .replace(
            "activePassive: {",
            """
            activePassive: {hooks: {
                onPromote: {http: {path: /promote, port: 8080}, retries: 0, whenFailed: %s},
                onDemote: {http: {path: /demote, port: 8080}, retries: 0}},
            """
                .formatted(whenFailed)
                .indent(2)
                .strip()
                .concat(" "));
  }

  private static List<String> others(Space space, Leader leader) {
    return space.members().stream()
        .map(Space::name)
        .filter(it -> !it.equals(leader.name()))
        .toList();
  }

  @Test
  void atASwitchoverTheOldLeaderIsToldFirst(Space space) {
    Faults faults = new Faults(space);
    space.apply(hooked(2, "NextCandidate"));
    space.awaitMembers(2);
    Leader old = space.leader();
    assertThat(faults.hooks(old.pod())).isEqualTo("promote");
    Load load = Load.on(space);
    space.order("any");
    Leader next = space.leaderAfter(old);
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(next.epoch()).isEqualTo(old.epoch() + 2);
    assertThat(faults.hooks(old.pod())).isEqualTo("promote demote");
    assertThat(faults.hooks(next.pod())).isEqualTo("promote");
    assertThat(analysis.only(Kind.FRESH).turns())
        .extracting(Answers::pod)
        .containsExactly(old.name(), next.name());
    assertThat(analysis.only(Kind.FRESH).overlaps()).isEmpty();
    space.measured("switchover with hooks: " + Load.outage(analysis));
  }

  @Test
  void atAFailoverTheNextOneIsTold(Space space) {
    Faults faults = new Faults(space);
    space.apply(hooked(2, "NextCandidate"));
    space.awaitMembers(2);
    Leader old = space.leader();
    Load load = Load.on(space);
    faults.kill(old.pod());
    Leader next = space.leaderAfter(old);
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(next.name()).isNotEqualTo(old.name());
    assertThat(faults.hooks(next.pod())).isEqualTo("promote");
    space.measured("leader killed, with hooks: " + Load.outage(analysis));
  }

  @Test
  void whoRefusesIsPassedOver(Space space) {
    Faults faults = new Faults(space);
    space.apply(hooked(3, "NextCandidate"));
    space.awaitMembers(3);
    Leader old = space.leader();
    String refuses = others(space, old).getFirst();
    faults.refuseHooks(space.pod(refuses));
    space.order("any");
    Leader next = space.leaderAfter(old);
    assertThat(next.name()).isNotIn(old.name(), refuses);
    assertThat(faults.hooks(space.pod(refuses))).isEmpty();
    assertThat(faults.hooks(next.pod())).isEqualTo("promote");
  }

  /** It may lead again, for it was told so again. */
  @Test
  void ifAllRefuseTheOldLeaderLeadsOn(Space space) {
    Faults faults = new Faults(space);
    space.apply(hooked(2, "NextCandidate"));
    space.awaitMembers(2);
    Leader old = space.leader();
    others(space, old).forEach(it -> faults.refuseHooks(space.pod(it)));
    space.order("any");
    Leader again = space.leaderAfter(old);
    assertThat(again.name()).isEqualTo(old.name());
    assertThat(again.epoch()).isEqualTo(old.epoch() + 2);
    assertThat(faults.hooks(again.pod())).isEqualTo("promote demote promote");
  }

  @Test
  void whoIsHeldToIsWaitedFor(Space space) {
    Faults faults = new Faults(space);
    space.apply(hooked(2, "Hold"));
    space.awaitMembers(2);
    Leader old = space.leader();
    String refuses = others(space, old).getFirst();
    faults.refuseHooks(space.pod(refuses));
    space.order("any");
    String message = space.awaitCondition(Space.NAME, "Ready", "False", "HookFailed");
    assertThat(message)
        .contains(refuses + " could not be promoted: it answered 503 not now")
        .contains("nobody leads meanwhile");
    assertThat(space.has().getStatus().route).isEqualTo("Closed");
    faults.obeyHooks(space.pod(refuses));
    assertThat(space.leaderAfter(old).name()).isEqualTo(refuses);
  }

  /** Else the leadership would be vacated for a call that can never be made. */
  @Test
  void aCommandWithoutTheRightToRunItChangesNothing(Space space) {
    Leader leader = space.led();
    space.apply(commanded(2, "[/bin/true]"));
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "RightsMissing"))
        .contains("rbac.execHooks=true");
    space.assertStillLeads(leader);
  }

  /** There is no such program in the member: what its kubelet says is told. */
  @Test
  void aCommandThatCannotBeRunHasFailed(Space space) {
    space.installation().helm("rbac.execHooks=true");
    Faults faults = new Faults(space);
    try {
      faults.awaitOperators(2);
      space.apply(commanded(2, "[/no/such/program, $(UNDERSTUDY_EPOCH)]"));
      assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "HookFailed"))
          .contains("could not be promoted", "/no/such/program");
      space.apply(hooked(2, "NextCandidate"));
      space.leader();
    } finally {
      space.installation().helm();
      faults.awaitOperators(2);
    }
  }

  private static String commanded(int replicas, String command) {
    return Manifests.activePassive(replicas)
        .replace(
            "activePassive: {",
            "activePassive: {hooks: {onPromote: {exec: {command: %s}, retries: 0}}, "
                .formatted(command.replace("$(UNDERSTUDY_EPOCH)", "'$(UNDERSTUDY_EPOCH)'")));
  }
}
