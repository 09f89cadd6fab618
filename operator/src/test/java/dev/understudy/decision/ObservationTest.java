package dev.understudy.decision;

import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Holder A = new Holder.Of(id("a"));

  @Test
  void isTheSameInWhateverOrderMembersWereFound() {
    assertThat(activePassive().member("b").member("a").observation().members())
        .extracting(Member::pod)
        .containsExactly("a", "b");
  }

  @Test
  void hasTheEpochOfTheLeaseUnlessThatIsTheWorkloads() {
    assertThat(activePassive().leaseOf("a", 4).routeTo("a", 3).observation().epoch()).isEqualTo(4);
    assertThat(activePassive().follows(A, 9).routeTo("a", 3).observation().epoch()).isEqualTo(3);
    assertThat(activeActive().follows(A, 9).routeToAll(3).observation().epoch()).isZero();
  }

  @Test
  void hasALeaderOnceTheLeaseNamesIt() {
    Given granted = activePassive().member("a").leaseOf("a", 4).routeTo("b", 3);
    assertThat(granted.observation().leading()).map(Member::pod).contains("a");
    assertThat(activePassive().member("b").leads("a", 4).observation().leading()).isEmpty();
  }

  @Test
  void hasALeaderOfItsOwnElectionOnceTheRouteIsOpenToItToo() {
    Given elected = activePassive().member("a").follows(A, 9);
    assertThat(elected.routeTo("b", 3).observation().leading()).isEmpty();
    assertThat(elected.routeTo("a", 3).observation().leading()).map(Member::pod).contains("a");
  }

  @Test
  void knowsWhoHeldALeaseOfOurs() {
    LeaseView vacated =
        new LeaseView.Ours(Optional.empty(), 4, "1", List.of(id("a")), Fencing.NONE);
    assertThat(vacated.last()).contains(id("a"));
    assertThat(new LeaseView.Absent().last()).isEmpty();
    assertThat(new LeaseView.Kept(A, true, Duration.ZERO, 4).last()).isEmpty();
  }

  @Test
  void grantsLeasesWhereOneLeadsAndTheOperatorKeepsWhoItIs() {
    assertThat(activePassive().observation().policy().grantsLeases()).isTrue();
    assertThat(activeActive().observation().policy().grantsLeases()).isFalse();
    assertThat(activePassive().follows(A, 9).observation().policy().grantsLeases()).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    Policy policy = activePassive().observation().policy();
    Member member = Given.pod("a", Given.NEW);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeaseView.Kept(A, true, Duration.ofNanos(-1), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeaseView.Kept(A, true, Duration.ZERO, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MemberId(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new MemberId("m".repeat(64)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Told(new Role.Standby(), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemberBuilder.like(member).readyFor(Duration.ofNanos(-1)).build());
    assertThatIllegalArgumentException().isThrownBy(() -> policy(policy, -1, "1", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> policy(policy, 1, "", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> policy(policy, 1, "1", "unreadable"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decision(List.of(), Optional.empty()));
  }

  @Test
  void takesWhatJustCanBe() {
    Policy policy = activePassive().observation().policy();
    assertThat(new MemberId("m".repeat(63)).value()).hasSize(63);
    assertThat(policy(policy, 0, "", "unreadable").replicas()).isZero();
    assertThat(new Told(new Role.Standby(), 0).epoch()).isZero();
  }

  private static Policy policy(Policy like, int replicas, String revision, String flaw) {
    return new Policy(
        like.mode(),
        like.maker(),
        replicas,
        like.succession(),
        like.update(),
        Optional.empty(),
        revision,
        Optional.of(flaw)
            .filter(it -> !it.isEmpty())
            .map(it -> new Flaw(Reason.TemplateUnreadable, it)),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }
}
