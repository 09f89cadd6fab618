package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members read in a file of theirs whether they lead, and at which epoch. */
@ExtendWith(Cluster.class)
class RoleIT {
  private static final String ROLE = "understudy.dev/role";
  private static final int CRASHES = 3;

  private static Leader told(Space space) {
    space.apply(Manifests.told(2));
    space.awaitMembers(2);
    Leader leader = space.leader();
    awaitRoles(space, leader);
    return leader;
  }

  /** In the files of all members, as their own processes read them. */
  private static void awaitRoles(Space space, Leader leader) {
    Space.eventually(() -> {
      for (Pod member : space.members()) {
        boolean leads = Space.name(member).equals(leader.name());
        assertThat(space.role(member))
            .as(Space.name(member))
            .isEqualTo(leads ? "leader " + leader.epoch() : "standby");
      }
    });
  }

  @Test
  void whoeverLeadsReadsItsEpoch(Space space) {
    Leader leader = told(space);
    assertThat(space.role(leader.pod())).isEqualTo("leader 1");
    Faults faults = new Faults(space);
    for (int i = 0; i < CRASHES; i++) {
      Instant since = Instant.now();
      faults.kill(leader.pod());
      Leader after = space.leaderAfter(leader);
      Space.eventually(
          () -> assertThat(space.role(after.pod())).isEqualTo("leader " + after.epoch()));
      Instant read = Instant.now();
      space.measured(
          "%d ms from the write of the annotation to the file in the pod"
              .formatted(Duration.between(written(space, after, since), read).toMillis()));
      awaitRoles(space, after);
      space.awaitMembers(2);
      leader = after;
    }
    assertThat(leader.epoch()).isEqualTo(1 + CRASHES);
    faults.deleteByForce(leader.pod());
    Leader last = space.leaderAfter(leader);
    space.awaitMembers(2);
    awaitRoles(space, last);
  }

  private static Instant written(Space space, Leader leader, Instant since) {
    return new Audit(space.installation())
        .ofOperatorIn(space.namespace()).stream()
            .filter(it -> it.isWrite() && it.isAccepted() && it.received().isAfter(since))
            .filter(it -> it.resource().equals("pods") && it.name().equals(leader.name()))
            .map(Audit.Request::received)
            .reduce((_, later) -> later)
            .orElseThrow(() -> new AssertionError("nobody told " + leader.name()));
  }

  @Test
  void whereAllServeNobodyIsToldAnything(Space space) {
    Leader leader = told(space);
    space.patch("{\"spec\":{\"mode\":\"ActiveActive\"}}");
    Space.eventually(() ->
        assertThat(space.members())
            .hasSize(2)
            .noneMatch(it -> it.getMetadata().getAnnotations().containsKey(ROLE))
            .allMatch(it -> space.role(it).isEmpty()));
    space.patch("{\"spec\":{\"mode\":\"ActivePassive\"}}");
    awaitRoles(space, space.leader());
    space.assertStillLeads(leader);
  }

  /** Who has no file is told all the same. */
  @Test
  void whatSomebodyElseWritesIsPutRight(Space space) {
    Leader leader = space.led();
    space
        .client()
        .resource(leader.pod())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"standby\"}}}".formatted(ROLE));
    Space.eventually(() ->
        assertThat(space.pod(leader.name()).getMetadata().getAnnotations())
            .containsEntry(ROLE, "leader " + leader.epoch()));
    space.assertStillLeads(leader);
  }
}
