package dev.understudy.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param runs of each fault but the loss of nodes, on each subject but peers
 * @param nodeRuns of each loss of a node, at most; these take minutes
 * @param peerRuns on each peer, at most
 * @param warmupSeconds that the sample takes to get ready
 * @param continues after the runs that the results have already
 */
record Plan(
    int runs,
    int nodeRuns,
    int peerRuns,
    int warmupSeconds,
    boolean continues,
    List<Lineup> subjects,
    List<Fault> faults) {

  static Plan parse(List<String> arguments) {
    int runs = 10;
    int nodeRuns = 2;
    int peerRuns = 2;
    int warmupSeconds = 0;
    boolean continues = false;
    List<Lineup> subjects = List.of(Lineup.values());
    List<Fault> faults = new ArrayList<>();
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--runs" -> runs = Integer.parseInt(words.next());
        case "--node-runs" -> nodeRuns = Integer.parseInt(words.next());
        case "--peer-runs" -> peerRuns = Integer.parseInt(words.next());
        case "--warmup" -> warmupSeconds = Integer.parseInt(words.next());
        case "--continue" -> continues = true;
        case "--subjects" ->
            subjects = Arrays.stream(words.next().split(",", -1)).map(Lineup::parse).toList();
        default -> faults.add(Fault.parse(word));
      }
    }
    List<Fault> asked = faults.isEmpty() ? List.of(Fault.values()) : List.copyOf(faults);
    return new Plan(runs, nodeRuns, peerRuns, warmupSeconds, continues, subjects, asked);
  }

  int rounds() {
    return Math.max(runs, nodeRuns);
  }

  boolean includes(int round, Fault fault, Subject subject) {
    return round <= (fault.losesANode() ? nodeRuns : runs)
        && (!subject.isPeer() || round <= peerRuns)
        && subject.senseless(fault).isEmpty();
  }

  /** As it would be written with all options. */
  String command() {
    String chosen = subjects.stream().map(Lineup::word).collect(Collectors.joining(","));
    String inflicted = faults.stream().map(it -> " " + it.word()).collect(Collectors.joining());
    return "e2e-tests/benchmark --runs %d --node-runs %d --peer-runs %d --warmup %d%s%s%s"
        .formatted(
            runs,
            nodeRuns,
            peerRuns,
            warmupSeconds,
            continues ? " --continue" : "",
            subjects.equals(List.of(Lineup.values())) ? "" : " --subjects " + chosen,
            faults.equals(List.of(Fault.values())) ? "" : inflicted);
  }
}
