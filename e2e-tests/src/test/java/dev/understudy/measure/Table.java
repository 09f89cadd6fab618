package dev.understudy.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, aligned so that it can be read in a terminal too. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /**
   * @throws IllegalArgumentException if there are not as many cells as in the header
   */
  public void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells + " under " + rows.getFirst());
    }
    rows.add(List.copyOf(cells));
  }

  public String text() {
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

  /** With three digits at least, unless it is whole. */
  public static String number(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
