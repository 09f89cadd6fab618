package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.understudy.api.ActiveActiveSpec;
import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.Failback;
import dev.understudy.api.Fencing;
import dev.understudy.api.Loss;
import dev.understudy.api.Mode;
import dev.understudy.api.UpdateSpec;
import dev.understudy.api.WhenNoCandidate;
import dev.understudy.decision.ForeignPod;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.ReplicaSetView;
import dev.understudy.decision.Route;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.Testimony;
import dev.understudy.decision.Trial;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.WorkloadManifest;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObserverTest {
  private static final MemberId LOST = new MemberId("orders-1-abcde-0123456789");

  /** Whoever is asked for is there. */
  private static final Witness THERE = saying(false, false);

  private final Scene scene = new Scene();

  @Nested
  class Members {
    @Test
    void areThePodsOfOurReplicaSetsByName() {
      assertThat(scene.pod("b").pod("a").observe().members())
          .extracting(Member::pod)
          .containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource(names = {"OWNED_BY_ANOTHER", "OWNED_IN_NAME_ONLY", "WITHOUT_OWNER"})
    void areNoPodsOfOthersThoughTheyCarryOurLabel(PodFacet facet) {
      assertThat(scene.pod("a", facet::of).observe().members()).isEmpty();
    }

    @Test
    void areNoPodsOfAReplicaSetOfAnotherWithOurLabel() {
      assertThat(scene.pod("a").replicaSet(ObserverTest::ofAnother).observe().members()).isEmpty();
    }
  }

  @Nested
  class Impostors {
    @ParameterizedTest
    @EnumSource(names = {"OWNED_BY_ANOTHER", "OWNED_IN_NAME_ONLY", "WITHOUT_OWNER"})
    void arePodsOfOthersThatCarryALabelWhichIsNotTheirOwn(PodFacet owner) {
      assertThat(
              scene
                  .pod("a", pod -> owner.of(PodFacet.LABEL_OF_ANOTHER.of(pod)))
                  .observe()
                  .impostors())
          .containsExactly(new ForeignPod("a", "uid-of-a", "somebody-else"));
    }

    /** The cache of ReplicaSets may be behind that of pods, just after an update has begun. */
    @Test
    void areNoMembersWhoseReplicaSetIsNotSeenYet() {
      assertThat(scene.pod("a", PodFacet.OWNED_BY_ANOTHER::of).observe().impostors()).isEmpty();
    }

    @Test
    void areNoPodsWithoutTheLabel() {
      assertThat(
              scene
                  .pod("a", pod -> PodFacet.WITHOUT_OWNER.of(PodFacet.UNLABELLED.of(pod)))
                  .pod("b", pod -> PodFacet.WITHOUT_OWNER.of(PodFacet.WITHOUT_LABELS.of(pod)))
                  .observe()
                  .impostors())
          .isEmpty();
    }

    /** They are told their own label instead. */
    @Test
    void areNoMembersOfOurs() {
      assertThat(scene.pod("a", PodFacet.LABEL_OF_ANOTHER::of).observe().impostors()).isEmpty();
    }
  }

  @Nested
  class Service {
    @Test
    void isAbsent() {
      assertThat(scene.observe().service()).isEqualTo(new ServiceView.Absent());
    }

    @Test
    void isClaimedBecauseWeCreatedIt() {
      assertThat(scene.service().observe().service())
          .isEqualTo(
              new ServiceView.Claimed(
                  new Route.ToAll(), 3, "71", Duration.ZERO, false, true, Set.of()));
    }

    @Test
    void isClaimedBecauseWeAdoptedIt() {
      assertThat(scene.service(service -> adoptedBy(service, "orders")).observe().service())
          .isEqualTo(
              new ServiceView.Claimed(
                  new Route.ToAll(), 3, "71", Duration.ZERO, true, true, Set.of()));
    }

    @Test
    void isFreeIfItBelongsToNobody() {
      assertThat(scene.service(ObserverTest::ofNobody).observe().service())
          .isEqualTo(new ServiceView.Free("71"));
    }

    /** Its label and epoch may have been copied with the rest of its manifest. */
    @Test
    void isFreeEvenWithoutAnnotationsAndLabels() {
      assertThat(
              scene
                  .service(service ->
                      ofNobody(service)
                          .editMetadata()
                          .withLabels(null)
                          .withAnnotations(null)
                          .endMetadata())
                  .observe()
                  .service())
          .isEqualTo(new ServiceView.Free("71"));
    }

    @Test
    void isTakenByItsController() {
      assertThat(
              scene
                  .service(service ->
                      service
                          .editMetadata()
                          .editMatchingOwnerReference(it -> true)
                          .withKind("Gateway")
                          .withName("edge")
                          .withUid("uid-of-edge")
                          .endOwnerReference()
                          .endMetadata())
                  .observe()
                  .service())
          .isEqualTo(new ServiceView.Taken("Gateway edge"));
    }

    /** Made anew under its name before Kubernetes has deleted what the old one owned. */
    @Test
    void isTakenByAFormerHAServiceOfTheSameName() {
      assertThat(
              scene.declares(has -> has.getMetadata().setUid("new")).service().observe().service())
          .isEqualTo(new ServiceView.Taken("HAService orders"));
    }

    @Test
    void isTakenByAnotherThatAdoptedIt() {
      assertThat(scene.service(service -> adoptedBy(service, "catalog")).observe().service())
          .isEqualTo(new ServiceView.Taken("HAService catalog, which adopted it"));
    }

    @Test
    void showsItsRoute() {
      MemberId a = Names.member("a", "uid-of-a");
      assertThat(routeOf(Map.of(Marks.SERVICE, "orders", Marks.MEMBER, a.value())))
          .isEqualTo(new Route.ToOne(a));
      assertThat(routeOf(Map.of(Marks.SERVICE, "orders", Marks.MEMBER, Marks.NO_MEMBER)))
          .isEqualTo(new Route.Closed());
      assertThat(routeOf(Map.of("app", "orders"))).isEqualTo(new Route.Foreign());
      assertThat(routeOf(null)).isEqualTo(new Route.Foreign());
    }

    private Route routeOf(@Nullable Map<String, String> selector) {
      return claimed(service -> service.editSpec().withSelector(selector).endSpec()).route();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "-1, 0", "seven, 0", "'', 0", "3000000000, 0"})
    void knowsTheEpochUnlessSomebodyHasEditedIt(String annotation, long epoch) {
      assertThat(
              claimed(service ->
                      service
                          .editMetadata()
                          .addToAnnotations(Marks.EPOCH, annotation)
                          .endMetadata())
                  .epoch())
          .isEqualTo(epoch);
    }

    @Test
    void hasNoEpochWithoutTheAnnotation() {
      assertThat(
              claimed(service -> service.editMetadata().withAnnotations(null).endMetadata())
                  .epoch())
          .isZero();
    }

    @Test
    void isSettledSinceItsRouteChanged() {
      scene.service().observe();
      assertThat(claimed(it -> it.editMetadata().withResourceVersion("90").endMetadata()))
          .isEqualTo(
              new ServiceView.Claimed(
                  new Route.ToAll(), 3, "90", Duration.ZERO, false, true, Set.of()));
      scene.after(Duration.ofSeconds(2));
      assertThat(claimed(it -> it).settledFor()).isEqualTo(Duration.ofSeconds(2));
      assertThat(claimed(it -> it.editSpec().withSelector(Map.of()).endSpec()).settledFor())
          .isZero();
    }

    /** Its leader may have been replaced and have come back, and nobody saw it. */
    @Test
    void isNotSettledIfItsRouteIsTheSameAtAnotherEpoch() {
      scene.service().observe();
      scene.after(Duration.ofSeconds(2));
      assertThat(
              claimed(it -> it.editMetadata().addToAnnotations(Marks.EPOCH, "5").endMetadata())
                  .settledFor())
          .isZero();
    }

    @Test
    void isSettledSinceItIsSeenIfTheHAServiceWasGoneMeanwhile() {
      scene.service().observe();
      scene.after(Duration.ofSeconds(2)).forget();
      assertThat(claimed(it -> it).settledFor()).isZero();
    }

    @Test
    void isNotAsDeclared() {
      assertThat(claimed(it -> it.editSpec().withType("NodePort").endSpec()).asDeclared())
          .isFalse();
      assertThat(claimed(it -> it.editSpec().withPorts().endSpec()).asDeclared()).isFalse();
    }

    @Test
    void keepsWhatItHadIfItWasAdopted() {
      assertThat(
              claimed(it -> adoptedBy(it, "orders").editSpec().withType("NodePort").endSpec())
                  .asDeclared())
          .isTrue();
    }

    private ServiceView.Claimed claimed(UnaryOperator<ServiceBuilder> but) {
      return assertThat(scene.service(but).observe().service())
          .asInstanceOf(type(ServiceView.Claimed.class))
          .actual();
    }
  }

  @Nested
  class Lease {
    @Test
    void isAbsent() {
      assertThat(scene.observe().lease()).isEqualTo(new LeaseView.Absent());
    }

    @Test
    void isOurs() {
      assertThat(scene.lease().observe().lease())
          .isEqualTo(
              new LeaseView.Ours(
                  Optional.of(new MemberId("orders-1-abcde-0123456789")),
                  3,
                  "72",
                  List.of(),
                  dev.understudy.decision.Fencing.NONE));
    }

    @Test
    void saysWhatIsTried() {
      assertThat(trial("5d41402abc")).isEqualTo(new Trial.On("5d41402abc"));
      assertThat(trial("5d41402abc failed")).isEqualTo(new Trial.Failed("5d41402abc"));
      assertThat(scene.lease().observe().lease().trial()).isEqualTo(Trial.NONE);
    }

    private Trial trial(String annotation) {
      return scene
          .lease(it -> it.editMetadata().addToAnnotations(Marks.TRIAL, annotation).endMetadata())
          .observe()
          .lease()
          .trial();
    }

    @Test
    void isVacant() {
      assertThat(holder(null)).isEmpty();
      assertThat(holder("")).isEmpty();
    }

    /** No label can have such a value: no member of ours has this name. */
    @Test
    void isVacantIfItsHolderCannotBeAMember() {
      assertThat(holder("a".repeat(64))).isEmpty();
      assertThat(holder("a".repeat(63))).contains(new MemberId("a".repeat(63)));
    }

    private Optional<MemberId> holder(@Nullable String identity) {
      return scene
          .lease(it -> it.editSpec().withHolderIdentity(identity).endSpec())
          .observe()
          .lease()
          .leader();
    }

    @Test
    void hasAnEpochUnlessSomebodyHasEditedIt() {
      assertThat(epoch(7)).isEqualTo(7);
      assertThat(epoch(-1)).isZero();
      assertThat(epoch(null)).isZero();
    }

    private long epoch(@Nullable Integer transitions) {
      return scene
          .lease(it -> it.editSpec().withLeaseTransitions(transitions).endSpec())
          .observe()
          .lease()
          .reached();
    }

    @Test
    void isTakenByItsController() {
      assertThat(
              scene
                  .lease(lease ->
                      lease
                          .editMetadata()
                          .editMatchingOwnerReference(it -> true)
                          .withKind("Database")
                          .withName("ledger")
                          .withUid("uid-of-ledger")
                          .endOwnerReference()
                          .endMetadata())
                  .observe()
                  .lease())
          .isEqualTo(new LeaseView.Taken("Database ledger"));
    }

    @Test
    void isTakenByItsHolderIfNobodyControlsIt() {
      assertThat(taken("leader-7")).isEqualTo(new LeaseView.Taken("leader-7"));
    }

    @Test
    void isTakenBySomebodyIfItDoesNotSayByWhom() {
      assertThat(taken(null)).isEqualTo(new LeaseView.Taken("somebody else"));
      assertThat(taken("")).isEqualTo(new LeaseView.Taken("somebody else"));
    }

    private LeaseView taken(@Nullable String holder) {
      return scene
          .lease(it ->
              it.editMetadata()
                  .withOwnerReferences()
                  .endMetadata()
                  .editSpec()
                  .withHolderIdentity(holder)
                  .endSpec())
          .observe()
          .lease();
    }
  }

  @Nested
  class ReplicaSets {
    @Test
    void areOursAlone() {
      assertThat(scene.observe().replicaSets())
          .containsExactly(new ReplicaSetView("1", 2, "73", Optional.empty()));
      assertThat(scene.replicaSet(ObserverTest::ofAnother).observe().replicaSets()).isEmpty();
    }

    @Test
    void keepOnePodUnlessTheySayHowMany() {
      assertThat(seen(it -> it.editSpec().withReplicas(null).endSpec()).replicas()).isEqualTo(1);
      assertThat(seen(it -> it.editSpec().withReplicas(0).endSpec()).replicas()).isZero();
    }

    @Test
    void areOfNoRevisionWithoutTheLabel() {
      assertThat(seen(it -> it.editMetadata().withLabels(null).endMetadata()).revision()).isEmpty();
    }

    @Test
    void haveANumberOrNone() {
      assertThat(seen(it -> numbered(it, "7")).number()).isEqualTo(7);
      assertThat(seen(it -> numbered(it, "seven")).number()).isZero();
      assertThat(seen(it -> it).number()).isZero();
    }

    private static ReplicaSetBuilder numbered(ReplicaSetBuilder set, String number) {
      return set.editMetadata().addToLabels(Marks.NUMBER, number).endMetadata();
    }

    @Test
    void sayWhyTheyCannotMakePods() {
      assertThat(seen(it -> failure(it, "True")).refusal()).contains("exceeded quota");
      assertThat(seen(it -> failure(it, "False")).refusal()).isEmpty();
      assertThat(seen(it -> it.withStatus(null)).refusal()).isEmpty();
    }

    private ReplicaSetView seen(UnaryOperator<ReplicaSetBuilder> but) {
      return scene.replicaSet(but).observe().replicaSets().getFirst();
    }

    private static ReplicaSetBuilder failure(ReplicaSetBuilder set, String status) {
      return set.editStatus()
          .addNewCondition()
          .withType("ReplicaFailure")
          .withStatus(status)
          .withMessage("exceeded quota")
          .endCondition()
          .endStatus();
    }
  }

  @Nested
  class Failovers {
    /** The leader is the one whom the Lease names. */
    private Failovers leads(String pod) {
      scene.lease(it ->
          it.editSpec()
              .withHolderIdentity(Names.member(pod, "uid-of-" + pod).value())
              .withLeaseTransitions(++epoch)
              .endSpec());
      return this;
    }

    private int epoch;

    private List<Duration> seen() {
      return scene.observe().failovers();
    }

    private void failsOver(String from, String to) {
      scene.pod(to).pod(from, PodFacet.NOT_READY::of);
      assertThat(scene.observe().holder()).isPresent();
      leads(to);
      scene.observe();
    }

    @Test
    void areNoneAtFirst() {
      scene.pod("a", PodFacet.NOT_READY::of);
      assertThat(leads("a").seen()).isEmpty();
      assertThat(seen()).isEmpty();
    }

    @Test
    void areSeenWhenALeaderThatFailedIsReplaced() {
      leads("a").failsOver("a", "b");
      assertThat(seen()).containsExactly(Duration.ZERO);
      scene.after(Duration.ofSeconds(5));
      failsOver("b", "a");
      scene.after(Duration.ofSeconds(2));
      assertThat(seen()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(7));
    }

    /** Whether another takes over in the same write, or later. */
    @Test
    void areSeenWhenItsLeaseIsVacated() {
      scene.pod("a", PodFacet.NOT_READY::of);
      leads("a").seen();
      scene.lease(it -> it.editSpec().withHolderIdentity("").withLeaseTransitions(2).endSpec());
      assertThat(seen()).hasSize(1);
      scene.pod("b");
      assertThat(leads("b").seen()).hasSize(1);
    }

    @Test
    void areNoSwitchovers() {
      scene.pod("a").pod("b");
      leads("a").seen();
      assertThat(leads("b").seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETED", "EVICTED"})
    void areNotThoseOfALeaderThatIsTakenAway(PodFacet how) {
      scene.pod("a", pod -> how.of(PodFacet.NOT_READY.of(pod))).pod("b");
      leads("a").seen();
      assertThat(leads("b").seen()).isEmpty();
    }

    @Test
    void areNoneForALeaderThatRecovers() {
      scene.pod("a", PodFacet.NOT_READY::of).pod("b");
      leads("a").seen();
      scene.pod("a");
      assertThat(seen()).isEmpty();
      assertThat(leads("b").seen()).isEmpty();
    }

    @Test
    void areForgottenWithTheirHAService() {
      leads("a").failsOver("a", "b");
      scene.forget();
      assertThat(seen()).isEmpty();
    }

    @Test
    void areTheLatestSixteen() {
      leads("a");
      for (int i = 0; i < 10; i++) {
        failsOver("a", "b");
        failsOver("b", "a");
        scene.after(Duration.ofSeconds(1));
      }
      assertThat(seen())
          .hasSize(16)
          .startsWith(Duration.ofSeconds(1))
          .endsWith(Duration.ofSeconds(8));
    }
  }

  /** A view that is behind must not make a leader look lost. */
  @Nested
  class Unseen {
    private final Scene passive = scene.pod("a").pod("b");

    @Test
    void isALeaderThatIsThere() {
      assertThat(passive.lease().witness(THERE).observe().testimony().unseen())
          .containsExactly(LOST);
    }

    @Test
    void isTheRoutedMemberThatIsThere() {
      MemberId routed = new MemberId("orders-1-abcde-3333333333");
      routedTo(routed);
      assertThat(passive.witness(THERE).observe().testimony().unseen()).containsExactly(routed);
    }

    @Test
    void isTheRoutedMemberThatAFollowedLeaseMayName() {
      Scene following = followingRoutedTo(Names.member("orders-1-abcde", "3333"));
      assertThat(following.kept(names("orders-1-abcde_7"), Duration.ZERO, true).observe())
          .extracting(seen -> seen.testimony().unseen())
          .isEqualTo(Set.of(Names.member("orders-1-abcde", "3333")));
      assertThat(following.kept(names("orders-1-abcd"), Duration.ZERO, true).observe())
          .extracting(seen -> seen.testimony().unseen())
          .isEqualTo(Set.of());
    }

    private void routedTo(MemberId member) {
      passive.service(it ->
          it.editSpec()
              .withSelector(Map.of(Marks.SERVICE, "orders", Marks.MEMBER, member.value()))
              .endSpec());
    }

    private Scene followingRoutedTo(MemberId routed) {
      passive.declares(has -> {
        has.getSpec().activePassive = new ActivePassiveSpec();
        has.getSpec().activePassive.lease = new dev.understudy.api.LeaseSpec();
        has.getSpec().activePassive.lease.keeper = dev.understudy.api.Keeper.Workload;
      });
      routedTo(routed);
      return passive.witness(THERE);
    }

    private static LeaseBuilder names(String holder) {
      return new LeaseBuilder()
          .withNewSpec()
          .withHolderIdentity(holder)
          .withLeaseDurationSeconds(15)
          .endSpec();
    }

    /** In either mode: it may be out of the rotation of a mode that was. */
    @ParameterizedTest
    @EnumSource
    void isWhoMayBeOutOfTheRotationAndIsThere(dev.understudy.api.Mode mode) {
      MemberId listed = new MemberId("orders-1-abcde-3333333333");
      scene
          .pod("a")
          .declares(has -> has.getSpec().mode = mode)
          .service(it ->
              it.editMetadata()
                  .addToAnnotations(Marks.MAY_BE_OUT, id("a") + "," + listed)
                  .endMetadata());
      assertThat(scene.witness(THERE).observe().testimony().unseen()).containsExactly(listed);
      assertThat(scene.witness(saying(true, false)).observe().testimony().unseen()).isEmpty();
      assertThat(((ServiceView.Claimed) scene.observe().service()).mayBeOut())
          .containsExactlyInAnyOrder(id("a"), listed);
    }

    @Test
    void isNobodyWhoIsGone() {
      assertThat(passive.lease().witness(saying(true, false)).observe().testimony().unseen())
          .isEmpty();
    }

    @Test
    void isAskedOfNobodyInView() {
      passive.lease(it -> heldBy(it, id("a").value()));
      assertThat(passive.witness(THERE).observe().testimony()).isEqualTo(Testimony.NONE);
    }

    @Test
    void isAskedOfNobodyInActiveActive() {
      passive.declares(has -> has.getSpec().mode = Mode.ActiveActive);
      assertThat(passive.lease().witness(THERE).observe().testimony()).isEqualTo(Testimony.NONE);
    }

    @Test
    void isAskedOfNobodyWhenTheHAServiceIsGone() {
      assertThat(passive.lease().gone().witness(THERE).observe().testimony())
          .isEqualTo(Testimony.NONE);
    }
  }

  @Nested
  class Stopped {
    private final Scene gated =
        scene
            .declares(has -> {
              has.getSpec().activePassive = new ActivePassiveSpec();
              has.getSpec().activePassive.fencing = Fencing.StopLeader;
            })
            .pod("a");

    @Test
    void isAskedOfNobodyWithoutFencing() {
      assertThat(new Scene().lease().service().witness(THERE).observe().stopped()).isEmpty();
    }

    /** Nobody is promoted there. */
    @Test
    void isAskedOfNobodyInActiveActive() {
      gated.declares(has -> has.getSpec().mode = Mode.ActiveActive);
      assertThat(gated.lease().observe().stopped()).isEmpty();
    }

    @Test
    void isAskedOfNobodyWhoIsThere() {
      assertThat(gated.lease(it -> heldBy(it, id("a").value())).observe().stopped()).isEmpty();
    }

    @Test
    void isALeaderWhosePodIsNoMore() {
      assertThat(gated.lease().witness(saying(true, true)).observe().stopped())
          .containsExactly(LOST);
      assertThat(gated.lease().witness(saying(false, true)).observe().stopped()).isEmpty();
    }

    @Test
    void isALeaderThatWasDeposed() {
      gated.lease(it -> lastHeldBy(heldBy(it, ""), LOST.value())).witness(saying(true, true));
      assertThat(gated.observe().lease().last()).contains(LOST);
      assertThat(gated.observe().stopped()).containsExactly(LOST);
    }

    @Test
    void isALeaderOnANodeOutOfService() {
      gated
          .lease(it -> heldBy(it, id("a").value()))
          .node(it ->
              it.editSpec()
                  .addNewTaint("NoExecute", "node.kubernetes.io/out-of-service", null, "off")
                  .endSpec());
      assertThat(gated.witness(saying(true, true)).observe().stopped()).containsExactly(id("a"));
      assertThat(gated.witness(saying(true, false)).observe().stopped()).isEmpty();
    }

    private static LeaseBuilder lastHeldBy(LeaseBuilder lease, String last) {
      return lease.editMetadata().addToAnnotations(Marks.LAST_HOLDER, last).endMetadata();
    }
  }

  @Nested
  class Held {
    /** Its ReplicaSet may be gone before it. */
    @Test
    void isAMemberWhoeverOwnsIt() {
      scene.pod(
          "a",
          it -> it.editMetadata().addToFinalizers(Marks.HELD).withOwnerReferences().endMetadata());
      assertThat(scene.observe().members()).extracting(it -> it.pod()).containsExactly("a");
      assertThat(scene.observe().impostors()).isEmpty();
    }
  }

  @Nested
  class Declared {
    @Test
    void hasItsDefaultsFilledIn() {
      scene.declares(has ->
          assertThat(scene.observe().policy())
              .isEqualTo(
                  PolicyBuilder.of(
                          dev.understudy.decision.Mode.ACTIVE_PASSIVE,
                          2,
                          WorkloadManifest.revision(has))
                      .trial(Duration.ofSeconds(30))
                      .history(2)
                      .build()));
    }

    @Test
    void isReadWhole() {
      scene.declares(has -> {
        has.getSpec().mode = Mode.ActiveActive;
        has.getSpec().replicas = 0;
        has.getSpec().paused = true;
        has.getSpec().update = new UpdateSpec();
        has.getSpec().update.trialSeconds = 7;
        has.getSpec().update.paused = true;
        has.getSpec().update.revisionHistoryLimit = 3;
        has.getSpec().activePassive = new ActivePassiveSpec();
        has.getSpec().activePassive.whenNoCandidate = WhenNoCandidate.Close;
        has.getSpec().activePassive.failback = Failback.Preferred;
        has.getSpec().activeActive = new ActiveActiveSpec();
        has.getSpec().activeActive.survive = Loss.Zone;
        Objects.requireNonNull(has.getSpec().service).ports = List.of();
        assertThat(scene.observe().policy())
            .isEqualTo(
                PolicyBuilder.of(
                        dev.understudy.decision.Mode.ACTIVE_ACTIVE,
                        0,
                        WorkloadManifest.revision(has))
                    .whenNoCandidate(dev.understudy.decision.WhenNoCandidate.CLOSE)
                    .failback(dev.understudy.decision.Failback.PREFERRED)
                    .trial(Duration.ofSeconds(7))
                    .updatePaused(true)
                    .history(3)
                    .survive(dev.understudy.decision.Loss.ZONE)
                    .withoutPorts()
                    .paused()
                    .build());
      });
    }

    @Test
    void isBeingDeletedOrGone() {
      assertThat(new Scene().gone().observe().policy().deleting()).isTrue();
      assertThat(
              scene
                  .declares(has -> has.getMetadata().setDeletionTimestamp("2026-11-24T13:00:00Z"))
                  .observe()
                  .policy()
                  .deleting())
          .isTrue();
    }
  }

  private static ReplicaSetBuilder ofAnother(ReplicaSetBuilder set) {
    return set.editMetadata()
        .editMatchingOwnerReference(it -> true)
        .withUid("uid-of-another")
        .endOwnerReference()
        .endMetadata();
  }

  private static ServiceBuilder ofNobody(ServiceBuilder service) {
    return service.editMetadata().withOwnerReferences().endMetadata();
  }

  private static ServiceBuilder adoptedBy(ServiceBuilder service, String has) {
    return ofNobody(service).editMetadata().addToAnnotations(Marks.ADOPTED_BY, has).endMetadata();
  }

  private static Witness saying(boolean gone, boolean outOfService) {
    return new Witness() {
      @Override
      public boolean isGone(MemberId member) {
        return gone;
      }

      @Override
      public boolean isThere(MemberId member) {
        return !gone;
      }

      @Override
      public boolean isOutOfService(String node) {
        return outOfService;
      }
    };
  }

  private static MemberId id(String pod) {
    return Names.member(pod, "uid-of-" + pod);
  }

  private static LeaseBuilder heldBy(LeaseBuilder lease, String holder) {
    return lease.editSpec().withHolderIdentity(holder).endSpec();
  }
}
