package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.activeActive;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Given.uid;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void areGivenToEveryMemberThatLacksOne() {
    assertDecided(
            activePassive()
                .member("a")
                .member("b", UNLABELLED)
                .member("c", UNLABELLED, NOT_READY)
                .leads("a", 3))
        .step(
            Reason.MembersLabelled,
            new Action.LabelMember("b", uid("b"), id("b")),
            new Action.LabelMember("c", uid("c"), id("c")));
  }

  @Test
  void areGivenInActiveActiveTooSoThatAChangeOfModeFindsThem() {
    assertDecided(activeActive().member("a", UNLABELLED))
        .step(Reason.MembersLabelled, new Action.LabelMember("a", uid("a"), id("a")));
  }

  @Test
  void areNotGivenToAPodThatIsBeingDeleted() {
    assertDecided(activeActive().replicas(1).member("a").member("b", UNLABELLED, DELETED))
        .writesNothing();
  }

  @Test
  void areNotSpokenOfWhereNobodyForgedOne() {
    assertThat(activeActive().member("a").decide().steps())
        .extracting(Step::reason)
        .doesNotContain(Reason.LabelForged);
  }

  @Test
  void areTakenFromPodsThatAreNoMembers() {
    assertDecided(activePassive().member("a").leads("a", 3).impostor("x", "a-id"))
        .traffic(Reason.Serving)
        .step(Reason.LabelForged, new Action.UnlabelPod("x", uid("x")))
        .saying("from x:");
  }
}
