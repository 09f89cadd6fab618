package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Course;
import dev.understudy.harness.Election;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The members elect by a Lease of their own, and the route follows. */
@ExtendWith(Cluster.class)
class FollowIT {
  private static String orders(String revision) {
    return Manifests.orders("ActivePassive", 2, "HoldLast", revision, 0)
        .replace(
            "activePassive: {",
            "activePassive: {lease: {keeper: Workload, name: " + Election.LEASE + "}, ");
  }

  @Test
  void theHolderChanges(Space space) {
    twoMembers(space);
    assertThat(space.awaitCondition(Space.NAME, "LeaderPresent", "False", "LeaseAwaited"))
        .contains("there is no Lease yet");
    String a = Space.name(space.members().getFirst());
    String b = Space.name(space.members().getLast());
    try (Course course = new Course(space);
        Election election = new Election(space)) {
      election.join(a);
      follows(space, a);
      space.measured("from the first holder to the route: " + millis(course.sinceHeld(a, to(a))));
      election.join(b);
      election.leave(a);
      follows(space, b);
      space.measured("from the next holder to the route: " + millis(course.sinceHeld(b, to(b))));
      onlyAnswers(space, b);

      election.freeze(b);
      assertThat(space.awaitCondition(Space.NAME, "LeaderPresent", "False", "LeaseLapsed"))
          .contains(b + " has not renewed the Lease");
      assertThat(space.selector()).containsEntry(Space.MEMBER, "closed");
      space.measured(
          "from the last renewal of a Lease of "
              + millis(Election.HOLDS)
              + " to the route closed: "
              + millis(course.sinceRenewal(Course.Routed::isClosed)));
      election.join(a);
      follows(space, a);
      space.measured("from the taker to the route: " + millis(course.sinceHeld(a, to(a))));
      assertThat(course.routed())
          .extracting(Course.Routed::epoch)
          .isSorted()
          .doesNotHaveDuplicates();
    }
    assertThat(space.has().getStatus().failovers)
        .extracting(it -> it.reason + " " + it.to)
        .containsExactly("HolderFollowed " + a, "HolderFollowed " + b, "HolderFollowed " + a);
    assertThat(space.events())
        .extracting(it -> it.getReason() + " " + it.getType())
        .contains("HolderFollowed Normal", "LeaseLapsed Warning");
  }

  /** Nobody opened the route to it, and it hears what to do. */
  @Test
  void theHolderIsNoMember(Space space) {
    twoMembers(space);
    try (Election election = new Election(space)) {
      election.join("laptop");
      assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "HolderUnknown"))
          .contains("held by laptop_", "set the identity of the workload's election");
      assertThat(space.selector()).containsEntry(Space.MEMBER, "closed");
      Space.eventually(() ->
          assertThat(space.events())
              .extracting(it -> it.getReason() + " " + it.getType())
              .contains("HolderUnknown Warning"));
      election.leave("laptop");
      String member = Space.name(space.members().getFirst());
      election.join(member);
      follows(space, member);
      space.awaitCondition(Space.NAME, "Ready", "True", "Serving");
    }
  }

  /** Its clock is an hour fast, and then an hour slow: only that it writes counts, not what. */
  @Test
  void theClockOfTheHolderIsWrong(Space space) {
    twoMembers(space);
    String holder = Space.name(space.members().getFirst());
    try (Course course = new Course(space)) {
      for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
        ZonedDateTime clock = ZonedDateTime.now(ZoneOffset.UTC).plus(wrong);
        hold(space, holder, clock);
        follows(space, holder);
        int before = course.routed().size();
        for (int second = 1; second <= 2 * Election.HOLDS.toSeconds(); second++) {
          LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
          hold(space, holder, clock.plusSeconds(second));
        }
        assertThat(course.routed()).as("the route stayed").hasSize(before);
        space.awaitCondition(Space.NAME, "LeaderPresent", "False", "LeaseLapsed");
        space.measured(
            "clock off by "
                + wrong
                + ": from the last renewal to the route closed: "
                + millis(course.sinceRenewal(Course.Routed::isClosed)));
      }
    }
  }

  @Test
  void theOperatorsAreKilled(Space space) {
    twoMembers(space);
    Faults faults = new Faults(space);
    String a = Space.name(space.members().getFirst());
    String b = Space.name(space.members().getLast());
    try (Course course = new Course(space);
        Election election = new Election(space)) {
      election.join(a);
      election.join(b);
      Space.eventually(() -> assertThat(election.holder()).isNotEmpty());
      String holder = election.holder();
      follows(space, holder);
      Load load = Load.on(space);
      int before = course.routed().size();
      faults.crashOperators();
      faults.awaitOperators(2);
      Load.go(2 * (int) Election.HOLDS.toSeconds());
      Analysis analysis = load.stop();
      Load.assertNothingFailed(analysis);
      assertThat(course.routed()).as("the route stayed").hasSize(before);
      election.leave(holder);
      follows(space, holder.equals(a) ? b : a);
    }
  }

  /** It hands over by its own election: Understudy deletes it last, and cannot ask anybody else. */
  @Test
  void aNewRevisionIsRolledOut(Space space) {
    twoMembers(space);
    List<String> deleted = new CopyOnWriteArrayList<>();
    try (Election election = new Election(space);
        Watch _ = everyMember(space, election, deleted)) {
      Space.eventually(() -> assertThat(election.holder()).isNotEmpty());
      String old = election.holder();
      follows(space, old);
      space.apply(orders("2"));
      Space.eventually(
          Duration.ofMinutes(2),
          () -> {
            HAService now = space.has();
            assertThat(now.getStatus().observedGeneration)
                .isEqualTo(now.getMetadata().getGeneration());
            assertThat(now.getStatus().updatedReplicas).isEqualTo(2);
            assertThat(space.members()).hasSize(2).allMatch(Space::isReady);
          });
      assertThat(deleted).hasSize(2).last().isEqualTo(old);
      Space.eventually(() -> assertThat(election.holder()).isNotIn(old, ""));
      follows(space, election.holder());
    }
  }

  @Test
  void whatCannotBeIsRefused(Space space) {
    assertThat(space.refusal(orders("1").replace(", name: " + Election.LEASE, "")))
        .contains("with keeper: Workload give the name of the Lease");
    assertThat(
            space.refusal(
                orders("1").replace("activePassive: {", "activePassive: {fencing: StopLeader, ")))
        .contains("StopLeader needs activePassive.lease.keeper: Operator");
    space.apply(orders("1"));
    assertThat(space.refusal(orders("1").replace("keeper: Workload", "keeper: Operator")))
        .contains("activePassive.lease.keeper cannot be changed");
    assertThat(space.refusal(orders("1").replace("keeper: Workload, ", "")))
        .contains("activePassive.lease.keeper cannot be changed");
  }

  private static void twoMembers(Space space) {
    space.apply(orders("1"));
    space.awaitMembers(2);
  }

  /** Waits until all agree that it leads. */
  private static void follows(Space space, String pod) {
    Space.eventually(() -> {
      assertThat(space.selector())
          .containsEntry(
              Space.MEMBER, String.valueOf(Space.labels(space.pod(pod)).get(Space.MEMBER)));
      assertThat(space.has().getStatus().leader).isEqualTo(pod);
    });
    space.awaitCondition(Space.NAME, "LeaderPresent", "True", "Serving");
  }

  private static void onlyAnswers(Space space, String pod) {
    Load load = Load.on(space);
    Load.go(3);
    Analysis analysis = load.stop();
    Load.assertNothingFailed(analysis);
    assertThat(analysis.answers()).extracting(Answers::pod).containsExactly(pod);
  }

  private static Predicate<Course.Routed> to(String pod) {
    return routed -> routed.member().startsWith(pod);
  }

  private static String millis(Duration time) {
    return time.toMillis() + " ms";
  }

  /** As the holder would write it by its own clock. */
  private static void hold(Space space, String pod, ZonedDateTime clock) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(Election.LEASE)
            .withNamespace(space.namespace())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(pod)
            .withRenewTime(clock)
            .withLeaseDurationSeconds(Math.toIntExact(Election.HOLDS.toSeconds()))
            .endSpec()
            .build();
    space.client().resource(lease).fieldManager("holder").forceConflicts().serverSideApply();
  }

  /** Members join when they are ready; one that is deleted stops without a word. */
  private static Watch everyMember(Space space, Election election, List<String> deleted) {
    return space.watchMembers((action, pod) -> {
      String name = Space.name(pod);
      if (Space.isReady(pod)) {
        election.join(pod);
      } else if (pod.getMetadata().getDeletionTimestamp() != null && !deleted.contains(name)) {
        deleted.add(name);
        election.freeze(name);
      }
    });
  }
}
