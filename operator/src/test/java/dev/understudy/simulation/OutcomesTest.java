package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the docs say becomes of each fault is what becomes of it. */
class OutcomesTest {
  /** Each fault so often, at other moments and with other clocks. */
  private static final long SEEDS = 20;

  private static final Path DOC = Path.of("..", "docs", "outcomes.md");
  private static final String REWRITE =
      "mvn test -pl operator -am -Dtest=OutcomesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Doutcomes.rewrite=true";

  @Test
  void theTableIsWhatTheSimulationShows() throws IOException {
    List<String> rows = table();
    List<String> doc = Files.readAllLines(DOC);
    if (Boolean.getBoolean("outcomes.rewrite")) {
      List<String> lines =
          new ArrayList<>(doc.stream().filter(line -> !line.startsWith("|")).toList());
      lines.addAll(rows);
      Files.write(DOC, lines);
    }
    assertThat(Files.readAllLines(DOC).stream().filter(line -> line.startsWith("|")).toList())
        .as("the table in the docs is an old one; this makes it anew: " + REWRITE)
        .isEqualTo(rows);
  }

  static List<String> table() {
    List<String> rows = new ArrayList<>();
    rows.add(row("fault", Arrays.stream(Setting.values()).map(OutcomesTest::title).toList()));
    rows.add("|---".repeat(Setting.values().length + 1) + "|");
    Arrays.stream(Fault.values())
        .map(fault -> row(fault.sentence(), cells(fault)))
        .forEach(rows::add);
    return rows;
  }

  private static String title(Setting setting) {
    return "`" + setting.title() + "`";
  }

  private static List<String> cells(Fault fault) {
    return Arrays.stream(Setting.values()).map(setting -> cell(setting, fault)).toList();
  }

  private static String cell(Setting setting, Fault fault) {
    return Outcome.words(
        LongStream.iterate(0, seed -> seed + 1)
            .mapToObj(seed -> Trial.run(seed, setting, fault))
            .flatMap(Optional::stream)
            .limit(SEEDS)
            .toList());
  }

  private static String row(String first, List<String> rest) {
    return "| " + first + rest.stream().collect(Collectors.joining(" | ", " | ", " |"));
  }
}
