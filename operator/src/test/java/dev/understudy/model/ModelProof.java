package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import edu.mit.csail.sdg.ast.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The models of the protocols hold what they promise, exhaustively within their scope, and break
 * when any of their guards is taken away.
 */
@Order(1)
class ModelProof {
  private static final List<Model> MODELS = Model.all();
  private static final Path PAGE = Path.of("../docs/models.md");
  private static final String BEGIN = "<!-- written by ModelProof -->\n";
  private static final String END = "<!-- as far as here -->\n";

  static Stream<Arguments> commands() {
    return MODELS.stream()
        .flatMap(model ->
            model.commands().stream().map(command -> Arguments.of(model, command.label, command)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("commands")
  void endsAsExpected(Model model, String label, Command command) {
    assertThat(command.expects).as(label + " says what it expects").isIn(0, 1);
    assertThat(model.hasTrace(command))
        .as(command.check ? "there is a counterexample" : "there is such a trace")
        .isEqualTo(command.expects == 1);
  }

  @Test
  void thereIsACommandForWhatAModelIsFor() {
    assertThat(MODELS)
        .allSatisfy(model -> {
          assertThat(model.guardNames()).isNotEmpty();
          assertThat(model.commands().stream().map(command -> command.label))
              .contains("begins_Safe", "stays_Safe", "promotes")
              .containsAll(model.guardNames().stream().map(name -> "without_" + name).toList());
        });
  }

  @Test
  void thePageSaysWhatEachGuardIsFor() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String written = before + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("models.rewrite")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE))
        .as("-Dmodels.rewrite=true writes the table into docs/models.md: see CONTRIBUTING.md")
        .isEqualTo(written);
  }

  private static String table() {
    return MODELS.stream()
        .flatMap(model -> model.guards().stream().map(guard -> row(model, guard)))
        .collect(
            Collectors.joining(
                "",
                "| model | guard | what it says | without it is broken | in states |\n"
                    + "|---|---|---|---|---|\n",
                ""));
  }

  private static String row(Model model, Model.Guard guard) {
    return "| %s | %s | %s | %s | %d |\n"
        .formatted(model.name(), guard.name(), guard.says(), guard.broken(), guard.states());
  }
}
