package dev.understudy.decision;

import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Given.id;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreferenceTest {
  private static Optional<MemberId> chosen(Given given) {
    return given.decide().actions().stream()
        .filter(Action.CreateLease.class::isInstance)
        .map(Action.CreateLease.class::cast)
        .map(Action.CreateLease::holder)
        .findFirst();
  }

  @Test
  void isForANodeThatStaysBeforeEverythingElse() {
    assertThat(
            chosen(
                activePassive()
                    .member("a")
                    .cordoned("a")
                    .readyFor("a", Duration.ofDays(1))
                    .old("b")))
        .contains(id("b"));
  }

  @Test
  void isForTheNewestRevisionBeforeTheLongestReady() {
    assertThat(chosen(activePassive().old("a").readyFor("a", Duration.ofDays(1)).member("b")))
        .contains(id("b"));
  }

  @Test
  void isForTheNewestRevisionBeforeWhatIsDeclared() {
    assertThat(chosen(activePassive().old("a").member("b").rank("b", 1))).contains(id("b"));
  }

  @Test
  void isForANodeThatStaysBeforeWhatIsDeclared() {
    assertThat(chosen(activePassive().member("a").cordoned("a").member("b").rank("b", 1)))
        .contains(id("b"));
  }

  @Test
  void isAsDeclaredBeforeTheLongestReady() {
    assertThat(
            chosen(
                activePassive()
                    .member("a")
                    .rank("a", 1)
                    .readyFor("a", Duration.ofDays(1))
                    .member("b")))
        .contains(id("b"));
  }

  @Test
  void isForTheLongestReadyBeforeTheName() {
    assertThat(chosen(activePassive().member("a").member("b").readyFor("b", Duration.ofDays(1))))
        .contains(id("b"));
  }

  @Test
  void isForTheFirstByNameAmongEquals() {
    assertThat(chosen(activePassive().member("b").member("a"))).contains(id("a"));
  }

  @Test
  void isOnlyAmongThoseThatMayLead() {
    assertThat(chosen(activePassive().member("a", NOT_READY).member("b", UNLABELLED).member("c")))
        .contains(id("c"));
    assertThat(chosen(activePassive().member("a", NOT_READY))).isEmpty();
  }

  @Test
  void takesACordonedNodeBeforeNobody() {
    assertThat(chosen(activePassive().member("a").cordoned("a"))).contains(id("a"));
  }
}
