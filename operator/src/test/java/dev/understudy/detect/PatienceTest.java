package dev.understudy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Cadence CADENCE =
      new Cadence(Duration.ofSeconds(1), Duration.ofSeconds(2), 3);

  private final Patience patience = new Patience();

  private void heard(Reply... replies) {
    for (Reply reply : replies) {
      patience.heard(reply);
    }
  }

  @Test
  void endsAfterSoManyQuestionsWithoutAnAnswer() {
    heard(Reply.ANSWERED, Reply.UNANSWERED, Reply.UNANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isFalse();
    heard(Reply.UNANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isTrue();
  }

  @Test
  void isRegainedByOneAnswer() {
    heard(Reply.ANSWERED, Reply.UNANSWERED, Reply.UNANSWERED, Reply.UNANSWERED, Reply.ANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isFalse();
  }

  @Test
  void isEndlessWithWhoeverNeverAnswered() {
    heard(Reply.UNANSWERED, Reply.UNANSWERED, Reply.UNANSWERED, Reply.UNANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isFalse();
    assertThat(patience.pause(CADENCE)).isEqualTo(CADENCE.period());
  }

  /** The tether tells of who cannot be reached. */
  @Test
  void isNotTriedByConnectionsThatFail() {
    heard(Reply.ANSWERED, Reply.UNREACHED, Reply.UNREACHED, Reply.UNREACHED);
    assertThat(patience.isExhausted(CADENCE)).isFalse();
    heard(Reply.UNANSWERED, Reply.UNREACHED, Reply.UNANSWERED, Reply.UNREACHED, Reply.UNANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isTrue();
  }

  @Test
  void beginsAnewIfItWasWeWhoHeardNothing() {
    heard(Reply.ANSWERED, Reply.UNANSWERED, Reply.UNANSWERED, Reply.UNANSWERED);
    patience.doubted();
    assertThat(patience.isExhausted(CADENCE)).isFalse();
    heard(Reply.UNANSWERED, Reply.UNANSWERED, Reply.UNANSWERED);
    assertThat(patience.isExhausted(CADENCE)).isTrue();
  }

  @Test
  void asksAgainAtOnceOnlyWhileThatMayChangeSomething() {
    heard(Reply.ANSWERED);
    assertThat(patience.pause(CADENCE)).isEqualTo(CADENCE.period());
    heard(Reply.UNANSWERED);
    assertThat(patience.pause(CADENCE)).isZero();
    heard(Reply.UNANSWERED, Reply.UNANSWERED);
    assertThat(patience.pause(CADENCE)).isEqualTo(CADENCE.period());
  }

  @Test
  void lastsNoLongerThanItsCadenceSays() {
    assertThat(CADENCE.worst()).isEqualTo(Duration.ofSeconds(7));
  }
}
