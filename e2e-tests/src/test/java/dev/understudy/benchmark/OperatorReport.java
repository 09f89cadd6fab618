package dev.understudy.benchmark;

import dev.understudy.benchmark.OperatorCost.Memory;
import dev.understudy.benchmark.OperatorCost.Start;
import dev.understudy.measure.Table;
import java.util.List;
import java.util.Map;

/** What the operator takes, in a table. */
record OperatorReport(Map<String, Double> sizes, List<Start> starts, Memory before, Memory after) {

  String text() {
    var table = new Table(List.of("operator", "value"));
    sizes.forEach((part, size) -> table.row(List.of(part + ", MiB", Distribution.number(size))));
    table.row(
        List.of(
            "start of the JVM to synced caches, ms",
            Distribution.of(starts.stream().map(Start::syncedMillis).toList()).text()));
    table.row(
        List.of(
            "start of the container to Ready, s (whole seconds)",
            Distribution.of(starts.stream().map(Start::readySeconds).toList()).text()));
    table.row(List.of("memory after its start", text(before)));
    table.row(List.of("memory after all runs", text(after)));
    return "## The operator\n\nStarts: %d\n\n%s\n".formatted(starts.size(), table.text());
  }

  private static String text(Memory memory) {
    return "%d MiB resident, of it %d MiB not files; HAServices: %d"
        .formatted(memory.residentMiB(), memory.anonymousMiB(), memory.services());
  }
}
