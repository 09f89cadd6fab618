package dev.understudy.decision;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Orders to declare an old template again. Order and template are in one object, so that one write
 * carries it out, answers it and takes it away.
 */
final class Undoing {
  private static final String PREVIOUS = "previous";

  private final Observation seen;
  private final Undo undo;

  private Undoing(Observation seen, Undo undo) {
    this.seen = seen;
    this.undo = undo;
  }

  static Optional<Step> decide(Observation seen) {
    return seen.policy().undo().map(undo -> new Undoing(seen, undo).answer());
  }

  private Step answer() {
    return undo.words().equals(PREVIOUS)
        ? numbered().stream()
            .filter(set -> !isDeclared(set))
            .max(Comparator.comparingInt(ReplicaSetView::number))
            .map(this::undone)
            .orElseGet(() -> refused("No revision is kept but the one that is declared."))
        : numbered().stream()
            .filter(set -> Integer.toString(set.number()).equals(undo.words()))
            .findFirst()
            .map(this::undone)
            .orElseGet(() ->
                refused(
                    "'"
                        + undo.words()
                        + "' is neither 'previous' nor the number of a revision that is kept;"
                        + " there are these: "
                        + numbers()
                        + "."));
  }

  /** Those whose template is known. */
  private List<ReplicaSetView> numbered() {
    return seen.replicaSets().stream().filter(set -> set.number() > 0).toList();
  }

  private String numbers() {
    return numbered().stream()
        .sorted(Comparator.comparingInt(ReplicaSetView::number))
        .map(set -> set.number() + " (" + set.revision() + ")")
        .collect(Collectors.joining(", "));
  }

  private boolean isDeclared(ReplicaSetView set) {
    return set.revision().equals(seen.policy().revision());
  }

  private Step undone(ReplicaSetView to) {
    if (isDeclared(to)) {
      return refused("Revision " + to.number() + " is what is declared already.");
    }
    String sentence =
        "Declared the template of revision " + to.number() + " (" + to.revision() + ") again.";
    return Step.of(
        Reason.Undone,
        sentence,
        new Action.AnswerUndo(
            undo.words(), Optional.of(to.revision()), true, sentence, undo.version()));
  }

  private Step refused(String why) {
    return Step.of(
        Reason.UndoRefused,
        why,
        new Action.AnswerUndo(undo.words(), Optional.empty(), false, why, undo.version()));
  }
}
