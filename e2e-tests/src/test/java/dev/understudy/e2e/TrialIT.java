package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.OrderStatus;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new revision shows what it is worth when it leads; and people go back to an old one. */
@ExtendWith(Cluster.class)
class TrialIT {
  private static final int MEMBERS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TRIAL = "understudy.dev/trial";
  private static final String NUMBER = "understudy.dev/revision-number";
  private static final String REVISION = "understudy.dev/revision";

  private static String orders(String revision, String update) {
    return Manifests.updating(
        update, Manifests.orders("ActivePassive", MEMBERS, "HoldLast", revision, 0));
  }

  @Test
  void theOldVersionLeadsAgainIfTheNewOneFails(Space space) {
    Faults faults = new Faults(space);
    space.apply(orders("1", "trialSeconds: 120"));
    space.awaitMembers(MEMBERS);
    Leader old = space.leader();
    Load load = Load.on(space);
    space.apply(orders("2", "trialSeconds: 120"));
    Leader tried = space.leaderAfter(old, PATIENCE);
    assertThat(trial(space)).isEqualTo(Space.labels(tried.pod()).get(REVISION));
    faults.kill(tried.pod());
    Leader back = space.leaderAfter(tried);
    Load.go(1);
    space.measured("the way back from a version that fails: " + Load.outage(load.stop()));
    assertThat(back.name()).as("leads again").isEqualTo(old.name());
    assertThat(back.epoch()).isEqualTo(tried.epoch() + 1);
    assertStopped(space);
    faults.crashOperators();
    Load.go(5); // the killed member is ready again, and the new operators have had their passes
    space.assertStillLeads(back);
    assertStopped(space);

    mend(space, back);
  }

  private static void assertStopped(Space space) {
    String why = space.awaitCondition(Space.NAME, "Progressing", "False", "TrialFailed");
    assertThat(why).contains("undo=previous").contains("trialSeconds: 0");
    space.awaitCondition(Space.NAME, "Ready", "False", "TrialFailed");
    assertThat(trial(space)).endsWith(" failed");
    assertThat(space.members())
        .filteredOn(it -> it.getMetadata().getDeletionTimestamp() == null)
        .hasSize(MEMBERS + 1);
    assertThat(space.events())
        .anyMatch(it -> "TrialFailed".equals(it.getReason()) && "Warning".equals(it.getType()));
  }

  private static void mend(Space space, Leader before) {
    Load load = Load.on(space);
    space.apply(orders("3", "trialSeconds: 5"));
    awaitAllOf(space, "3");
    Leader after = space.leader();
    Load.go(1);
    Analysis analysis = load.stop();
    assertThat(after.epoch()).as("one switchover").isEqualTo(before.epoch() + 1);
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
    space.awaitCondition(Space.NAME, "Progressing", "True", "Serving");
    assertThat(space.events()).extracting(Event::getReason).contains("TrialPassed");
    assertThat(annotations(space)).doesNotContainKey(TRIAL);
    space.measured("the mended version: " + Load.outage(analysis));
  }

  @Test
  void anOldRevisionIsDeclaredAgain(Space space) {
    space.apply(orders("1", "trialSeconds: 0"));
    space.awaitMembers(MEMBERS);
    space.apply(orders("2", "trialSeconds: 0"));
    awaitAllOf(space, "2");
    List<String> first = List.of("1", "2");
    Space.eventually(() -> assertThat(history(space)).containsExactlyElementsOf(first));
    Load load = Load.on(space);
    annotate(space, "undo", "previous");
    awaitAllOf(space, "1");
    Load.go(1);
    Load.assertNothingFailed(load.stop().only(Kind.FRESH));
    assertAnswered(space, "previous", OrderStatus.Answer.Done, "revision 1");
    Space.eventually(() -> assertThat(history(space)).containsExactly("2", "3"));
    annotate(space, "undo", "17");
    assertAnswered(space, "17", OrderStatus.Answer.Refused, "there are these: 2 (");
    annotate(space, "undo", "2");
    awaitAllOf(space, "2");
  }

  /** As how-it-works.md says it. */
  @Test
  void aRestartIsAChangeOfTheTemplate(Space space) {
    space.apply(orders("1", "trialSeconds: 0"));
    space.awaitMembers(MEMBERS);
    List<String> old = space.members().stream().map(Space::name).toList();
    space.patch(
        """
        {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"17"}}}}}
        """);
    Space.eventually(
        PATIENCE,
        () ->
            assertThat(space.readyMembers())
                .extracting(Space::name)
                .hasSize(MEMBERS)
                .doesNotContainAnyElementsOf(old));
  }

  @Test
  void aPausedUpdateReplacesNobodyAndFailsOver(Space space) {
    space.apply(orders("1", "paused: true"));
    space.awaitMembers(MEMBERS);
    Leader leader = space.leader();
    List<String> old = space.members().stream().map(Space::name).toList();
    space.apply(orders("2", "paused: true"));
    space.awaitCondition(Space.NAME, "Progressing", "False", "UpdatePaused");
    space.patch("{\"spec\":{\"replicas\":3}}");
    Space.eventually(() -> assertThat(space.readyMembers()).hasSize(3));
    assertThat(space.members()).extracting(TrialIT::revision).containsOnly("1");
    new Faults(space).kill(leader.pod());
    Leader next = space.leaderAfter(leader);
    assertThat(next.name()).isNotEqualTo(leader.name());
    assertThat(space.members()).extracting(Space::name).containsAll(old);
    space.apply(orders("2", "trialSeconds: 0"));
    awaitAllOf(space, "2");
  }

  private static void awaitAllOf(Space space, String revision) {
    Space.eventually(
        PATIENCE,
        () -> {
          assertThat(space.members())
              .extracting(TrialIT::revision)
              .hasSizeGreaterThanOrEqualTo(MEMBERS)
              .containsOnly(revision);
          assertThat(space.readyMembers()).hasSameSizeAs(space.members());
          assertThat(space.has().getStatus().observedGeneration)
              .isEqualTo(space.has().getMetadata().getGeneration());
        });
  }

  /** What the manifest calls it. */
  private static String revision(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(it -> "REVISION".equals(it.getName()))
        .map(it -> it.getValue())
        .findFirst()
        .orElse("");
  }

  private static Map<String, String> annotations(Space space) {
    return space.lease().getMetadata().getAnnotations();
  }

  private static String trial(Space space) {
    return annotations(space).getOrDefault(TRIAL, "");
  }

  /** The numbers of the revisions that are kept, as {@code kubectl get rs -L} shows them. */
  private static List<String> history(Space space) {
    return space
        .client()
        .apps()
        .replicaSets()
        .inNamespace(space.namespace())
        .withLabel(NUMBER)
        .list()
        .getItems()
        .stream()
        .map(TrialIT::number)
        .sorted()
        .toList();
  }

  private static String number(ReplicaSet set) {
    return set.getMetadata().getLabels().getOrDefault(NUMBER, "");
  }

  private static void annotate(Space space, String what, String words) {
    space
        .shell()
        .run(
            "kubectl",
            "annotate",
            "--namespace",
            space.namespace(),
            "has",
            Space.NAME,
            "understudy.dev/" + what + "=" + words);
  }

  private static void assertAnswered(
      Space space, String order, OrderStatus.Answer answer, String words) {
    Space.eventually(() -> {
      OrderStatus undo =
          Objects.requireNonNullElseGet(space.has().getStatus().undo, OrderStatus::new);
      assertThat(undo.order).isEqualTo(order);
      assertThat(undo.answer).as(undo.message).isEqualTo(answer);
      assertThat(undo.message).contains(words);
      assertThat(space.has().getMetadata().getAnnotations())
          .doesNotContainKey("understudy.dev/undo");
    });
  }
}
