package dev.understudy.benchmark;

import dev.understudy.api.FailoverStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What all runs together say, in tables. */
final class Results {
  private final List<Run> runs;
  private final Map<String, Map<Fault, String>> senseless;

  /** Of each subject, the faults that make no sense, and why. */
  Results(List<Run> runs, Map<String, Map<Fault, String>> senseless) {
    this.runs = List.copyOf(runs);
    this.senseless = Map.copyOf(senseless);
  }

  String text() {
    return """
    # Faults, and what clients saw

    Median / worst of the runs, as data in [failover.csv](failover.csv); how to read it: [README](README.md).

    Longest outage of fresh connections, in ms

    %s
    Requests that failed, of 100 a second

    %s
    Promotions: what the operator itself took, from the event that it saw

    %s
    %s
    """
        .formatted(
            sideBySide(Run::outageMillis),
            sideBySide(Run::failed),
            promotions(),
            notes().stream().map(it -> "- " + it + "\n").collect(Collectors.joining()));
  }

  /** Median and worst of one figure, a column for each subject. */
  String sideBySide(ToDoubleFunction<Run> figure) {
    Collection<String> subjects = subjects();
    List<String> header = new ArrayList<>(List.of("fault"));
    header.addAll(subjects);
    var table = new Table(header);
    for (Fault fault : faults()) {
      List<String> row = new ArrayList<>(List.of(fault.title()));
      subjects.forEach(it -> row.add(cell(it, fault, figure)));
      table.row(row);
    }
    return table.text();
  }

  private String cell(String subject, Fault fault, ToDoubleFunction<Run> figure) {
    if (makesNoSense(subject, fault)) {
      return "no sense";
    }
    List<Run> all = all(subject, fault);
    List<Double> worked = all.stream().filter(Run::worked).map(figure::applyAsDouble).toList();
    String broken =
        worked.size() == all.size() ? "" : ", %d BROKEN".formatted(all.size() - worked.size());
    return Spread.of(worked).text() + broken;
  }

  /** Where the time of promotions goes, and why they were made. */
  String promotions() {
    var table =
        new Table(List.of("fault", "decide ms", "Lease ms", "Service ms", "reasons, how often"));
    for (Fault fault : faults()) {
      List<FailoverStatus> made =
          runs.stream()
              .filter(it -> it.fault() == fault)
              .map(Run::promotion)
              .flatMap(Optional::stream)
              .toList();
      if (!made.isEmpty()) {
        table.row(
            List.of(
                fault.title(),
                spread(made, it -> it.decideMillis),
                spread(made, it -> it.leaseMillis),
                spread(made, it -> it.routeMillis),
                reasons(made)));
      }
    }
    return table.text();
  }

  private static String spread(List<FailoverStatus> made, Function<FailoverStatus, Long> millis) {
    return Spread.of(made.stream().map(millis).filter(Objects::nonNull).toList()).text();
  }

  private static String reasons(List<FailoverStatus> made) {
    return made.stream()
        .collect(Collectors.groupingBy(it -> it.reason, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(it -> it.getKey() + " " + it.getValue())
        .collect(Collectors.joining(", "));
  }

  /** A sentence each: what is not in the tables, and why. */
  List<String> notes() {
    List<String> notes =
        new ArrayList<>(
            broken().stream().map(it -> it.line().strip().replaceAll(" +", " ")).toList());
    for (Fault fault : faults()) {
      senseless.forEach((subject, whys) ->
          Optional.ofNullable(whys.get(fault))
              .ifPresent(why -> notes.add("%s, %s: %s.".formatted(subject, fault.title(), why))));
    }
    return notes;
  }

  List<Run> broken() {
    return runs.stream().filter(it -> !it.worked()).toList();
  }

  private boolean makesNoSense(String subject, Fault fault) {
    return senseless.getOrDefault(subject, Map.of()).containsKey(fault);
  }

  private List<Run> all(String subject, Fault fault) {
    return runs.stream().filter(it -> it.subject().equals(subject) && it.fault() == fault).toList();
  }

  private Collection<String> subjects() {
    return runs.stream().map(Run::subject).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<Fault> faults() {
    return Arrays.stream(Fault.values())
        .filter(fault -> runs.stream().anyMatch(it -> it.fault() == fault))
        .toList();
  }
}
