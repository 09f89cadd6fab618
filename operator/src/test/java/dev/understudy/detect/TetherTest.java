package dev.understudy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TetherTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Tether tether = new Tether(Paces.QUICK);

  @Test
  void isHeldOnceItIsAnswered() {
    assertThat(tether.answered(Dial.ACCEPTED)).isEmpty();
    assertThat(tether.contact()).isEqualTo(Contact.HELD);
  }

  @Nested
  class OnePeerThatWasNeverReached {
    @Test
    void isNotLostThoughItRefuses() {
      tether.answered(Dial.REFUSED);
      assertThat(tether.contact()).isEqualTo(Contact.NEVER_REACHED);
    }

    @Test
    void isNotLostThoughItNeverAnswers() {
      for (int i = 0; i < 100; i++) {
        tether.answered(Dial.UNANSWERED);
      }
      assertThat(tether.contact()).isEqualTo(Contact.NEVER_REACHED);
    }

    @Test
    void isDialedAgainEverLater() {
      assertThat(tether.answered(Dial.REFUSED)).contains(Paces.QUICK.first());
      assertThat(tether.answered(Dial.UNANSWERED)).contains(Paces.QUICK.first().multipliedBy(2));
      for (int i = 0; i < 100; i++) {
        tether.answered(Dial.UNANSWERED);
      }
      assertThat(tether.answered(Dial.UNANSWERED)).contains(Paces.QUICK.longest());
    }
  }

  @Nested
  class OneThatWasReached {
    OneThatWasReached() {
      tether.answered(Dial.ACCEPTED);
    }

    @Test
    void isDialedAtOnceWhenTheConnectionEnds() {
      assertThat(tether.ended(LONG)).isZero();
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    @Test
    void isLostAtTheFirstRefusal() {
      tether.ended(LONG);
      tether.answered(Dial.REFUSED);
      assertThat(tether.contact()).isEqualTo(Contact.REFUSED);
    }

    @Test
    void isNotSilentForOneDialWithoutAnswer() {
      tether.ended(LONG);
      tether.answered(Dial.UNANSWERED);
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    @Test
    void isSilentForAsManyAsAreAsked() {
      tether.ended(LONG);
      for (int i = 0; i < Paces.QUICK.unanswered(); i++) {
        tether.answered(Dial.UNANSWERED);
      }
      assertThat(tether.contact()).isEqualTo(Contact.SILENT);
    }

    @Test
    void isNotSilentIfAnyDialBetweenIsAnswered() {
      tether.ended(LONG);
      tether.answered(Dial.UNANSWERED);
      tether.answered(Dial.ACCEPTED);
      tether.ended(LONG);
      tether.answered(Dial.UNANSWERED);
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    @Test
    void staysRefusedWhenNothingAnswersAnyMore() {
      tether.ended(LONG);
      tether.answered(Dial.REFUSED);
      tether.answered(Dial.UNANSWERED);
      assertThat(tether.contact()).isEqualTo(Contact.REFUSED);
    }

    @Test
    void isBackWhenItIsAnswered() {
      tether.ended(LONG);
      tether.answered(Dial.REFUSED);
      tether.answered(Dial.ACCEPTED);
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    @Test
    void beginsWithTheShortestPauseEachTimeItIsLost() {
      tether.ended(LONG);
      tether.answered(Dial.REFUSED);
      tether.answered(Dial.REFUSED);
      tether.answered(Dial.ACCEPTED);
      tether.ended(LONG);
      assertThat(tether.answered(Dial.REFUSED)).contains(Paces.QUICK.first());
    }
  }

  /** As one does that allows few connections, or whose sidecar has nobody behind it. */
  @Nested
  class OneThatClosesEachConnection {
    @Test
    void isDialedAtOnceTheFirstTime() {
      assertThat(closesAfter(SHORT)).isZero();
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    @Test
    void isDialedEverLaterAndIsNotLost() {
      closesAfter(SHORT);
      assertThat(closesAfter(SHORT)).isEqualTo(Paces.QUICK.first());
      assertThat(closesAfter(SHORT)).isEqualTo(Paces.QUICK.first().multipliedBy(2));
      assertThat(tether.contact()).isEqualTo(Contact.CLOSES);
    }

    @Test
    void isNotTakenForHeldWhileItMayCloseAgain() {
      closesAfter(SHORT);
      closesAfter(SHORT);
      tether.answered(Dial.ACCEPTED);
      assertThat(tether.contact()).isEqualTo(Contact.CLOSES);
    }

    @Test
    void isHeldOnceAConnectionLasts() {
      closesAfter(SHORT);
      closesAfter(SHORT);
      tether.answered(Dial.ACCEPTED);
      tether.lasted();
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
      assertThat(tether.ended(LONG)).isZero();
    }

    @Test
    void isLostWhenItRefuses() {
      closesAfter(SHORT);
      closesAfter(SHORT);
      tether.answered(Dial.REFUSED);
      assertThat(tether.contact()).isEqualTo(Contact.REFUSED);
    }

    /** Which closes idle connections after a while, as servers do. */
    @Test
    void afterALongTimeIsDialedAtOnceAlways() {
      for (int i = 0; i < 10; i++) {
        assertThat(closesAfter(LONG)).isZero();
      }
      assertThat(tether.contact()).isEqualTo(Contact.HELD);
    }

    private Duration closesAfter(Duration time) {
      assertThat(tether.answered(Dial.ACCEPTED)).isEmpty();
      return tether.ended(time);
    }
  }
}
