package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.activePassive;
import static dev.understudy.decision.Ineligibility.DELETED;
import static dev.understudy.decision.Ineligibility.EVICTED;
import static dev.understudy.decision.Ineligibility.NODE_NOT_READY;
import static dev.understudy.decision.Ineligibility.NOT_READY;
import static dev.understudy.decision.Ineligibility.TERMINATED;
import static dev.understudy.decision.Ineligibility.UNLABELLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {
  /** The leader a has failed; b may lead. */
  private static Given failed(int... secondsAgo) {
    return activePassive().member("a", NOT_READY).member("b").leads("a", 3).failovers(secondsAgo);
  }

  /** Failovers so many seconds ago, and how many seconds the next one waits. */
  @ParameterizedTest
  @CsvSource({
    "0 1 2, 10",
    "9 10 11, 1",
    "0 1 2 3, 20",
    "0 1 2 3 4, 40",
    "50 1000 2000, 0",
    "0 299 299, 1",
    "0 280 280 280, 20",
    "0 290 295 298, 5",
    "5 290 295 296, 5",
    "0 1 2 3 4 5 6 7, 293",
    "0 1 2 3 4 5 6 7 8 9 10 11 12, 293"
  })
  void isAsLongAsLeadersFailOften(String secondsAgo, int waits) {
    Given given =
        failed(Arrays.stream(secondsAgo.split(" ")).mapToInt(Integer::parseInt).toArray());
    if (waits == 0) {
      assertThat(given.decide().reason()).isEqualTo(Reason.LeaderNotReady);
    } else {
      assertDecided(given).traffic(Reason.BackingOff).rechecksAfter(Duration.ofSeconds(waits));
    }
  }

  @Test
  void neverDelaysTheFirstThree() {
    Stream.of(new int[] {}, new int[] {0}, new int[] {0, 0})
        .forEach(ago -> assertThat(failed(ago).decide().reason()).isEqualTo(Reason.LeaderNotReady));
  }

  @Test
  void endsInTime() {
    assertThat(failed(10, 11, 12).decide().reason()).isEqualTo(Reason.LeaderNotReady);
    assertThat(failed(19, 20, 21, 22).decide().reason()).isEqualTo(Reason.BackingOff);
    assertThat(failed(20, 21, 22, 23).decide().reason()).isEqualTo(Reason.LeaderNotReady);
    assertThat(failed(0, 300, 300).decide().reason()).isEqualTo(Reason.LeaderNotReady);
  }

  /** The same words while it waits: they are in a condition and an Event. */
  @Test
  void saysUntilWhenAndWhatToLookAt() {
    String sentence =
        "a is not ready; b leads 10 s after the last failover and not before, because leaders"
            + " failed 3 times within 5 minutes; look at their pods with kubectl describe and"
            + " kubectl logs --previous.";
    assertDecided(failed(1, 2, 3)).traffic(Reason.BackingOff).saying(sentence);
    assertDecided(failed(8, 9, 10)).traffic(Reason.BackingOff).saying(sentence);
  }

  @Test
  void countsNoneThatIsFiveMinutesAgo() {
    assertDecided(failed(1, 2, 3, 300, 400)).saying("because leaders failed 3 times");
  }

  @ParameterizedTest
  @EnumSource
  void isForFailuresAlone(Ineligibility why) {
    boolean waits =
        switch (why) {
          case TERMINATED, REFUSES, SILENT, HANGS, NODE_NOT_READY, NOT_READY, UNLABELLED -> true;
          case DELETED, EVICTED -> false;
        };
    assertThat(failed(0, 1, 2).member("a", why).decide().reason())
        .isEqualTo(waits ? Reason.BackingOff : Reason.lost(why));
  }

  @Test
  void isNotForALeaderThatIsGone() {
    assertThat(activePassive().member("b").leads("a", 3).failovers(0, 1, 2).decide().reason())
        .isEqualTo(Reason.LeaderGone);
    assertThat(activePassive().member("b").leaseVacant(3).failovers(0, 1, 2).decide().reason())
        .isEqualTo(Reason.LeaderChosen);
  }

  /** It may come back first, and there is a member that will lead: neither is that nobody may. */
  @ParameterizedTest
  @EnumSource
  void leavesTheRouteWithTheLeader(WhenNoCandidate what) {
    assertDecided(failed(0, 1, 2).whenNoCandidate(what)).traffic(Reason.BackingOff).writesNothing();
  }

  @Test
  void isNotWhereNobodyElseMayLead() {
    assertThat(failed(0, 1, 2).member("b", NOT_READY).decide().reason())
        .isEqualTo(Reason.RouteHeld);
  }

  @Test
  void doesNotKeepALeaderThatIsBackFromServing() {
    assertDecided(failed(0, 1, 2).member("a")).traffic(Reason.Serving).waitsForEvents();
  }

  @Test
  void doesNotDelayASwitchover() {
    assertThat(failed(0, 1, 2).member("a").cordoned("a").decide().reason())
        .isEqualTo(Reason.LeaderNodeCordoned);
  }

  /** Where leaders fail again and again, nobody is preferred to one that goes on. */
  @Test
  void delaysFailback() {
    Given preferred =
        failed(0, 1, 2).declared(it -> it.failback(Failback.PREFERRED)).member("a").rank("a", 1);
    assertDecided(preferred).traffic(Reason.Serving).rechecksAfter(Duration.ofSeconds(298));
    assertDecided(preferred.readyFor("b", Duration.ZERO).failovers(280, 281, 282))
        .traffic(Reason.Serving)
        .rechecksAfter(Duration.ofSeconds(30));
    assertThat(preferred.readyFor("b", Duration.ofMinutes(1)).failovers(0, 1).decide().reason())
        .isEqualTo(Reason.FailedBack);
  }
}
