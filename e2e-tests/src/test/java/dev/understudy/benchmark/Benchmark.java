package dev.understudy.benchmark;

import dev.understudy.benchmark.OperatorCost.Memory;
import dev.understudy.benchmark.OperatorCost.Start;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Snapshot;
import dev.understudy.harness.Space;
import dev.understudy.measure.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long clients are without service, with Understudy and without, and what the operator
 * takes. Round by round each subject suffers each fault once, so that all share the machine's
 * moods.
 *
 * <p>Usage: {@code e2e-tests/benchmark [--runs N] [--node-runs N] [--peer-runs N] [--warmup
 * SECONDS] [--continue] [--subjects A,B] [fault...]}. A run that does not show what it should is
 * kept as broken; then the command fails, after more than a few at once.
 */
public final class Benchmark {
  private static final int BROKEN_AT_MOST = 2;
  private static final int STARTS_AT_MOST = 10;

  private final Installation installation;
  private final Plan plan;
  private final Circumstances circumstances;
  private final Path folder;
  private final List<Run> runs = new ArrayList<>();
  private List<Run> earlier = List.of();
  private final List<Subject> subjects = new ArrayList<>();

  private Benchmark(Installation installation, Plan plan) throws IOException {
    this.installation = installation;
    this.plan = plan;
    this.circumstances = new Circumstances(installation.shell(), plan.command());
    this.folder = Files.createDirectories(installation.root().resolve("docs/benchmarks"));
  }

  private Subject make(Lineup which) {
    Space space = Space.create(installation, "bench-" + which.word());
    return which.in(space, plan.warmupSeconds());
  }

  public static void main(String[] arguments) throws IOException {
    Plan plan = Plan.parse(List.of(arguments));
    boolean good;
    try (Installation installation = Installation.make()) {
      installation.shell().run("e2e-tests/cluster/benchmark-images");
      installation.helm("rbac.execHooks=true"); // the examples promote by commands
      good = new Benchmark(installation, plan).run();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException {
    int first = begin();
    try (Space own = Space.create(installation, "bench-operator")) {
      var cost = new OperatorCost(own);
      int count = Math.min(plan.runs(), STARTS_AT_MOST);
      say(count + " starts of the operator");
      List<Start> starts = cost.starts(count);
      Memory before = cost.memory();
      say("%d subjects, %d rounds".formatted(plan.subjects().size(), plan.rounds()));
      plan.subjects().forEach(it -> subjects.add(make(it)));
      subjects.forEach(Subject::create);
      for (int round = 1; round <= plan.rounds(); round++) {
        round(first, round);
        tell("");
      }
      return conclude(new OperatorReport(cost.sizes(), starts, before, cost.memory()));
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  /** How many rounds there are already. */
  private int begin() throws IOException {
    Path csv = folder.resolve("failover.csv");
    if (plan.continues()) {
      Files.readAllLines(csv).stream().skip(1).map(Run::parse).forEach(runs::add);
    } else {
      Files.writeString(csv, Run.HEADER);
    }
    earlier = List.copyOf(runs);
    return runs.stream().mapToInt(Run::round).max().orElse(0);
  }

  private void round(int first, int round) throws IOException {
    for (Fault fault : plan.faults()) {
      for (int i = 0; i < subjects.size(); i++) {
        if (plan.includes(round, fault, subjects.get(i))) {
          keep(run(first + round, i, fault));
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
      subjects.set(number, make(plan.subjects().get(number)));
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
    // where hundreds of runs are made, a few may break
    if (broken > BROKEN_AT_MOST + runs.size() / 50) {
      throw new IllegalStateException(broken + " runs are broken; see " + csv);
    }
  }

  /** After each round, so that what was measured is there whatever becomes of the rest. */
  private Results tell(String more) throws IOException {
    Map<String, Map<Fault, String>> senseless = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      Map<Fault, String> whys = new EnumMap<>(Fault.class);
      plan.faults().forEach(it -> subject.senseless(it).ifPresent(why -> whys.put(it, why)));
      senseless.put(subject.title(), whys);
    }
    var results = new Results(runs, senseless);
    String text = results.text() + more + circumstances.text(kubernetes()) + ofEarlier();
    Files.writeString(folder.resolve("failover.md"), text);
    for (Fault fault : results.faults()) {
      if (!results.outages(fault).isEmpty()) {
        Picture.draw(folder, fault, results.outages(fault));
      }
    }
    return results;
  }

  private String ofEarlier() {
    return earlier.isEmpty()
        ? ""
        : "- Runs of earlier commands among these: %d, from %s to %s\n"
            .formatted(earlier.size(), earlier.getFirst().start(), earlier.getLast().start());
  }

  private boolean conclude(OperatorReport operator) throws IOException {
    Results results = tell(operator.text());
    System.out.println(Files.readString(folder.resolve("failover.md")));
    return results.broken().isEmpty();
  }

  private String kubernetes() {
    return installation.client().getKubernetesVersion().getGitVersion()
        + ", three nodes of kind on this one machine";
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
