package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.Handover;
import dev.understudy.decision.Hooks;
import dev.understudy.decision.Keeper;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Route;
import dev.understudy.decision.WhenHookFails;
import dev.understudy.decision.WhenNoCandidate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One cluster with one HAService, two operators and three nodes, from its beginning through
 * disturbances to rest. Everything follows from the seed.
 */
final class Simulation {
  private static final long SHORTEST = 8_000;
  private static final long LONGEST = 40_000;

  /**
   * After the last disturbance, within so long, all is as declared: a member that is out of the
   * rotation, and to which something forbids a connection, is back after a minute, by a clock that
   * may go at half the speed.
   */
  private static final long STABLE_WITHIN = 150_000;

  private static final long SILENT_FOR = 30_000;

  private static final Duration TRIAL = Duration.ofSeconds(6);

  private static final Handover GAP = new Handover(true, Duration.ofSeconds(4));

  /** How a simulation ended. */
  record Ending(Optional<Violation> violation, List<String> story, int leaderships, long events) {}

  private final Stage stage;
  private final Cluster cluster;
  private final Guarantees guarantees;
  private final Disturber disturber;

  private Simulation(long seed, Conduct conduct, Set<Guarantee> unchecked, boolean told) {
    cluster = Cluster.of(seed, told);
    stage = new Stage(OperatorLease.byChance(cluster), conduct, unchecked, () -> begin(cluster));
    guarantees = stage.guarantees();
    disturber = new Disturber(stage);
  }

  private static void begin(Cluster cluster) {
    cluster.api().put(new Stored.Declaration(0, policy(cluster)));
    if (cluster.chance().percent(10)) {
      cluster
          .api()
          .put(
              new Stored.Service(
                  0, Stored.Claim.FREE, new Route.Foreign(), 0, true, Stored.Listing.NONE));
    }
  }

  private static Policy policy(Cluster cluster) {
    Chance chance = cluster.chance();
    Mode mode = chance.percent(85) ? Mode.ACTIVE_PASSIVE : Mode.ACTIVE_ACTIVE;
    return PolicyBuilder.of(mode, 1 + chance.below(3), Revisions.make(1, false))
        .whenNoCandidate(chance.oneOf(List.of(WhenNoCandidate.values())))
        .fencing(!cluster.isKept() && chance.percent(50) ? Fencing.STOP_LEADER : Fencing.NONE)
        .keeper(cluster.isKept() ? Keeper.WORKLOAD : Keeper.OPERATOR)
        .handover(cluster.hasGaps() && !cluster.isKept() ? GAP : Handover.OVERLAP)
        .hooks(cluster.hasHooks() && !cluster.isKept() ? hooks(chance) : Hooks.NONE)
        .trial(cluster.hasTrials() ? TRIAL : Duration.ZERO)
        .history(cluster.hasTrials() ? 2 : 0)
        .build();
  }

  private static Hooks hooks(Chance chance) {
    return new Hooks(
        Optional.of(chance.oneOf(List.of(WhenHookFails.values()))),
        Optional.of(chance.oneOf(List.of(WhenHookFails.values()))));
  }

  static Ending run(long seed, Conduct conduct, Set<Guarantee> unchecked) {
    return new Simulation(seed, conduct, unchecked, false).toTheEnd();
  }

  /** The same, with its story. */
  static Ending tell(long seed, Conduct conduct, Set<Guarantee> unchecked) {
    return new Simulation(seed, conduct, unchecked, true).toTheEnd();
  }

  private Ending toTheEnd() {
    Optional<Violation> violation = Optional.empty();
    try {
      long disturbed = cluster.chance().between(SHORTEST, LONGEST);
      disturber.plan(disturbed);
      stage.until(disturbed);
      disturber.calm();
      stage.until(disturbed + STABLE_WITHIN);
      guarantees.stable();
      guarantees.expectSilence();
      stage.until(disturbed + STABLE_WITHIN + SILENT_FOR);
    } catch (Violation broken) {
      cluster.story().tell("VIOLATION", broken::getMessage);
      violation = Optional.of(broken);
    }
    return new Ending(violation, cluster.story().lines(), guarantees.leaderships(), stage.events());
  }
}
