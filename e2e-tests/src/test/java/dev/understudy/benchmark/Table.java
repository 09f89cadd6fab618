package dev.understudy.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, aligned so that it can be read in a terminal too. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(List.copyOf(header));
  }

  void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells + " under " + rows.getFirst());
    }
    rows.add(List.copyOf(cells));
  }

  String text() {
    List<Integer> widths =
        IntStream.range(0, rows.getFirst().size())
            .mapToObj(column -> rows.stream().mapToInt(it -> it.get(column).length()).max())
            .map(it -> Math.max(it.orElseThrow(), 3))
            .toList();
    List<String> lines = new ArrayList<>(rows.stream().map(it -> line(it, widths)).toList());
    lines.add(1, line(Collections.nCopies(widths.size(), ""), widths).replace(' ', '-'));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(it -> cells.get(it) + " ".repeat(widths.get(it) - cells.get(it).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
