package dev.understudy.decision;

import static dev.understudy.decision.DecisionAssert.assertDecided;
import static dev.understudy.decision.Given.NEW;
import static dev.understudy.decision.Given.OLD;
import static dev.understudy.decision.Given.SET_VERSION;
import static dev.understudy.decision.Given.activeActive;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UndoingTest {
  private static final String VERSION = "has-1";

  private static Given kept() {
    return activeActive()
        .declared(it -> it.history(2))
        .member("a")
        .numbered(NEW, 1, 3)
        .numbered(OLD, 0, 2)
        .numbered("older", 0, 1)
        .replicas(1);
  }

  private static Given ordered(String words) {
    return kept().declared(it -> it.undo(Optional.of(new Undo(words, VERSION))));
  }

  private static Action done(String words, String revision, String sentence) {
    return new Action.AnswerUndo(words, Optional.of(revision), true, sentence, VERSION);
  }

  private static Action refused(String words, String sentence) {
    return new Action.AnswerUndo(words, Optional.empty(), false, sentence, VERSION);
  }

  @Test
  void declaresTheLatestBeforeThisOneAgain() {
    assertDecided(ordered("previous"))
        .step(
            Reason.Undone,
            done("previous", OLD, "Declared the template of revision 2 (old) again."));
  }

  @Test
  void declaresTheOneThatIsNumbered() {
    assertDecided(ordered("1"))
        .step(
            Reason.Undone,
            done("1", "older", "Declared the template of revision 1 (older) again."));
  }

  @Test
  void declaresOneAlsoIfThePresentOneCannotBeRead() {
    assertDecided(ordered("3").templateUnreadable("spec.template cannot be read."))
        .step(Reason.Undone, done("3", NEW, "Declared the template of revision 3 (new) again."));
  }

  @Test
  void refusesWhatIsDeclaredAlready() {
    assertDecided(ordered("3"))
        .step(Reason.UndoRefused, refused("3", "Revision 3 is what is declared already."));
  }

  @Test
  void refusesWhatIsNotKept() {
    String these = " there are these: 1 (older), 2 (old), 3 (new).";
    String neither = "is neither 'previous' nor the number of a revision that is kept;";
    assertDecided(ordered("4")).step(Reason.UndoRefused, refused("4", "'4' " + neither + these));
    assertDecided(ordered("last"))
        .step(Reason.UndoRefused, refused("last", "'last' " + neither + these));
  }

  /** An operator of before kept neither its number nor its template. */
  @Test
  void refusesOneWithoutANumber() {
    assertDecided(
            activeActive()
                .declared(it -> it.history(2).undo(Optional.of(new Undo("previous", VERSION))))
                .member("a")
                .numbered(NEW, 1, 1)
                .numbered(OLD, 0, 0))
        .step(
            Reason.UndoRefused,
            refused("previous", "No revision is kept but the one that is declared."));
  }

  @Test
  void waitsWhilePaused() {
    assertDecided(ordered("previous").paused()).writesNothing().saying("Undone");
  }

  @Nested
  class History {
    @Test
    void keepsAsManyAsAreDeclared() {
      assertDecided(kept()).rollout(Reason.Serving).writesNothing();
    }

    @Test
    void forgetsTheEarliestFirst() {
      assertDecided(kept().declared(it -> it.history(1)))
          .rollout(Reason.RolloutProgressed, new Action.DeleteReplicaSet("older", SET_VERSION));
    }

    @Test
    void numbersANewRevisionAfterAllOthers() {
      assertDecided(kept().declared(it -> it.revision("newest")))
          .rollout(Reason.RolloutProgressed, new Action.CreateReplicaSet("newest", 1, 4));
    }

    @Test
    void numbersARevisionThatIsDeclaredAgainAnew() {
      assertDecided(kept().declared(it -> it.revision(OLD)))
          .rollout(Reason.RolloutProgressed, new Action.ApplyReplicaSet(OLD, 1, 4, SET_VERSION));
    }

    @Test
    void numbersItAlsoIfNothingElseIsToBeDone() {
      assertDecided(
              activeActive()
                  .declared(it -> it.history(2))
                  .member("a")
                  .numbered(NEW, 1, 1)
                  .numbered(OLD, 0, 2))
          .rollout(Reason.Scaled, new Action.ApplyReplicaSet(NEW, 1, 3, SET_VERSION));
    }
  }
}
