package dev.understudy.observe;

import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.EVICTED;
import static dev.understudy.decision.Ineligibility.HANGS;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.REFUSES;
import static dev.understudy.decision.Ineligibility.SILENT;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.Marking;
import dev.understudy.decision.Member;
import dev.understudy.decision.Place;
import dev.understudy.decision.Role;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Told;
import dev.understudy.detect.Contact;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MemberReaderTest {
  private static Scene scene() {
    return new Scene().node(Nodes.notReady("not-ready")).node(Nodes.cordoned("cordoned"));
  }

  private static Member member(PodFacet... facets) {
    return scene()
        .pod(
            "a",
            pod -> {
              PodBuilder changed = pod;
              for (PodFacet facet : facets) {
                changed = facet.of(changed);
              }
              return changed;
            })
        .member();
  }

  private static Set<Ineligibility> why(PodFacet... facets) {
    return member(facets).ineligibilities();
  }

  @Test
  void readsAHealthyPod() {
    assertThat(member())
        .isEqualTo(
            new Member(
                Names.member("a", "uid-of-a"),
                "a",
                "uid-of-a",
                Scene.healthy("a").getMetadata().getResourceVersion(),
                "1",
                new Place("green", "a", false),
                Set.of(),
                false,
                false,
                new Marking(0, false, Told.NOTHING, Rotation.IN),
                0,
                Duration.ZERO));
  }

  @Test
  void takesAPodThatIsMadeAgainUnderItsNameForAnotherMember() {
    Member again =
        scene().pod("a", pod -> pod.editMetadata().withUid("another").endMetadata()).member();
    assertThat(again.id()).isNotEqualTo(member().id());
    assertThat(again.ineligibilities()).containsExactly(UNLABELLED);
  }

  @Nested
  class Ineligible {
    /** Every facet of a pod, and why the member may not lead then. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*OWNE[DR].*")
    void isAMemberForTheReasonThatItsPodGives(PodFacet facet) {
      Set<Ineligibility> expected =
          switch (facet) {
            case DELETED -> Set.of(DELETED);
            case EVICTED -> Set.of(EVICTED);
            case WRITTEN_OFF -> Set.of(EVICTED, TERMINATED, NODE_NOT_READY);
            case CONTAINER_TERMINATED,
                CONTAINER_RESTARTING,
                SIDECAR_TERMINATED,
                FAILED,
                SUCCEEDED ->
                Set.of(TERMINATED);
            case NOT_READY, READINESS_NOT_REPORTED, WITHOUT_STATUS -> Set.of(NOT_READY);
            case ON_NODE_NOT_READY -> Set.of(NODE_NOT_READY);
            case UNLABELLED, LABEL_OF_ANOTHER, WITHOUT_LABELS -> Set.of(UNLABELLED);
            case NO_LONGER_EVICTED,
                CONTAINER_STARTING,
                ON_NODE_UNKNOWN,
                ON_NODE_CORDONED,
                NOT_SCHEDULED,
                WITHOUT_REVISION,
                TO_BE_DELETED_LAST,
                COST_IS_NO_NUMBER,
                TOLD_THAT_IT_LEADS,
                TOLD_SOMETHING_ELSE,
                WITHOUT_ANNOTATIONS ->
                Set.of();
            case OWNED_BY_ANOTHER, OWNED_IN_NAME_ONLY, WITHOUT_OWNER ->
                throw new IllegalArgumentException("no member");
          };
      assertThat(why(facet)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void isWhatTheConnectionShows(Contact contact) {
      assertThat(new Scene().pod("a").contact("a", contact).member().ineligibilities())
          .isEqualTo(contact == Contact.REFUSED ? Set.of(REFUSES) : Set.of());
    }

    @ParameterizedTest
    @EnumSource
    void answersIfItIsConnected(Contact contact) {
      assertThat(new Scene().pod("a").contact("a", contact).member().answers())
          .isEqualTo(contact == Contact.HELD || contact == Contact.CLOSES);
    }

    @ParameterizedTest
    @CsvSource({"in, IN", "out, OUT", "other, FOREIGN"})
    void isInTheRotationAsItsLabelSays(String label, Rotation rotation) {
      Member member =
          new Scene()
              .pod("a", pod -> pod.editMetadata().addToLabels(Marks.ROTATION, label).endMetadata())
              .member();
      assertThat(member.marking().rotation()).isEqualTo(rotation);
    }

    /** Nobody is deposed for silence without a second witness. */
    @Test
    void isSilentOnlyIfItsNodeIsToo() {
      Scene scene = new Scene().pod("a").contact("a", Contact.SILENT);
      assertThat(scene.silent("other").member().ineligibilities()).isEmpty();
      assertThat(scene.silent("green").member().ineligibilities()).containsExactly(SILENT);
      assertThat(scene.contact("a", Contact.HELD).member().ineligibilities()).isEmpty();
    }

    @Test
    void hangsIfItDoesNotAnswerInTime() {
      assertThat(new Scene().pod("a").hangs("a").member().ineligibilities()).containsExactly(HANGS);
      assertThat(new Scene().pod("a").hangs("a").member().isServing()).isFalse();
    }

    @Test
    void isAMemberForEveryReasonThatAPodShows() {
      assertThat(
              why(
                  PodFacet.DELETED,
                  PodFacet.EVICTED,
                  PodFacet.CONTAINER_TERMINATED,
                  PodFacet.NOT_READY,
                  PodFacet.ON_NODE_NOT_READY,
                  PodFacet.UNLABELLED))
          .containsExactlyInAnyOrderElementsOf(
              EnumSet.complementOf(EnumSet.of(REFUSES, SILENT, HANGS)));
    }
  }

  @Test
  void knowsWhatItsPodWasTold() {
    assertThat(member(PodFacet.TOLD_THAT_IT_LEADS).marking().told())
        .isEqualTo(new Told(new Role.Leader(7), 7));
    assertThat(member(PodFacet.TOLD_SOMETHING_ELSE).marking().told())
        .isEqualTo(new Told(new Role.Foreign("primary"), 0));
    assertThat(member(PodFacet.WITHOUT_ANNOTATIONS).marking().told()).isEqualTo(Told.NOTHING);
  }

  @Nested
  class Node {
    @Test
    void isNamed() {
      assertThat(member(PodFacet.ON_NODE_NOT_READY).place().node()).isEqualTo("not-ready");
      assertThat(member(PodFacet.ON_NODE_UNKNOWN).place().node()).isEqualTo("unknown");
      assertThat(member(PodFacet.NOT_SCHEDULED).place().node()).isEmpty();
    }

    @Test
    void isCordoned() {
      assertThat(member(PodFacet.ON_NODE_CORDONED).place().cordoned()).isTrue();
      assertThat(member(PodFacet.ON_NODE_UNKNOWN).place().cordoned()).isFalse();
    }
  }

  @Nested
  class Stopped {
    private static final PodFacet[] ENDED = {PodFacet.CONTAINER_TERMINATED, PodFacet.FAILED};

    @Test
    void isWhatEndedByPhaseAndInEveryContainer() {
      assertThat(member(ENDED).stopped()).isTrue();
      assertThat(member(PodFacet.DELETED, ENDED[0], ENDED[1]).stopped()).isTrue();
    }

    /** Its kubelet may not have heard of the deletion, and start the container again. */
    @Test
    void isNotAPodThatIsDeletedAndOfWhichAContainerEnded() {
      assertThat(member(PodFacet.DELETED, PodFacet.CONTAINER_TERMINATED).stopped()).isFalse();
      assertThat(member(PodFacet.DELETED, PodFacet.CONTAINER_RESTARTING).stopped()).isFalse();
    }

    /** The container was between two processes when its node was heard of last. */
    @Test
    void isNotAPodThatWasWrittenOff() {
      assertThat(member(PodFacet.CONTAINER_TERMINATED, PodFacet.WRITTEN_OFF).stopped()).isFalse();
      assertThat(member(PodFacet.CONTAINER_RESTARTING, PodFacet.WRITTEN_OFF).stopped()).isFalse();
    }

    /** Others write the phase, of pods whose node they think is gone. */
    @Test
    void isNotAPodOfWhichThePhaseAloneSaysSo() {
      assertThat(member(PodFacet.FAILED).stopped()).isFalse();
      assertThat(
              scene()
                  .pod(
                      "a",
                      pod ->
                          pod.editStatus().withPhase("Failed").withContainerStatuses().endStatus())
                  .member()
                  .stopped())
          .isFalse();
    }
  }

  @Test
  void isHeldByOurFinalizerOnly() {
    assertThat(
            List.of(
                scene().pod("a", it -> it.editMetadata().addToFinalizers(Marks.HELD).endMetadata()),
                scene().pod("a", it -> it.editMetadata().addToFinalizers("x/y").endMetadata())))
        .extracting(it -> it.member().marking().held())
        .containsExactly(true, false);
  }

  @Nested
  class DeletionCost {
    @Test
    void isThatOfTheAnnotation() {
      assertThat(member(PodFacet.TO_BE_DELETED_LAST).marking().deletionCost()).isEqualTo(100);
    }

    @Test
    void mayBeNegative() {
      assertThat(
              scene()
                  .pod(
                      "a",
                      pod ->
                          pod.editMetadata()
                              .addToAnnotations(Marks.DELETION_COST, "-5")
                              .endMetadata())
                  .member()
                  .marking()
                  .deletionCost())
          .isEqualTo(-5);
    }

    @Test
    void isNoneForKubernetesAndForUsIfItIsNoNumber() {
      assertThat(member(PodFacet.COST_IS_NO_NUMBER).marking().deletionCost()).isZero();
    }
  }

  @Nested
  class Revision {
    @Test
    void isThatOfTheLabel() {
      assertThat(member(PodFacet.WITHOUT_REVISION).revision()).isEmpty();
      assertThat(member(PodFacet.WITHOUT_LABELS).revision()).isEmpty();
    }
  }

  @Nested
  class ReadyFor {
    @Test
    void growsWhileThePodIsReady() {
      Scene scene = scene().pod("a");
      assertThat(scene.member().readyFor()).isZero();
      assertThat(scene.after(Duration.ofMinutes(5)).member().readyFor())
          .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void isNothingWhileThePodIsNotReady() {
      Scene scene = scene().pod("a", PodFacet.NOT_READY::of);
      assertThat(scene.member().readyFor()).isZero();
      assertThat(scene.after(Duration.ofMinutes(5)).member().readyFor()).isZero();
    }

    @Test
    void beginsAnewWhenThePodBecomesReadyAgain() {
      Scene scene = scene().pod("a");
      scene.member();
      scene.after(Duration.ofMinutes(5)).pod("a", PodFacet.NOT_READY::of).member();
      assertThat(scene.after(Duration.ofMinutes(5)).pod("a").member().readyFor()).isZero();
    }

    @Test
    void isOfOnePodAndNotOfAnotherUnderItsName() {
      Scene scene = scene().pod("a");
      scene.member();
      assertThat(
              scene
                  .after(Duration.ofMinutes(5))
                  .pod("a", pod -> pod.editMetadata().withUid("another").endMetadata())
                  .member()
                  .readyFor())
          .isZero();
    }

    /** Else a process that runs for years would remember every pod there ever was. */
    @Test
    void isForgottenWithThePod() {
      Scene scene = scene().pod("a").pod("b");
      scene.observe();
      scene.after(Duration.ofMinutes(5)).without("b").observe();
      assertThat(scene.pod("b").observe().members())
          .extracting(Member::readyFor)
          .containsExactly(Duration.ofMinutes(5), Duration.ZERO);
    }
  }
}
