package dev.understudy.soak;

import java.util.Map;
import java.util.stream.Collectors;

/** What became of all services, and what had gone wrong. */
public record Result(Map<Cell, Outcome> outcomes, Map<Fault, Integer> faults, int missed) {
  private static final String ROW = "%-14s %7s %11s %8s %8s %6s %6s %7s  %s%n";

  public Result {
    outcomes = Map.copyOf(outcomes);
    faults = Map.copyOf(faults);
  }

  /** No epoch had two members, and each history is linearizable that has to be. */
  public boolean isAsPromised() {
    return outcomes.entrySet().stream()
        .allMatch(it ->
            it.getValue().counts().shared() == 0
                && (!it.getKey().isPromised() || it.getValue().verdict().isLinearizable()));
  }

  public String table() {
    String faulted =
        faults.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(it -> "%d %s".formatted(it.getValue(), it.getKey()))
            .collect(Collectors.joining(", "));
    return "faults: %s; missed: %d%n".formatted(faulted, missed)
        + ROW.formatted(
            "service",
            "epochs",
            "operations",
            "refused",
            "unknown",
            "stale",
            "late",
            "shared",
            "linearizable")
        + outcomes.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(it -> row(it.getKey(), it.getValue()))
            .collect(Collectors.joining());
  }

  private static String row(Cell cell, Outcome outcome) {
    Verdict verdict = outcome.verdict();
    Counts counts = outcome.counts();
    String words =
        verdict.isLinearizable()
            ? "yes"
            : verdict.linearizable()
                + ", in %d of %d parts".formatted(verdict.broken().size(), verdict.segments())
                + (cell.isPromised() ? "" : " (not promised)");
    return ROW.formatted(
        cell.word(),
        outcome.epochs(),
        verdict.told(),
        verdict.refused(),
        verdict.unknown(),
        counts.refused(),
        counts.late(),
        counts.shared(),
        words);
  }
}
