package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The simulation can fail: it finds every planted bug. Which guarantee caught it is written down in
 * the docs.
 */
class BugHuntProof {
  private static final long SEEDS = 20_000;
  private static final Path DOC = Path.of("..", "docs", "simulation.md");
  private static final String HEAD = "| bug | what is wrong | caught by | seeds needed |";
  private static final String REWRITE =
      "mvn test -pl operator -am -Dtest=BugHuntProof"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbugs.rewrite=true";

  private record Hunted(PlantedBug bug, Optional<Simulate.Found> found) {
    String caughtBy() {
      return found.map(it -> it.violation().guarantee().toString()).orElse("nothing");
    }

    /** Without the number of seeds, which any change of the simulation changes. */
    String known() {
      return "| " + bug + " | " + bug.sentence() + " | " + caughtBy() + " |";
    }

    String row() {
      return known() + " " + found.map(it -> it.seed() + 1).orElse(SEEDS) + " |";
    }
  }

  @Test
  void everyPlantedBugIsFound() throws IOException {
    List<Hunted> hunted =
        Arrays.stream(PlantedBug.values()).parallel().map(BugHuntProof::hunt).toList();
    System.out.println(HEAD);
    hunted.forEach(it -> System.out.println(it.row()));
    if (Boolean.getBoolean("bugs.rewrite")) {
      rewrite(hunted);
    }
    assertThat(hunted).allSatisfy(it -> assertThat(it.found()).as(it.row()).isPresent());
    assertThat(rows())
        .as("the table in the docs is an old one; this makes it anew: " + REWRITE)
        .map(row -> row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1))
        .containsExactlyElementsOf(hunted.stream().map(Hunted::known).toList());
  }

  private static Hunted hunt(PlantedBug bug) {
    Simulate simulate = new Simulate(bug, bug.unchecked());
    return new Hunted(bug, simulate.first(LongStream.range(0, SEEDS).sequential()));
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(DOC).stream()
        .dropWhile(line -> !line.equals(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static void rewrite(List<Hunted> hunted) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(DOC));
    int first = lines.indexOf(HEAD) + 2;
    lines.subList(first, first + rows().size()).clear();
    lines.addAll(first, hunted.stream().map(Hunted::row).toList());
    Files.write(DOC, lines);
  }
}
