package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Route;
import dev.understudy.decision.WhenNoCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One cluster with one HAService, two operators and three nodes, from its beginning through
 * disturbances to rest. Everything follows from the seed.
 */
final class Simulation {
  private static final long SHORTEST = 8_000;
  private static final long LONGEST = 40_000;

  /** After the last disturbance, within so long, all is as declared. */
  private static final long STABLE_WITHIN = 90_000;

  private static final long SILENT_FOR = 30_000;

  /** How a simulation ended. */
  record Ending(Optional<Violation> violation, List<String> story, int leaderships, long events) {}

  private final Cluster cluster;
  private final Guarantees guarantees;
  private final List<Operator> operators = new ArrayList<>();
  private final Map<String, Kubelet> kubelets = new TreeMap<>();
  private final OperatorLease lease;
  private final Disturber disturber;
  private long events;

  private Simulation(long seed, Conduct conduct, Set<Guarantee> unchecked, boolean told) {
    cluster = Cluster.of(seed, told);
    guarantees = new Guarantees(cluster, kubelets, unchecked);
    lease = new OperatorLease(cluster);
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.api().put(new Stored.Node(0, name, true, false, false));
      kubelets.put(name, new Kubelet(name, cluster));
    }
    Controllers controllers = new Controllers(cluster, kubelets);
    cluster.api().put(new Stored.Declaration(0, policy(cluster.chance())));
    if (cluster.chance().percent(10)) {
      cluster.api().put(new Stored.Service(0, Stored.Claim.FREE, new Route.Foreign(), 0, true));
    }
    Operator.Make make = new Operator.Make(cluster, conduct, guarantees);
    for (String name : List.of("operator-1", "operator-2")) {
      Operator operator = new Operator(name, make);
      operators.add(operator);
      operator.start();
      lease.join(operator);
    }
    lease.tick();
    disturber =
        new Disturber(cluster, operators, List.copyOf(kubelets.values()), controllers, guarantees);
  }

  private static Policy policy(Chance chance) {
    Mode mode = chance.percent(85) ? Mode.ACTIVE_PASSIVE : Mode.ACTIVE_ACTIVE;
    return PolicyBuilder.of(mode, 1 + chance.below(3), Revisions.make(1, false))
        .whenNoCandidate(chance.oneOf(List.of(WhenNoCandidate.values())))
        .fencing(chance.percent(50) ? Fencing.STOP_LEADER : Fencing.NONE)
        .build();
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
      until(disturbed);
      disturber.calm();
      until(disturbed + STABLE_WITHIN);
      guarantees.stable();
      guarantees.expectSilence();
      until(disturbed + STABLE_WITHIN + SILENT_FOR);
    } catch (Violation broken) {
      cluster.story().tell("VIOLATION", broken::getMessage);
      violation = Optional.of(broken);
    }
    return new Ending(violation, cluster.story().lines(), guarantees.leaderships(), events);
  }

  private void until(long end) {
    cluster.time().until(end, this::afterEvent);
    afterEvent();
  }

  private void afterEvent() {
    events++;
    guarantees.afterEvent(operators);
  }
}
