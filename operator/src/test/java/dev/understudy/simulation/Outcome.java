package dev.understudy.simulation;

import dev.understudy.decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a fault, as it was seen.
 *
 * @param epochs that passed at the Service
 * @param closed the route was, at some time
 * @param gone the Service was, at some time
 * @param ranOn a process that led before ran while the route was open to another member
 * @param twoBelieved two members acted as leader by their own election
 * @param reason of the last decision
 */
record Outcome(
    End end,
    long epochs,
    boolean closed,
    boolean gone,
    boolean ranOn,
    boolean twoBelieved,
    Optional<Reason> reason) {
  /** Who has the traffic in the end. */
  enum End {
    SAME("the same member leads"),
    OTHER("another member leads"),
    LOST("the route stays with the member, which may not lead"),
    OTHER_LOST("the route is open to another member, which may not lead"),
    NOBODY("nobody leads"),
    ALL("all members serve"),
    SOME("the other members serve"),
    NONE("the route stays open, and nobody serves");

    private final String words;

    End(String words) {
      this.words = words;
    }
  }

  private String kind() {
    List<String> words = new ArrayList<>(List.of(end.words));
    if (end == End.NOBODY) {
      words.add("the route is closed");
    } else if (closed) {
      words.add("the route was closed meanwhile");
    }
    if (gone) {
      words.add("the Service was made anew");
    }
    if (ranOn) {
      words.add("the old process ran on meanwhile");
    }
    if (twoBelieved) {
      words.add("two believed that they lead");
    }
    reason
        .filter(why -> why.kind() == Reason.Kind.TROUBLE || why.kind() == Reason.Kind.WAITING)
        .ifPresent(why -> words.add("`" + why + "`"));
    return String.join(", ", words);
  }

  /** In words, each different one once, the most frequent first. */
  static String words(List<Outcome> outcomes) {
    return outcomes.stream().collect(Collectors.groupingBy(Outcome::kind)).entrySet().stream()
        .sorted((one, other) ->
            one.getValue().size() == other.getValue().size()
                ? one.getKey().compareTo(other.getKey())
                : other.getValue().size() - one.getValue().size())
        .map(it -> it.getKey() + epochs(it.getValue()))
        .collect(Collectors.joining("; or "));
  }

  private static String epochs(List<Outcome> alike) {
    long least = alike.stream().mapToLong(Outcome::epochs).min().orElseThrow();
    long most = alike.stream().mapToLong(Outcome::epochs).max().orElseThrow();
    if (most == 0 && least == 0) {
      return "";
    }
    return ", epoch " + signed(least) + (least == most ? "" : " to " + signed(most));
  }

  private static String signed(long epochs) {
    return (epochs < 0 ? "" : "+") + epochs;
  }
}
