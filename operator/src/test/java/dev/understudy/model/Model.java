package dev.understudy.model;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.Module;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kodkod.engine.satlab.SATFactory;

/** One of the models in {@code src/test/alloy}: its guards and its commands, which say all. */
record Model(String name, String source, Module module) {
  /** A guard, what it says, and what is broken without it, at the earliest after so many states. */
  record Guard(String name, String says, String broken, int states) {}

  private static final Path FOLDER = Path.of("src/test/alloy");
  private static final Pattern GUARD = Pattern.compile("(?m)^ {2}(\\w+),? +-- (.*)$");
  private static final Pattern WITHOUT =
      Pattern.compile(
          "(?m)^run without_(\\w+) \\{ without\\[\\1] and trace and (?:eventually )?not (\\w+) }"
              + " .* (\\d+)\\.\\.\\3 steps expect 1$");

  static List<Model> all() {
    return Stream.of("direct", "gated", "workload-kept").map(Model::read).toList();
  }

  private static Model read(String name) {
    Path file = FOLDER.resolve(name + ".als");
    try {
      return new Model(
          name,
          Files.readString(file),
          CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Command> commands() {
    return List.copyOf(module.getAllCommands());
  }

  /** Whether there is a trace (run), or one that breaks what is to hold (check). */
  boolean hasTrace(Command command) {
    A4Options options = new A4Options();
    options.solver = SATFactory.DEFAULT;
    A4Solution solution =
        TranslateAlloyToKodkod.execute_command(
            A4Reporter.NOP, module.getAllReachableSigs(), command, options);
    return solution.satisfiable();
  }

  /** The names of the guards, as the model declares them. */
  List<String> guardNames() {
    return declared().map(guard -> guard.group(1)).toList();
  }

  List<Guard> guards() {
    return declared().map(this::guard).toList();
  }

  private Stream<MatchResult> declared() {
    int begin = source.indexOf("enum Guard {");
    return GUARD.matcher(source.substring(begin, source.indexOf('}', begin))).results();
  }

  private Guard guard(MatchResult declared) {
    return WITHOUT
        .matcher(source)
        .results()
        .filter(run -> run.group(1).equals(declared.group(1)))
        .map(run ->
            new Guard(
                declared.group(1), declared.group(2), run.group(2), Integer.parseInt(run.group(3))))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + ".als never runs without " + declared.group(1)));
  }

  @Override
  public String toString() {
    return name;
  }
}
