package dev.understudy.alarms;

import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.load.Analysis;
import dev.understudy.measure.Circumstances;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Disturbs services of which no leader is lost, and counts how often leadership changes all the
 * same: each time is a failover for nothing. One service for each profile, side by side.
 *
 * <p>Usage: {@code e2e-tests/false-alarms [--minutes N] [--profile PROFILE]... [disturbance...]}.
 */
public final class FalseAlarms {

  /** For what comes late of it: no profile takes longer to depose a leader that was not seen. */
  private static final int AFTERMATH_SECONDS = 15;

  private final Installation installation;
  private final Plan plan;
  private final Circumstances circumstances;
  private final Undo undo = new Undo();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final long start = System.nanoTime();

  /** One disturbance, until the requests of its round are known. */
  private record Passed(
      Disturbance disturbance,
      Instant from,
      Instant to,
      int takeovers,
      Map<Profile, List<Stretch.Change>> changes,
      Map<Profile, String> excuses) {}

  private FalseAlarms(Installation installation, Plan plan) {
    this.installation = installation;
    this.plan = plan;
    this.circumstances = new Circumstances(installation.shell(), plan.command());
  }

  public static void main(String[] arguments) throws IOException {
    Plan plan = Plan.parse(List.of(arguments));
    announce(plan);
    boolean all;
    try (Installation installation = Installation.make()) {
      all = new FalseAlarms(installation, plan).run();
    }
    System.exit(all ? 0 : 1);
  }

  private static void announce(Plan plan) {
    System.out.printf(
        "For %d minutes, and one round at least, against a service for each of %s:%n%s",
        plan.length().toMinutes(),
        plan.profiles().stream().map(Profile::title).collect(Collectors.joining(", ")),
        plan.disturbances().stream()
            .map(it -> "  %-10s %s%n".formatted(it.word(), it.title()))
            .collect(Collectors.joining()));
  }

  /** Whether nothing was missed. */
  private boolean run() throws IOException {
    var end = new Thread(this::end);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      installation.helm();
      plan.profiles().forEach(it -> subjects.add(new Subject(installation, it)));
      subjects.forEach(Subject::settled);
      rounds(new Disturber(installation, subjects, undo));
      conclude();
      return missed.isEmpty();
    } finally {
      Runtime.getRuntime().removeShutdownHook(end);
      end();
    }
  }

  /** Also if this process is told to end. */
  private void end() {
    undo.end();
    subjects.forEach(Subject::close);
    installation.helm();
  }

  private boolean isOver() {
    return System.nanoTime() - start > plan.length().toNanos();
  }

  /** An hour's results are kept, even if the cluster does not come to rest any more. */
  private void rounds(Disturber disturber) {
    try {
      for (int round = 1; round == 1 || !isOver(); round++) {
        round(round, disturber);
      }
    } catch (KubernetesClientException | ConditionTimeoutException | AssertionError e) {
      missed.add("all from then on, for the last round failed: " + e.getMessage());
    }
  }

  private void round(int round, Disturber disturber) {
    List<Passed> passed = new ArrayList<>();
    subjects.forEach(Subject::load);
    for (Disturbance disturbance : plan.disturbances()) {
      if (disturbance.isIn(round) && (round == 1 || !isOver())) {
        passed.add(pass(round, disturbance, disturber));
      }
    }
    for (Subject subject : subjects) {
      Analysis analysis = subject.unload();
      passed.forEach(it -> stretches.add(stretch(round, subject, it, analysis)));
    }
    System.out.println(new Results(stretches).table());
  }

  private Passed pass(int round, Disturbance disturbance, Disturber disturber) {
    Map<Profile, Long> epochs = new EnumMap<>(Profile.class);
    subjects.forEach(Subject::settled);
    subjects.forEach(it -> epochs.put(it.profile(), it.epoch()));
    Faults faults = new Faults(subjects.getFirst().space());
    int takeovers = takeovers();
    say("round %d: %s".formatted(round, disturbance.word()));
    Instant from = Instant.now();
    Map<Profile, String> excuses = inflict(disturbance, disturber);
    Load.go(AFTERMATH_SECONDS);
    faults.awaitOperators(2);
    subjects.forEach(Subject::settled);
    Map<Profile, List<Stretch.Change>> changes = new EnumMap<>(Profile.class);
    for (Subject subject : subjects) {
      Profile profile = subject.profile();
      List<Stretch.Change> of = subject.changesSince(epochs.getOrDefault(profile, 0L));
      changes.put(profile, of);
      of.forEach(
          it -> say("  %s: epoch %d: %s".formatted(profile.title(), it.epoch(), it.reason())));
    }
    return new Passed(disturbance, from, Instant.now(), takeovers() - takeovers, changes, excuses);
  }

  /** How often another of the operator's replicas has begun to lead. */
  private int takeovers() {
    return installation
        .client()
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.OPERATOR)
        .get()
        .getSpec()
        .getLeaseTransitions();
  }

  /** One that cannot be inflicted is missed, and the next one comes. */
  private Map<Profile, String> inflict(Disturbance disturbance, Disturber disturber) {
    try {
      return disturber.inflict(disturbance);
    } catch (IllegalStateException
        | KubernetesClientException
        | ConditionTimeoutException
        | AssertionError e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      missed.add(disturbance.word() + ": " + why);
      say("  missed: " + e.getMessage());
      return Map.of();
    }
  }

  private static Stretch stretch(int round, Subject subject, Passed passed, Analysis analysis) {
    Analysis during = analysis.between(passed.from(), passed.to());
    return new Stretch(
        round,
        passed.disturbance(),
        subject.profile(),
        passed.from(),
        passed.to(),
        passed.takeovers(),
        passed.changes().getOrDefault(subject.profile(), List.of()),
        during.requests(),
        during.failed(),
        passed.excuses().getOrDefault(subject.profile(), ""));
  }

  private void conclude() throws IOException {
    Path folder = Files.createDirectories(installation.root().resolve("docs/benchmarks"));
    Files.writeString(
        folder.resolve("false-alarms.csv"),
        stretches.stream().map(Stretch::csv).collect(Collectors.joining("", Stretch.HEADER, "")));
    var results = new Results(stretches);
    String kubernetes =
        installation.client().getKubernetesVersion().getGitVersion()
            + ", three nodes of kind on this one machine";
    String text =
        """
        # Failovers for nothing

        Nobody was lost, so each change of leadership is needless. As data in [false-alarms.csv](false-alarms.csv); how to read it:
        [false-alarms-and-idle-cost.md](false-alarms-and-idle-cost.md).

        %s
        Reasons of the changes

        %s
        Disturbances that were missed: %s

        %s\
        """
            .formatted(
                results.table(),
                results.reasons(),
                missed.isEmpty() ? "none" : String.join("; ", missed),
                circumstances.text(kubernetes));
    Files.writeString(folder.resolve("false-alarms.md"), text);
    System.out.println(text);
  }

  private void say(String what) {
    System.out.printf(
        "%8.1f s  %s%n", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3, what);
  }
}
