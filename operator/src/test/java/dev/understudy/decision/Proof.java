package dev.understudy.decision;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Tries a way of deciding on observations: static invariants, then progress until nothing is left
 * to do, then the same again with a crash after each of the writes.
 */
final class Proof {
  /** How many passes it may take until nothing is left to do, if nothing else happens. */
  private static final int FEW = 10;

  /** How many more if a Lease lapses meanwhile that the workload keeps. */
  private static final int UNTIL_LAPSED = 4;

  private final Function<Observation, Decision> decider;
  final LongAdder decisions = new LongAdder();

  Proof(Function<Observation, Decision> decider) {
    this.decider = decider;
  }

  private Decision decide(Observation seen) {
    decisions.increment();
    return decider.apply(seen);
  }

  /** What is wrong, with the observation and the decision that show it. */
  record Complaint(String what, Observation seen, Decision decision) {
    @Override
    public String toString() {
      return what + "\n  seen: " + seen + "\n  decided: " + decision.steps();
    }
  }

  Optional<Complaint> complaint(Observation seen) {
    Decision decision = decide(seen);
    return Invariants.broken(seen, decision)
        .or(() -> dependsOnMore(seen, decision))
        .or(() -> unfinished(seen, decision))
        .map(what -> new Complaint(what, seen, decision));
  }

  private Optional<String> dependsOnMore(Observation seen, Decision decision) {
    if (!decide(Invariants.reordered(seen)).equals(decision)) {
      return Optional.of("depends on the order in which things are seen");
    }
    return Optional.empty();
  }

  private Optional<String> unfinished(Observation seen, Decision decision) {
    List<Action> actions = decision.actions();
    World whole = World.of(seen);
    Optional<String> complaint = finish(whole, seen, decision);
    Observation end = whole.observe();
    for (int done = 1; complaint.isEmpty() && done < actions.size(); done++) {
      World crashed = World.of(seen);
      actions.subList(0, done).forEach(crashed::apply);
      Observation left = crashed.observe();
      complaint = finish(crashed, left, decide(left));
      if (complaint.isEmpty() && !like(end, crashed.observe(), actions)) {
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
        .map(set -> new ReplicaSetView(set.revision(), set.replicas(), "", set.refusal()))
        .toList();
  }

  /** In how many writes, at which epoch, and what one on its way out was told is as it happens. */
  private static List<Member> members(Observation seen) {
    return seen.members().stream()
        .map(it -> MemberBuilder.like(it).version("").told(role(it), 0).build())
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

  /** Decides and applies until nothing is left to do. */
  private Optional<String> finish(World world, Observation first, Decision onFirst) {
    Observation seen = first;
    Decision decision = onFirst;
    int few = first.isFollowing() ? FEW + UNTIL_LAPSED : FEW;
    for (int pass = 0; pass < few; pass++) {
      Optional<String> broken = Invariants.broken(seen, decision);
      if (broken.isPresent()) {
        return broken.map(what -> what + ", in a later pass");
      }
      List<Action> actions = decision.actions();
      for (Action action : actions) {
        if (!world.apply(action)) {
          return Optional.of("a write is refused though nothing changed: " + action);
        }
      }
      if (actions.isEmpty() && decision.recheckAfter().isEmpty()) {
        return Objects.requireNonNull(Invariants.unfinished(seen));
      }
      if (actions.isEmpty()) {
        world.timePasses(decision.recheckAfter().orElseThrow());
      }
      seen = world.observe();
      decision = decide(seen);
    }
    return Optional.of("it never ends");
  }
}
