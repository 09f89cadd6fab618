package dev.understudy.benchmark;

import dev.understudy.api.FailoverStatus;
import dev.understudy.measure.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What all runs together say, in tables. */
final class Results {
  /** What others are compared with. */
  static final String FLOOR = "the floor";

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

    As data in [failover.csv](failover.csv), a row for each run; how to read it: [README](README.md).

    %s
    ## Where the time goes

    Median / worst, in ms

    %s
    ## What is not in the tables

    %s
    """
        .formatted(
            faults().stream().map(this::section).collect(Collectors.joining("\n")),
            phases(),
            notes().isEmpty()
                ? "Nothing."
                : notes().stream().map(it -> "- " + it + "\n").collect(Collectors.joining()));
  }

  private String section(Fault fault) {
    return """
    ## %s

    ![Share of runs over their outage](%s)

    %s\
    """
        .formatted(capital(fault.title()), Picture.file(fault), table(fault));
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  /** Of one fault, a row for each subject: the quickest first. */
  String table(Fault fault) {
    var table =
        new Table(
            List.of(
                "subject",
                "runs",
                "median ms",
                "p99 ms",
                "worst ms",
                "x floor",
                "failed requests"));
    double floor = outages(FLOOR, fault).median();
    subjects().stream()
        .filter(it -> !all(it, fault).isEmpty())
        .sorted(Comparator.comparingDouble(it -> outages(it, fault).median()))
        .forEach(it -> table.row(row(it, fault, floor)));
    return table.text();
  }

  private List<String> row(String subject, Fault fault, double floor) {
    Distribution outages = outages(subject, fault);
    long broken = all(subject, fault).stream().filter(it -> !it.worked()).count();
    return List.of(
        subject,
        outages.count() + (broken == 0 ? "" : ", %d BROKEN".formatted(broken)),
        cell(outages.median()),
        cell(outages.p99()),
        cell(outages.worst()),
        ratio(outages.median() / floor),
        distribution(subject, fault, Run::failed).text());
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "-" : Distribution.number(value);
  }

  private static String ratio(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
  }

  /** Of each subject that worked under the fault, its outages in ms. */
  Map<String, List<Double>> outages(Fault fault) {
    Map<String, List<Double>> outages = new LinkedHashMap<>();
    for (String subject : subjects()) {
      List<Double> own =
          all(subject, fault).stream().filter(Run::worked).map(Run::outageMillis).toList();
      if (!own.isEmpty()) {
        outages.put(subject, own);
      }
    }
    return outages;
  }

  private Distribution outages(String subject, Fault fault) {
    return distribution(subject, fault, Run::outageMillis);
  }

  private Distribution distribution(String subject, Fault fault, ToDoubleFunction<Run> figure) {
    return Distribution.of(
        all(subject, fault).stream().filter(Run::worked).map(figure::applyAsDouble).toList());
  }

  /** Where the time of outages goes, and why leaders were promoted. */
  String phases() {
    var table =
        new Table(
            List.of(
                "fault",
                "subject",
                "noticed",
                "decided",
                "Lease",
                "Service",
                "EndpointSlice",
                "answer",
                "reasons, how often"));
    for (Fault fault : faults()) {
      for (String subject : subjects()) {
        List<Run> told =
            all(subject, fault).stream()
                .filter(it -> it.phases().isPresent() || it.promotion().isPresent())
                .toList();
        if (!told.isEmpty()) {
          table.row(phases(fault, subject, told));
        }
      }
    }
    return table.text();
  }

  private static List<String> phases(Fault fault, String subject, List<Run> told) {
    return List.of(
        fault.title(),
        subject,
        spread(told, Results::noticed),
        spread(told, promoted(it -> it.decideMillis)),
        spread(told, promoted(it -> it.leaseMillis)),
        spread(told, promoted(it -> it.routeMillis)),
        spread(told, it -> it.phases().map(Phases::offeredMillis)),
        spread(told, it -> it.phases().map(Phases::answeredMillis)),
        reasons(told));
  }

  /** Until the Service was seen to change, less what the operator says that it took itself. */
  private static Optional<Double> noticed(Run run) {
    return run.phases()
        .map(it -> it.routedMillis() - run.promotion().map(Results::ownMillis).orElse(0L));
  }

  private static long ownMillis(FailoverStatus it) {
    return Objects.requireNonNullElse(it.decideMillis, 0L)
        + Objects.requireNonNullElse(it.leaseMillis, 0L)
        + Objects.requireNonNullElse(it.routeMillis, 0L);
  }

  private static Function<Run, Optional<? extends Number>> promoted(
      Function<FailoverStatus, Long> millis) {
    return run -> run.promotion().map(millis);
  }

  private static String spread(List<Run> told, Function<Run, Optional<? extends Number>> millis) {
    List<Double> values = new ArrayList<>();
    told.forEach(it -> millis.apply(it).ifPresent(value -> values.add(value.doubleValue())));
    return Distribution.of(values).text();
  }

  private static String reasons(List<Run> told) {
    return told.stream()
        .flatMap(it -> it.promotion().stream())
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
      Map<String, List<String>> byWhy = new LinkedHashMap<>();
      senseless.forEach((subject, whys) ->
          Optional.ofNullable(whys.get(fault))
              .ifPresent(why -> byWhy.computeIfAbsent(why, _ -> new ArrayList<>()).add(subject)));
      byWhy.forEach((why, subjects) ->
          notes.add("%s, %s: %s.".formatted(fault.title(), String.join(", ", subjects), why)));
    }
    return notes;
  }

  List<Run> broken() {
    return runs.stream().filter(it -> !it.worked()).toList();
  }

  private List<Run> all(String subject, Fault fault) {
    return runs.stream().filter(it -> it.subject().equals(subject) && it.fault() == fault).toList();
  }

  private Collection<String> subjects() {
    return runs.stream().map(Run::subject).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<Fault> faults() {
    return Arrays.stream(Fault.values())
        .filter(fault -> runs.stream().anyMatch(it -> it.fault() == fault))
        .toList();
  }
}
