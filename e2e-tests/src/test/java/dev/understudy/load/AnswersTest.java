package dev.understudy.load;

import static dev.understudy.load.Attempts.at;
import static dev.understudy.load.Attempts.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void whoAnsweredIsInTheOrderOfFirstAnswers() {
    var analysis =
        fresh()
            .answered(0, 1, "b")
            .answered(10, 1, "b")
            .failed(20, 1, Failure.RESET)
            .answered(30, 1, "a")
            .analysed();

    assertThat(analysis.answers())
        .containsExactly(new Answers("b", at(1), at(11), 2), new Answers("a", at(31), at(31), 1));
  }

  @Test
  void turnsShowWhoCameBack() {
    var analysis = fresh().answered(0, 1, "a").answered(10, 1, "b").answered(20, 1, "a").analysed();

    assertThat(analysis.turns()).extracting(Answers::pod).containsExactly("a", "b", "a");
  }

  @Test
  void aHandoverIsNoOverlap() {
    var analysis = fresh().answered(0, 1, "a").answered(10, 1, "a").answered(20, 1, "b").analysed();

    assertThat(analysis.overlaps()).isEmpty();
  }

  @Test
  void aSlowAnswerToAnOldRequestIsNoOverlap() {
    var analysis = fresh().answered(0, 1, "a").answered(5, 95, "a").answered(20, 1, "b").analysed();

    assertThat(analysis.overlaps()).isEmpty();
  }

  @Test
  void anAnswerToARequestBegunAfterTheOthersFirstAnswerIsAnOverlap() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .answered(20, 1, "b")
            .answered(30, 1, "a")
            .answered(40, 1, "a")
            .answered(50, 1, "b")
            .analysed();

    assertThat(analysis.overlaps())
        .containsExactly(new Overlap(Kind.FRESH, "a", "b", at(21), at(40), 2));
  }

  @Test
  void aFailureIsNoAnswerThoughAPodSentIt() {
    var attempts = new ArrayList<>(fresh().answered(0, 1, "a").answered(20, 1, "b").list());
    attempts.add(new Attempt(2, Kind.FRESH, Attempt.micros(at(30)), 0, 1, new Status(503), "a"));

    assertThat(Analysis.of(attempts).overlaps()).isEmpty();
  }

  @Test
  void keptConnectionsOverlapOnTheirOwn() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .answered(20, 1, "b")
            .thenKept()
            .answered(5, 1, "a")
            .answered(35, 1, "a")
            .analysed();

    assertThat(analysis.overlaps()).isEmpty();
    assertThat(analysis.only(Kind.KEPT).answers()).extracting(Answers::pod).containsExactly("a");
  }

  @Test
  void aWindowTellsAFailbackFromAnOverlap() {
    var analysis =
        fresh()
            .answered(0, 1, "a")
            .answered(20, 1, "b")
            .answered(30, 1, "b")
            .answered(40, 1, "a")
            .analysed();

    assertThat(analysis.overlaps()).hasSize(1);
    assertThat(analysis.between(at(0), at(30)).overlaps()).isEmpty();
    assertThat(analysis.between(at(20), at(60)).overlaps()).isEmpty();
  }

  @Test
  void theReportSaysWhoAnsweredWhenAndHowLongNobodyDid() {
    String report =
        Report.of(
            fresh()
                .answered(0, 1, "a")
                .failed(1_000, 1, Failure.REFUSED)
                .answered(1_250, 2, "b")
                .list());

    assertThat(report)
        .contains("Fresh connections: 3 requests, 1 failed {OK=2, REFUSED=1}")
        .contains("longest outage  252.0 ms from +1.000 s, 1 failed")
        .containsPattern("a +\\+0.001 s to \\+0.001 s, 1 times")
        .containsPattern("b +\\+1.252 s to \\+1.252 s, 1 times")
        .contains("Two at the same time: never")
        .doesNotContain("Kept");
  }

  @Test
  void aReportOfNothingIsStillAReport() {
    assertThat(Report.of(fresh().list())).contains("Two at the same time: never");
  }
}
