package dev.understudy.decision;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether the members that would be left could carry the load if the node, or the zone, were lost
 * that most of them are in. They could if they are at least half of the replicas: each then has
 * twice its load at most, and of the others Understudy takes all out of the rotation at once, which
 * it does with no more than half.
 *
 * @param holds they could
 * @param sentence why, or what to do
 */
public record Survival(boolean holds, String sentence) {
  /** Empty if nothing is declared that is to be survived. */
  public static Optional<Survival> of(Observation seen) {
    return declared(seen).map(loss -> of(seen, loss));
  }

  private static Optional<Loss> declared(Observation seen) {
    return seen.isActivePassive() ? Optional.empty() : seen.policy().survive();
  }

  /**
   * How many members one such loss takes if they are spread evenly over what they are in now; one
   * if nothing is declared, or they are all in one.
   */
  static int share(Observation seen) {
    return declared(seen)
        .map(loss -> places(seen, loss, Member::isStaying).size())
        .filter(places -> places > 1)
        .map(places -> Math.max(1, seen.policy().replicas() / places))
        .orElse(1);
  }

  private static Survival of(Observation seen, Loss loss) {
    Optional<Member> nowhere =
        seen.members().stream()
            .filter(seen::isServing)
            .filter(member -> place(member, loss).isEmpty())
            .findFirst();
    if (nowhere.isPresent()) {
      return new Survival(
          false,
          "Node "
              + nowhere.get().place().node()
              + " has no label topology.kubernetes.io/zone: nobody knows which members a zone"
              + " takes with it.");
    }
    Map<String, Long> places = places(seen, loss, seen::isServing);
    return places.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(largest -> without(seen, loss, largest))
        .orElseGet(() -> new Survival(false, "No member serves."));
  }

  private static Survival without(Observation seen, Loss loss, Map.Entry<String, Long> largest) {
    long serving = seen.members().stream().filter(seen::isServing).count();
    long left = serving - largest.getValue();
    int replicas = seen.policy().replicas();
    boolean holds = left > 0 && 2 * left >= replicas;
    String numbers =
        "%s %s has %d of %d members that serve; without it %d of %d replicas are left"
            .formatted(
                loss == Loss.NODE ? "Node" : "Zone",
                largest.getKey(),
                largest.getValue(),
                serving,
                left,
                replicas);
    return new Survival(holds, numbers + (holds ? carried(left, replicas) : advice(loss)));
  }

  private static String carried(long left, int replicas) {
    return ", each with at most %d %% of its load."
        .formatted(Math.max(100, 100L * replicas / left));
  }

  private static String advice(Loss loss) {
    return ", and half of them are needed: have members serve in "
        + (loss == Loss.NODE ? "more nodes" : "more zones")
        + ", as many in each.";
  }

  /** How many of these members are in each. */
  private static Map<String, Long> places(Observation seen, Loss loss, Predicate<Member> which) {
    return seen.members().stream()
        .filter(which)
        .map(member -> place(member, loss))
        .filter(place -> !place.isEmpty())
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
  }

  private static String place(Member member, Loss loss) {
    return switch (loss) {
      case NODE -> member.place().node();
      case ZONE -> member.place().zone();
    };
  }
}
