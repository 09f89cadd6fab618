package dev.understudy.load;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far a run has come. */
record Summary(State state, int issued, int recorded, Map<String, Integer> outcomes) {

  enum State {
    WAITING,
    RUNNING,
    /** Nothing more will be issued, and all that was issued is recorded. */
    COMPLETE
  }

  static Summary of(Optional<LoadRun> run) {
    return run.map(Summary::of).orElse(new Summary(State.WAITING, 0, 0, Map.of()));
  }

  private static Summary of(LoadRun run) {
    State state = run.isComplete() ? State.COMPLETE : State.RUNNING;
    int issued = run.issued();
    Map<String, Integer> outcomes = new TreeMap<>();
    int recorded = 0;
    for (int i = 0; i < issued; i++) {
      Optional<Attempt> attempt = run.log().get(i);
      if (attempt.isPresent()) {
        outcomes.merge(attempt.get().outcome().text(), 1, Integer::sum);
        recorded++;
      }
    }
    return new Summary(state, issued, recorded, outcomes);
  }

  String toJson() {
    return "{\"state\":\"%s\",\"issued\":%d,\"recorded\":%d,\"ok\":%d,\"outcomes\":{%s}}"
        .formatted(state, issued, recorded, outcomes.getOrDefault("OK", 0), members());
  }

  private String members() {
    return outcomes.entrySet().stream()
        .map(it -> "\"" + it.getKey() + "\":" + it.getValue())
        .collect(Collectors.joining(","));
  }
}
