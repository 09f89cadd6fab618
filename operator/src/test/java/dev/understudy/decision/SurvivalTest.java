package dev.understudy.decision;

import static dev.understudy.decision.BudgetTest.spread;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurvivalTest {
  private static Survival survival(Given given) {
    return Survival.of(given.observation()).orElseThrow();
  }

  @Test
  void holdsIfHalfOfTheReplicasAreLeft() {
    assertThat(survival(spread(Loss.ZONE, "a", "a", "b", "b")))
        .isEqualTo(
            new Survival(
                true,
                "Zone a has 2 of 4 members that serve; without it 2 of 4 replicas are left, each"
                    + " with at most 200 % of its load."));
    assertThat(survival(spread(Loss.NODE, "x", "y", "z")).sentence())
        .isEqualTo(
            "Node x has 1 of 3 members that serve; without it 2 of 3 replicas are left, each with"
                + " at most 150 % of its load.");
  }

  @Test
  void doesNotHoldIfFewerAre() {
    assertThat(survival(spread(Loss.ZONE, "a", "b", "b")))
        .isEqualTo(
            new Survival(
                false,
                "Zone b has 2 of 3 members that serve; without it 1 of 3 replicas are left, and"
                    + " half of them are needed: have members serve in more zones, as many in"
                    + " each."));
    assertThat(survival(spread(Loss.NODE, "x", "x")).holds()).isFalse();
    assertThat(survival(spread(Loss.NODE, "x")).holds()).isFalse();
  }

  @Test
  void countsOnlyMembersThatServe() {
    Given four = spread(Loss.ZONE, "a", "a", "b", "b");
    assertThat(survival(four.change("m0", it -> it.with(Ineligibility.NOT_READY))).sentence())
        .startsWith("Zone b has 2 of 3 members that serve; without it 1 of 4");
    assertThat(survival(four.rotation("m1", Rotation.OUT)).sentence())
        .startsWith("Zone b has 2 of 2 members that serve; without it 0 of 4");
  }

  @Test
  void doesNotHoldIfNobodyServes() {
    assertThat(survival(spread(Loss.ZONE))).isEqualTo(new Survival(false, "No member serves."));
  }

  @Test
  void doesNotHoldIfTheZoneOfAMemberIsNotKnown() {
    assertThat(survival(spread(Loss.ZONE, "a", "", "b")))
        .isEqualTo(
            new Survival(
                false,
                "Node node has no label topology.kubernetes.io/zone: nobody knows which members a"
                    + " zone takes with it."));
  }

  @Test
  void isAskedForInActiveActiveOnly() {
    Given given = spread(Loss.ZONE, "a", "b");
    assertThat(Survival.of(Given.activeActive().member("a").observation())).isEmpty();
    assertThat(Survival.of(given.declared(it -> it.mode(Mode.ACTIVE_PASSIVE)).observation()))
        .isEmpty();
  }
}
