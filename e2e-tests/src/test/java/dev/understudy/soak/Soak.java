package dev.understudy.soak;

import dev.understudy.harness.Clocks;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Space;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Faults at random, one after another, against services whose clients write down what they see; at
 * the end all is put right, and the histories are judged.
 *
 * <p>Usage: {@code e2e-tests/soak [HOURS [SEED]]}. It ends with 1 if a history is not what was
 * promised.
 */
public final class Soak {
  private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(10);

  /**
   * How long, at least, and which faults.
   *
   * @param length no round of faults is begun later; one that was begun is finished
   */
  public record Plan(Duration length, long seed) {}

  private final Stage stage;
  private final Storm storm;
  private final Deck deck;
  private final Plan plan;

  private Soak(Stage stage, Clocks clocks, Plan plan) {
    this.stage = stage;
    this.storm = new Storm(stage, clocks, plan.seed());
    this.deck = new Deck(plan.seed());
    this.plan = plan;
  }

  public static void main(String[] arguments) {
    double hours = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.currentTimeMillis();
    var plan = new Plan(Duration.ofSeconds(Math.round(hours * 3600)), seed);
    Result result;
    try (Installation installation = Installation.make();
        Space own = Space.create(installation, "soak")) {
      result = run(own, Path.of("target", "soak").toAbsolutePath(), plan);
    }
    System.exit(result.isAsPromised() ? 0 : 1);
  }

  /** At least one round of all faults. */
  public static Result run(Space own, Path folder, Plan plan) {
    System.out.println("seed " + plan.seed() + "; histories in " + folder);
    try (Stage stage = Stage.set(own, folder, List.of(Cell.values()));
        Clocks clocks = Clocks.install(own.installation())) {
      return new Soak(stage, clocks, plan).run();
    }
  }

  private Result run() {
    long start = System.nanoTime();
    long reported = start;
    do {
      storm.inflict(deck.next());
      if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
        report();
        reported = System.nanoTime();
      }
    } while (!deck.isRoundOver() || System.nanoTime() - start < plan.length().toNanos());
    storm.say("no more faults");
    stage.awaitAnswers();
    storm.say("every service is led, and answers");
    stage.stopClients();
    return report();
  }

  private Result report() {
    stage.collect();
    Map<Cell, Counts> counts = stage.counts();
    Map<Cell, Outcome> outcomes = new EnumMap<>(Cell.class);
    for (Cell cell : stage.cells()) {
      Verdict verdict = stage.check(cell);
      outcomes.put(
          cell, new Outcome(stage.epoch(cell), counts.getOrDefault(cell, Counts.NONE), verdict));
    }
    var result = new Result(outcomes, storm.counts(), storm.missed());
    System.out.print(result.table());
    return result;
  }
}
