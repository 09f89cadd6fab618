package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Denials;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator is killed between any two writes: the one that comes next goes on where things
 * stand, and all ends as if nobody had been killed. The API server holds the operator before each
 * write by refusing it, in a namespace each, so that one kill strikes between all of them.
 */
@ExtendWith(Cluster.class)
class CrashIT {
  /** Writes in their order, as the resources that are refused from there on. */
  private enum Before {
    SERVICE_CREATED("services"),
    REPLICA_SET_APPLIED("replicasets"),
    MEMBERS_LABELLED("pods"),
    LEASE_WRITTEN("leases"),
    ROUTE_MOVED("services"),
    ROLES_TOLD("pods"),
    BUDGET_SET("poddisruptionbudgets"),
    EVENT_WRITTEN("events_haservices"),
    STATUS_WRITTEN("haservices");

    final String refused;

    Before(String refused) {
      this.refused = refused;
    }

    /** Of the resource that is refused first. */
    String resource() {
      String first = refused.split("_", 2)[0];
      return "haservices".equals(first) ? "haservices/status" : first;
    }
  }

  private static final List<Before> OF_A_PROMOTION =
      List.of(
          Before.LEASE_WRITTEN,
          Before.ROUTE_MOVED,
          Before.ROLES_TOLD,
          Before.EVENT_WRITTEN,
          Before.STATUS_WRITTEN);

  private record Scene(Before before, Space space, long epoch) {}

  @Test
  void killedBetweenAnyTwoWrites(Space undisturbed) {
    undisturbed.led();
    try (Denials denials = new Denials(undisturbed.installation())) {
      List<Scene> scenes =
          Stream.concat(
                  beginnings(undisturbed, denials).stream(),
                  promotions(undisturbed, denials).stream())
              .toList();
      scenes.forEach(CrashIT::awaitRefusal);
      new Faults(undisturbed).crashOperators();
      scenes.forEach(scene -> denials.accept(scene.space()));
      scenes.forEach(CrashIT::endsAsIfNothingHadHappened);
      undisturbed.measured(
          "killed before each of " + scenes.stream().map(Scene::before).distinct().toList());
    }
    assertThat(undisturbed.leader().epoch()).as("of one that was not being promoted").isEqualTo(1);
  }

  /** Services that have never had a leader. */
  private static List<Scene> beginnings(Space beside, Denials denials) {
    return Stream.of(Before.values())
        .filter(before -> before != Before.ROUTE_MOVED && before != Before.ROLES_TOLD)
        .map(before -> {
          Space space = scene(beside, before);
          denials.refuse(space, before.refused);
          space.apply(Manifests.activePassive(2));
          return new Scene(before, space, 1);
        })
        .toList();
  }

  /** Services whose leader is deleted. */
  private static List<Scene> promotions(Space beside, Denials denials) {
    List<Space> spaces =
        OF_A_PROMOTION.stream()
            .map(before -> scene(beside, before))
            .peek(space -> space.apply(Manifests.activePassive(2)))
            .toList();
    spaces.forEach(space -> space.awaitMembers(2));
    spaces.forEach(Space::leader);
    for (int at = 0; at < spaces.size(); at++) {
      denials.refuse(spaces.get(at), OF_A_PROMOTION.get(at).refused);
    }
    spaces.forEach(space -> new Faults(space).deleteByForce(space.leader().pod()));
    return Stream.iterate(0, at -> at + 1)
        .limit(spaces.size())
        .map(at -> new Scene(OF_A_PROMOTION.get(at), spaces.get(at), 2))
        .toList();
  }

  private static Space scene(Space beside, Before before) {
    return Space.create(beside.installation(), "CrashIT." + before);
  }

  private static void awaitRefusal(Scene scene) {
    Space.eventually(() ->
        assertThat(new Audit(scene.space().installation()).ofOperatorIn(scene.space().namespace()))
            .as(scene.toString())
            .anyMatch(it -> it.code() == 403 && it.resource().equals(scene.before().resource())));
  }

  private static void endsAsIfNothingHadHappened(Scene scene) {
    Space space = scene.space();
    space.awaitMembers(2);
    Space.Leader leader = space.leader();
    assertThat(leader.epoch()).as(scene.toString()).isEqualTo(scene.epoch());
    Space.eventually(() ->
        assertThat(space.pod(leader.name()).getMetadata().getAnnotations())
            .as(scene.toString())
            .containsEntry("understudy.dev/role", "leader " + scene.epoch()));
    space.awaitCondition(Space.NAME, "Ready", "True", "Serving");
    space.awaitCondition(Space.NAME, "LeaderPresent", "True", "Serving");
    space.awaitCondition(Space.NAME, "StandbyReady", "True", "Serving");
    Space.eventually(() ->
        assertThat(space.leaderships(scene.epoch()))
            .as("Events of epoch %d, %s", scene.epoch(), scene)
            .hasSize(1));
    assertThat(space.has().getStatus().failovers.getFirst().epoch).isEqualTo(scene.epoch());
  }
}
