package dev.understudy.alarms;

import dev.understudy.measure.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What all stretches together say. */
record Results(List<Stretch> stretches) {
  Results {
    stretches = List.copyOf(stretches);
  }

  /** A row for each disturbance, and for each profile its changes and failed requests. */
  String table() {
    Collection<Profile> profiles =
        stretches.stream().map(Stretch::profile).collect(Collectors.toCollection(TreeSet::new));
    List<String> header =
        new ArrayList<>(List.of("disturbance", "times", "takeovers in the operator"));
    profiles.forEach(it -> header.add(it.title() + ": needless failovers"));
    profiles.forEach(it -> header.add(it.title() + ": failed / requests"));
    var table = new Table(header);
    Arrays.stream(Disturbance.values())
        .filter(each -> stretches.stream().anyMatch(it -> it.disturbance() == each))
        .forEach(each -> table.row(row(each.word(), profiles, it -> it.disturbance() == each)));
    table.row(row("all", profiles, _ -> true));
    return table.text();
  }

  private List<String> row(String title, Collection<Profile> profiles, Predicate<Stretch> which) {
    List<Stretch> all = stretches.stream().filter(which).toList();
    long times = all.stream().map(it -> it.round() + " " + it.disturbance()).distinct().count();
    List<String> row = new ArrayList<>(List.of(title, Long.toString(times), takeovers(all)));
    profiles.forEach(profile -> row.add(Integer.toString(needless(of(all, profile)))));
    profiles.forEach(profile -> row.add(requests(of(all, profile))));
    return row;
  }

  /** All services have the same operator: those of one count. */
  private static String takeovers(List<Stretch> all) {
    return all.stream().map(Stretch::profile).min(Comparator.naturalOrder()).stream()
        .map(first -> of(all, first).stream().mapToInt(Stretch::takeovers).sum())
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  private static List<Stretch> of(List<Stretch> all, Profile profile) {
    return all.stream().filter(it -> it.profile() == profile).toList();
  }

  private static int needless(List<Stretch> of) {
    return of.stream().mapToInt(Stretch::needless).sum();
  }

  private static String requests(List<Stretch> of) {
    return of.stream().mapToInt(Stretch::failed).sum()
        + " / "
        + of.stream().mapToInt(Stretch::requests).sum();
  }

  /**
   * A line for each disturbance and profile with changes of leadership, and one for each excuse.
   */
  String reasons() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Stretch stretch : stretches) {
      String what = stretch.profile().title() + ", " + stretch.disturbance().word() + ": ";
      String excuse = stretch.excuse().isEmpty() ? "" : " (not needless: " + stretch.excuse() + ")";
      stretch.changes().forEach(it -> counts.merge(what + it.reason() + excuse, 1, Integer::sum));
    }
    return counts.isEmpty()
        ? "- None.\n"
        : counts.entrySet().stream()
            .map(it -> "- " + it.getKey() + ", " + it.getValue() + " times\n")
            .collect(Collectors.joining());
  }
}
