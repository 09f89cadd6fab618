package dev.understudy.benchmark;

import dev.understudy.benchmark.OperatorCost.Memory;
import dev.understudy.benchmark.OperatorCost.Start;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Snapshot;
import dev.understudy.harness.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures how long clients are without service, with Understudy and without, and what the operator
 * takes. Round by round each subject suffers each fault once, so that all share the machine's
 * moods.
 *
 * <p>Usage: {@code e2e-tests/benchmark [--runs N] [--warmup SECONDS] [fault...]}. A run that does
 * not show what it should is kept as broken; then the command fails, after the third one at once.
 */
public final class Benchmark {
  private static final int BROKEN_AT_MOST = 2;

  private final Installation installation;
  private final Plan plan;
  private final Circumstances circumstances;
  private final Path folder;
  private final List<Run> runs = new ArrayList<>();
  private final List<Supplier<Subject>> kinds;
  private final List<Subject> subjects = new ArrayList<>();

  private Benchmark(Installation installation, Plan plan) throws IOException {
    this.installation = installation;
    this.plan = plan;
    this.circumstances = new Circumstances(installation, plan.command());
    this.folder = Files.createDirectories(installation.root().resolve("docs/benchmarks"));
    this.kinds =
        List.of(
            () -> new HAServiceSubject(space("haservice"), plan.warmupSeconds()),
            () -> new DeploymentSubject(space("deployment-1"), 1, plan.warmupSeconds()),
            () -> new DeploymentSubject(space("deployment-2"), 2, plan.warmupSeconds()));
  }

  private Space space(String name) {
    return Space.create(installation, "bench-" + name);
  }

  public static void main(String[] arguments) throws IOException {
    Plan plan = Plan.parse(List.of(arguments));
    boolean good;
    try (Installation installation = Installation.make()) {
      good = new Benchmark(installation, plan).run();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException {
    Files.writeString(folder.resolve("failover.csv"), Run.HEADER);
    try (Space own = space("operator")) {
      var cost = new OperatorCost(own);
      say(plan.runs() + " starts of the operator");
      List<Start> starts = cost.starts(plan.runs());
      Memory before = cost.memory();
      say("Three subjects, %d rounds".formatted(plan.runs()));
      kinds.forEach(it -> subjects.add(it.get()));
      subjects.forEach(Subject::create);
      for (int round = 1; round <= plan.runs(); round++) {
        round(round);
      }
      return conclude(new OperatorReport(cost.sizes(), starts, before, cost.memory()));
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private void round(int round) throws IOException {
    for (Fault fault : plan.faults()) {
      for (int i = 0; i < subjects.size(); i++) {
        if (subjects.get(i).senseless(fault).isEmpty()) {
          keep(run(round, i, fault));
        }
      }
    }
  }

  private Run run(int round, int number, Fault fault) {
    Subject subject = subjects.get(number);
    Instant start = Instant.now();
    try {
      return subject.run(round, fault);
    } catch (AssertionError | RuntimeException e) {
      String name = "%s.%s.%d".formatted(subject.space().namespace(), fault.word(), round);
      Path snapshot = Path.of("target", "failures", name).toAbsolutePath();
      Snapshot.of(installation, snapshot);
      say("What was there is in " + snapshot);
      subject.close();
      subjects.set(number, kinds.get(number).get());
      subjects.get(number).create();
      return Run.broken(round, start, subject.title(), fault, String.valueOf(e.getMessage()));
    }
  }

  private void keep(Run run) throws IOException {
    runs.add(run);
    say(run.line());
    Path csv = folder.resolve("failover.csv");
    Files.writeString(csv, run.csv(), StandardOpenOption.APPEND);
    long broken = runs.stream().filter(it -> !it.worked()).count();
    if (broken > BROKEN_AT_MOST) {
      throw new IllegalStateException(broken + " runs are broken; see " + csv);
    }
  }

  private boolean conclude(OperatorReport operator) throws IOException {
    Map<String, Map<Fault, String>> senseless = new TreeMap<>();
    for (Subject subject : subjects) {
      Map<Fault, String> whys = new EnumMap<>(Fault.class);
      plan.faults().forEach(it -> subject.senseless(it).ifPresent(why -> whys.put(it, why)));
      senseless.put(subject.title(), whys);
    }
    var results = new Results(runs, senseless);
    String text = results.text() + operator.text() + circumstances.text();
    Files.writeString(folder.resolve("failover.md"), text);
    System.out.println(text);
    return results.broken().isEmpty();
  }

  private static void say(String what) {
    System.out.println(what);
  }

  /**
   * What was asked for.
   *
   * @param runs of each fault on each subject, and starts of the operator
   * @param warmupSeconds that the sample takes to get ready
   */
  record Plan(int runs, int warmupSeconds, List<Fault> faults) {
    static Plan parse(List<String> arguments) {
      int runs = 10;
      int warmupSeconds = 0;
      List<Fault> faults = new ArrayList<>();
      for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
        String word = words.next();
        switch (word) {
          case "--runs" -> runs = Integer.parseInt(words.next());
          case "--warmup" -> warmupSeconds = Integer.parseInt(words.next());
          default -> faults.add(Fault.parse(word));
        }
      }
      return new Plan(
          runs, warmupSeconds, faults.isEmpty() ? List.of(Fault.values()) : List.copyOf(faults));
    }

    /** As it would be written with all options. */
    String command() {
      String words = faults.stream().map(it -> " " + it.word()).collect(Collectors.joining());
      return "e2e-tests/benchmark --runs %d --warmup %d%s"
          .formatted(runs, warmupSeconds, faults.size() == Fault.values().length ? "" : words);
    }
  }
}
