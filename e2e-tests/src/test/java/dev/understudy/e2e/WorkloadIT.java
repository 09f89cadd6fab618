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
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Deployment or StatefulSet that was there before is served as it is, and given back. */
@ExtendWith(Cluster.class)
class WorkloadIT {
  private static final Map<String, String> OWN_SELECTOR = Map.of("app", "orders");

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void adoptedInPlaceAndGivenBack(String kind, Space space) {
    List<Pod> pods = running(space, kind, 2);
    Load load = Load.on(space);
    Load.go(1);

    space.apply(
        Manifests.adopting(kind, "ActivePassive").replace("spec:", "spec:\n  paused: true"));
    assertThat(awaitReady(space, "Paused"))
        .contains("would do this", "MembersLabelled: Labelled 2 members", "LeaderChosen: orders-");
    assertThat(space.members()).as("labelled while paused").isEmpty();
    space.patch("{\"spec\":{\"paused\":false}}");
    Leader leader = space.leader();
    Space.eventually(() ->
        assertThat(space.budget(Space.NAME))
            .as("budget")
            .hasValueSatisfying(it -> assertThat(it.getStatus().getExpectedPods()).isEqualTo(2)));
    Load.go(2);
    Analysis adoption = load.stop();
    Load.assertNothingFailed(adoption.only(Kind.FRESH));
    List<Answers> turns = adoption.only(Kind.FRESH).turns();
    assertThat(turns.getLast().pod()).as("who answers").isEqualTo(leader.name());

    Load ending = Load.on(space);
    space.patch("{\"spec\":{\"mode\":\"ActiveActive\"}}");
    Space.eventually(() -> assertThat(space.selector()).isEqualTo(OWN_SELECTOR));
    Load.go(2);
    space.patch("{\"spec\":{\"mode\":\"ActivePassive\"}}");
    Space.eventually(() -> assertThat(space.selector()).containsKey(Space.MEMBER));
    Load.go(1);
    space.delete();
    Space.eventually(() -> assertThat(space.selector()).isEqualTo(OWN_SELECTOR));
    Space.eventually(() -> assertThat(marks(space)).isEmpty());
    Load.go(2);
    Analysis analysis = ending.stop();
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
    assertThat(analysis.answers()).as("who answered").hasSize(2);
    assertThat(lives(space)).as("pods, and how often they began").isEqualTo(lives(pods));
    space.measured(kind + " adopted: " + Load.outage(adoption));
    space.measured(kind + ", both modes, given back: " + Load.outage(analysis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void itsLeaderIsKilled(String kind, Space space) {
    running(space, kind, 2);
    space.apply(Manifests.adopting(kind, "ActivePassive"));
    space.awaitMembers(2);
    Leader before = space.leader();
    Load load = Load.on(space);
    Load.go(1);
    new Faults(space).kill(before.pod());
    Leader after = space.leaderAfter(before);
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(after.name()).isNotEqualTo(before.name());
    assertThat(analysis.only(Kind.FRESH).overlaps()).as("two at the same time").isEmpty();
    space.awaitMembers(2);
    space.measured(kind + ": " + Load.outage(analysis));
  }

  /** A pod of the same name is another member, and is labelled when its controller makes it. */
  @Test
  void aStatefulSetRestartsItsPodsOneByOne(Space space) {
    running(space, "StatefulSet", 3);
    space.apply(Manifests.adopting("StatefulSet", "ActivePassive"));
    space.awaitMembers(3);
    Leader before = space.leader();
    Load load = Load.on(space);
    restart(space, "statefulset/orders");
    space.awaitMembers(3);
    Leader after = space.leader();
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(after.epoch()).isGreaterThan(before.epoch());
    Load.assertNothingFailed(analysis.only(Kind.FRESH)); // names come again: no word on overlaps
    space.measured(
        "restart of a StatefulSet of three, "
            + (after.epoch() - before.epoch())
            + " changes of leader: "
            + Load.outage(analysis));
  }

  /** Its ReplicaSet deletes by deletion cost, and the leader's is the highest. */
  @Test
  void aDeploymentTakesTheLeaderAwayLast(Space space) {
    running(space, "Deployment", 3);
    space.apply(Manifests.adopting("Deployment", "ActivePassive"));
    space.awaitMembers(3);
    Leader before = space.leader();
    Space.eventually(() ->
        assertThat(space.pod(before.name()).getMetadata().getAnnotations())
            .containsKey("controller.kubernetes.io/pod-deletion-cost"));
    Load load = Load.on(space);
    scale(space, 1);
    Space.eventually(() -> assertThat(space.members()).hasSize(1));
    space.assertStillLeads(before);
    scale(space, 3);
    space.awaitMembers(3);
    restart(space, "deployment/orders");
    Space.eventually(() -> assertThat(space.members()).hasSize(3));
    space.awaitMembers(3);
    Leader after = space.leader();
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(after.epoch()).as("one change for the whole restart").isEqualTo(before.epoch() + 1);
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
    space.measured("scaled down and up, restarted: " + Load.outage(analysis));
  }

  @Test
  void whatIsMissingOrTakenIsSaid(Space space) {
    space.apply(Manifests.adopting("StatefulSet", "ActivePassive"));
    assertThat(awaitReady(space, "ServicePortsMissing")).contains("service.ports");
    running(space, "StatefulSet", 2);
    space.leader();
    space.apply(
        Manifests.adopting("StatefulSet", "ActivePassive")
            .replace("metadata: {name: orders}", "metadata: {name: second}")
            .replace(
                "service: {name: orders}", "service: {ports: [{port: 80, targetPort: 8080}]}"));
    Space.eventually(() ->
        assertThat(space.condition("second", "Ready").map(Condition::getMessage))
            .hasValue(
                "The pods of StatefulSet orders belong to HAService orders already: delete one of"
                    + " the two."));
    space.apply(
        Manifests.adopting("Deployment", "ActivePassive")
            .replace("metadata: {name: orders}", "metadata: {name: third}")
            .replace(
                "service: {name: orders}", "service: {ports: [{port: 80, targetPort: 8080}]}"));
    Space.eventually(() ->
        assertThat(space.condition("third", "Ready").map(Condition::getMessage).orElse(""))
            .startsWith("There is no Deployment orders in this namespace:"));
  }

  /** Nobody was there to hear of it. */
  @Test
  void deletedWhileNoOperatorRunsItIsGivenBackLater(Space space) {
    List<Pod> pods = running(space, "StatefulSet", 2);
    space.apply(Manifests.adopting("StatefulSet", "ActivePassive"));
    space.leader();
    Faults faults = new Faults(space);
    try {
      faults.scaleOperators(0);
      space.delete();
      assertThat(marks(space)).isNotEmpty();
    } finally {
      faults.scaleOperators(2);
    }
    faults.awaitOperators(2);
    Space.eventually(() -> assertThat(space.selector()).isEqualTo(OWN_SELECTOR));
    Space.eventually(() -> assertThat(marks(space)).isEmpty());
    assertThat(lives(space)).isEqualTo(lives(pods));
  }

  /** Then it cannot make or delete a pod, and says so. */
  @Test
  void withRightsForAdoptedWorkloadsAlone(Space space) {
    Faults faults = new Faults(space);
    space.installation().helm("rbac.makePods=false");
    try {
      faults.awaitOperators(2);
      space.apply(Manifests.activePassive(2));
      assertThat(awaitReady(space, "RightsMissing")).contains("workloadRef", "rbac.makePods=true");
      space.delete();
      Space.eventually(() ->
          assertThat(
                  Optional.ofNullable(
                      space
                          .client()
                          .services()
                          .inNamespace(space.namespace())
                          .withName(Space.NAME)
                          .get()))
              .isEmpty());
      running(space, "StatefulSet", 2);
      space.apply(Manifests.adopting("StatefulSet", "ActivePassive"));
      space.awaitMembers(2);
      Leader before = space.leader();
      faults.kill(before.pod());
      space.leaderAfter(before);
      space.patch("{\"spec\":{\"activePassive\":{\"fencing\":\"StopLeader\"}}}");
      assertThat(awaitReady(space, "RightsMissing")).contains("fencing: StopLeader");
      assertThat(space.allows(space.installation().operatorUser(), "delete", "", "pods")).isFalse();
    } finally {
      space.installation().helm();
      faults.awaitOperators(2);
    }
  }

  /** As people do it, to its end. */
  private static void restart(Space space, String workload) {
    for (String verb : new String[] {"restart", "status"}) {
      space.shell().run("kubectl", "-n", space.namespace(), "rollout", verb, workload);
    }
  }

  private static void scale(Space space, int replicas) {
    space
        .client()
        .apps()
        .deployments()
        .inNamespace(space.namespace())
        .withName(Space.NAME)
        .scale(replicas);
  }

  private static List<Pod> running(Space space, String kind, int replicas) {
    space.apply(Manifests.workload(kind, replicas, "1", 0));
    Space.eventually(() -> assertThat(pods(space)).hasSize(replicas).allMatch(Space::isReady));
    return pods(space);
  }

  private static List<Pod> pods(Space space) {
    return space
        .client()
        .pods()
        .inNamespace(space.namespace())
        .withLabels(OWN_SELECTOR)
        .list()
        .getItems();
  }

  private static String awaitReady(Space space, String reason) {
    Space.eventually(() ->
        assertThat(space.condition(Space.NAME, "Ready").map(Condition::getReason))
            .hasValue(reason));
    return space.condition(Space.NAME, "Ready").orElseThrow().getMessage();
  }

  private static Map<String, Integer> lives(Space space) {
    return lives(pods(space));
  }

  private static Map<String, Integer> lives(List<Pod> pods) {
    Map<String, Integer> lives = new TreeMap<>();
    for (Pod pod : pods) {
      lives.put(
          pod.getMetadata().getUid(),
          pod.getStatus().getContainerStatuses().getFirst().getRestartCount());
    }
    return lives;
  }

  /** Whatever of ours is on the pods or on the Service. */
  private static List<String> marks(Space space) {
    List<String> found = new ArrayList<>();
    for (Pod pod : pods(space)) {
      found.addAll(pod.getMetadata().getLabels().keySet());
      found.addAll(annotations(pod.getMetadata().getAnnotations()));
      found.addAll(pod.getMetadata().getFinalizers());
    }
    Service service = space.service();
    found.addAll(annotations(service.getMetadata().getAnnotations()));
    found.addAll(annotations(service.getMetadata().getLabels()));
    found.removeIf(it -> !it.contains("understudy") && !it.contains("deletion-cost"));
    return found;
  }

  private static List<String> annotations(@Nullable Map<String, String> of) {
    return of == null ? List.of() : List.copyOf(of.keySet());
  }
}
