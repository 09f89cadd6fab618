package dev.understudy.load;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What attempts say about the service; about all of them, or those of one kind or time.
 *
 * <p>An answer is an answer with success. Kept connections may go on being answered while fresh
 * ones are refused, and the reverse: look at an outage {@link #only by kind} before at all
 * together.
 */
public final class Analysis {

  private final List<Attempt> attempts;

  private Analysis(List<Attempt> attempts) {
    this.attempts = attempts;
  }

  public static Analysis of(List<Attempt> attempts) {
    return new Analysis(attempts.stream().sorted(comparingLong(Attempt::scheduledMicros)).toList());
  }

  public Analysis only(Kind kind) {
    return matching(it -> it.kind() == kind);
  }

  /** The attempts that were due from the one instant on and before the other. */
  public Analysis between(Instant from, Instant to) {
    long first = Attempt.micros(from);
    long end = Attempt.micros(to);
    return matching(it -> it.scheduledMicros() >= first && it.scheduledMicros() < end);
  }

  private Analysis matching(Predicate<Attempt> condition) {
    return new Analysis(attempts.stream().filter(condition).toList());
  }

  /** In the order in which they were due. */
  public List<Attempt> attempts() {
    return attempts;
  }

  public int requests() {
    return attempts.size();
  }

  public int failed() {
    return Math.toIntExact(attempts.stream().filter(it -> !it.isSuccess()).count());
  }

  /** How often each outcome occurred, success included, by its text. */
  public Map<String, Integer> outcomes() {
    return attempts.stream()
        .collect(Collectors.toMap(it -> it.outcome().text(), _ -> 1, Integer::sum, TreeMap::new));
  }

  /** The stretches without success in which requests failed; {@link Outages} defines them. */
  public List<Outage> outages() {
    return Outages.in(attempts).stream().filter(it -> it.failed() > 0).toList();
  }

  /** The longest stretch without success, even if all requests were answered in the end. */
  public Optional<Outage> longestOutage() {
    return Outages.in(attempts).stream().max(comparing(Outage::length));
  }

  /** Of answers, from when each was due. */
  public Percentiles latencies() {
    return Percentiles.of(successes().stream().mapToLong(Attempt::latencyMicros));
  }

  /** How late the client began: above a few milliseconds, doubt the machine before the service. */
  public Percentiles lags() {
    return Percentiles.of(attempts.stream().mapToLong(Attempt::lagMicros));
  }

  /** Who answered, in the order of first answers. */
  public List<Answers> answers() {
    return byPod().entrySet().stream()
        .map(it -> answers(it.getKey(), it.getValue()))
        .sorted(comparing(Answers::first))
        .toList();
  }

  /** Who answered by turns: one entry for each time another member answers than before. */
  public List<Answers> turns() {
    List<Answers> turns = new ArrayList<>();
    List<Attempt> turn = new ArrayList<>();
    for (Attempt attempt : successes()) {
      if (!turn.isEmpty() && !turn.getFirst().pod().equals(attempt.pod())) {
        turns.add(answers(turn.getFirst().pod(), turn));
        turn.clear();
      }
      turn.add(attempt);
    }
    if (!turn.isEmpty()) {
      turns.add(answers(turn.getFirst().pod(), turn));
    }
    return turns;
  }

  /**
   * Members that answered although another had taken over, by kind. With more than one handover
   * between the same members, a failback say, look {@link #between} them: the return would count.
   */
  public List<Overlap> overlaps() {
    return Arrays.stream(Kind.values()).flatMap(it -> only(it).overlaps(it).stream()).toList();
  }

  private List<Overlap> overlaps(Kind kind) {
    Map<String, List<Attempt>> byPod = byPod();
    List<Answers> inOrder = answers();
    List<Overlap> overlaps = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      String earlier = inOrder.get(i).pod();
      List<Attempt> answered = byPod.getOrDefault(earlier, List.of());
      for (Answers later : inOrder.subList(i + 1, inOrder.size())) {
        overlap(kind, answered, later).ifPresent(overlaps::add);
      }
    }
    return overlaps;
  }

  private static Optional<Overlap> overlap(Kind kind, List<Attempt> earlier, Answers later) {
    long since = Attempt.micros(later.first());
    var begun =
        earlier.stream()
            .mapToLong(Attempt::startedMicros)
            .filter(it -> it > since)
            .summaryStatistics();
    if (begun.getCount() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Overlap(
            kind,
            earlier.getFirst().pod(),
            later.pod(),
            later.first(),
            Attempt.instant(begun.getMax()),
            Math.toIntExact(begun.getCount())));
  }

  private List<Attempt> successes() {
    return attempts.stream()
        .filter(Attempt::isSuccess)
        .sorted(comparingLong(Attempt::startedMicros))
        .toList();
  }

  private Map<String, List<Attempt>> byPod() {
    return successes().stream().collect(Collectors.groupingBy(Attempt::pod));
  }

  private static Answers answers(String pod, List<Attempt> answered) {
    var received = answered.stream().mapToLong(Attempt::endedMicros).summaryStatistics();
    return new Answers(
        pod,
        Attempt.instant(received.getMin()),
        Attempt.instant(received.getMax()),
        answered.size());
  }
}
