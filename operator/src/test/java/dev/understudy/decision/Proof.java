package dev.understudy.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tries a way of deciding on observations: static invariants, then progress until nothing is left
 * to do, then the same again with a crash after each of the writes.
 */
final class Proof {
  /** How many passes it may take until nothing is left to do, if nothing else happens. */
  private static final int FEW = 10;

  /** How many more if a Lease lapses meanwhile that the workload keeps. */
  private static final int UNTIL_LAPSED = 4;

  /** How many more if the route is closed before another leads, which may be needed twice. */
  private static final int UNTIL_HANDED_OVER = 12;

  /** How many more if a revision is tried. */
  private static final int UNTIL_TRIED = 6;

  private final Function<Observation, Decision> decider;
  private final LongAdder decisions;

  /** Many beginnings come to the same. One map, because an observation is long to hash. */
  private final Map<Observation, Station> stations = new HashMap<>();

  private Proof(Function<Observation, Decision> decider, LongAdder decisions) {
    this.decider = decider;
    this.decisions = decisions;
  }

  /**
   * What is wrong on these observations.
   *
   * @param alike those of the same members, which come to the same
   * @param decisions counts them
   */
  static Stream<Complaint> complaints(
      Stream<Observation> alike, Function<Observation, Decision> decider, LongAdder decisions) {
    Proof proof = new Proof(decider, decisions);
    return alike.flatMap(seen -> proof.complaint(seen).stream());
  }

  private Decision decide(Observation seen) {
    decisions.increment();
    return decider.apply(seen);
  }

  /** An observation, what is decided on it, what is wrong with that alone, and how it ends. */
  private static final class Station {
    final Observation seen;
    final Decision decision;
    final Optional<String> broken;
    Optional<Ending> ending = Optional.empty();

    Station(Observation seen, Decision decision) {
      this.seen = seen;
      this.decision = decision;
      this.broken = Invariants.broken(seen, decision);
    }
  }

  private Station station(Observation seen) {
    return stations.computeIfAbsent(seen, key -> new Station(key, decide(key)));
  }

  /**
   * What an observation leads to if nothing else happens.
   *
   * @param passes until nothing is left to do
   * @param last what is seen then
   * @param complaint what is wrong, there or on the way
   */
  private record Ending(int passes, Observation last, Optional<String> complaint) {
    Ending onePassBefore() {
      return new Ending(passes + 1, last, complaint);
    }
  }

  /** What is wrong, with the observation and the decision that show it. */
  record Complaint(String what, Observation seen, Decision decision) {
    @Override
    public String toString() {
      return what + "\n  seen: " + seen + "\n  decided: " + decision.steps();
    }
  }

  private Optional<Complaint> complaint(Observation seen) {
    Station station = station(seen);
    return station
        .broken
        .or(() -> dependsOnMore(seen, station.decision))
        .or(() -> unfinished(seen, station.decision))
        .map(what -> new Complaint(what, seen, station.decision));
  }

  private Optional<String> dependsOnMore(Observation seen, Decision decision) {
    if (!decide(Invariants.reordered(seen)).equals(decision)) {
      return Optional.of("depends on the order in which things are seen");
    }
    return Optional.empty();
  }

  private Optional<String> unfinished(Observation seen, Decision decision) {
    Ending whole = ending(World.of(seen));
    List<Action> actions = decision.actions();
    Optional<String> complaint = whole.complaint();
    for (int done = 1; complaint.isEmpty() && done < actions.size(); done++) {
      World crashed = World.of(seen);
      actions.subList(0, done).forEach(crashed::apply);
      Ending after = ending(crashed);
      complaint = after.complaint();
      if (complaint.isEmpty() && !like(whole.last(), after.last(), actions)) {
        complaint = Optional.of("after a crash everything ends differently");
      }
      int writes = done;
      complaint = complaint.map(what -> what + ", after a crash behind write " + writes);
    }
    return complaint;
  }

  /**
   * Labels are given one by one, and the first to have one may lead: there the leader may differ.
   */
  private static boolean like(Observation one, Observation other, List<Action> actions) {
    return actions.stream().anyMatch(Action.LabelMember.class::isInstance)
        || (traffic(one).equals(traffic(other))
            && members(one).equals(members(other))
            && sets(one).equals(sets(other)));
  }

  /** But for their versions, which a crash may well change. */
  private static List<ReplicaSetView> sets(Observation seen) {
    return seen.replicaSets().stream()
        .map(set ->
            new ReplicaSetView(set.revision(), set.replicas(), "", set.refusal(), set.number()))
        .toList();
  }

  /**
   * In how many writes, at which epoch, and what one on its way out was told, or whether it was
   * held and marked before that, is as it happens.
   */
  private static List<Member> members(Observation seen) {
    return seen.members().stream()
        .map(it -> MemberBuilder.like(it).version("").told(role(it), 0).build())
        .map(it -> it.isStaying() ? it : MemberBuilder.like(it).held(false).deletionCost(0).build())
        .toList();
  }

  private static Role role(Member member) {
    return member.isStaying() ? member.marking().told().role() : new Role.None();
  }

  private static List<Object> traffic(Observation seen) {
    return List.of(
        seen.lease().leader(),
        seen.lease().reached(),
        seen.service() instanceof ServiceView.Claimed it
            ? new Invariants.RouteWrite(it.route(), it.epoch())
            : seen.service());
  }

  /** Decides and applies until nothing is left to do, or it is known how that ends. */
  private Ending ending(World world) {
    Station first = station(world.observe());
    return first.ending.orElseGet(() -> follow(world, first));
  }

  private Ending follow(World world, Station first) {
    int few = few(first.seen);
    List<Station> path = new ArrayList<>();
    Station at = first;
    Optional<Ending> ending = Optional.empty();
    while (ending.isEmpty() && path.size() < few) {
      path.add(at);
      ending = pass(world, at);
      if (ending.isEmpty()) {
        at = station(world.observe());
        ending = at.ending.map(Ending::onePassBefore);
      }
    }
    if (ending.isEmpty() || path.size() - 1 + ending.get().passes() > few) {
      return remember(first, new Ending(few, at.seen, Optional.of("it never ends")));
    }
    Ending found = ending.get();
    for (Station before : path.subList(1, path.size()).reversed()) {
      found = remember(before, found).onePassBefore();
    }
    return remember(first, found);
  }

  private static int few(Observation seen) {
    return seen.policy().update().trial().isPositive()
        ? fewWithoutTrial(seen) + UNTIL_TRIED
        : fewWithoutTrial(seen);
  }

  private static int fewWithoutTrial(Observation seen) {
    if (seen.isFollowing()) {
      return FEW + UNTIL_LAPSED;
    }
    Succession succession = seen.policy().succession();
    return succession.handover().gap() || succession.hooks().areDeclared()
        ? FEW + UNTIL_HANDED_OVER
        : FEW;
  }

  private static Ending remember(Station station, Ending ending) {
    station.ending = Optional.of(ending);
    return ending;
  }

  /** Empty if there is more to do. */
  private static Optional<Ending> pass(World world, Station at) {
    if (at.broken.isPresent()) {
      return ended(at.seen, at.broken.map(what -> what + ", in a later pass"));
    }
    List<Action> actions = at.decision.actions();
    for (Action action : actions) {
      if (!world.apply(action)) {
        return ended(at.seen, Optional.of("a write is refused though nothing changed: " + action));
      }
    }
    if (actions.isEmpty() && at.decision.recheckAfter().isEmpty()) {
      return ended(at.seen, Invariants.unfinished(at.seen));
    }
    if (actions.isEmpty()) {
      world.timePasses(at.decision.recheckAfter().orElseThrow());
    }
    return Optional.empty();
  }

  private static Optional<Ending> ended(Observation seen, Optional<String> complaint) {
    return Optional.of(new Ending(1, seen, complaint));
  }
}
