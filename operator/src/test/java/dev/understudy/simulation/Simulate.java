package dev.understudy.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Many simulations, one for each seed, on all processors. */
final class Simulate {
  private static final String REPLAY =
      "mvn test -pl operator -am -Dtest=SimulationTest#replay"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.replay=";

  /** A seed that breaks a guarantee. */
  record Found(long seed, Violation violation) {
    @Override
    public String toString() {
      return "Seed "
          + seed
          + ": "
          + violation.getMessage()
          + "\nThis tells its story: "
          + REPLAY
          + seed;
    }
  }

  private final Conduct conduct;
  private final Set<Guarantee> unchecked;
  private final LongAdder events = new LongAdder();
  private final LongAdder leaderships = new LongAdder();

  Simulate(Conduct conduct, Set<Guarantee> unchecked) {
    this.conduct = conduct;
    this.unchecked = unchecked;
  }

  long events() {
    return events.sum();
  }

  long leaderships() {
    return leaderships.sum();
  }

  /** The lowest seed of these that breaks a guarantee. */
  Optional<Found> first(LongStream seeds) {
    return seeds.mapToObj(this::run).flatMap(Optional::stream).findFirst();
  }

  /** Every one of these that breaks a guarantee, and tells each as soon as it is found. */
  List<Found> all(LongStream seeds) {
    return seeds.mapToObj(this::run).flatMap(Optional::stream).peek(System.out::println).toList();
  }

  private Optional<Found> run(long seed) {
    Simulation.Ending ending = Simulation.run(seed, conduct, unchecked);
    events.add(ending.events());
    leaderships.add(ending.leaderships());
    return ending.violation().map(violation -> new Found(seed, violation));
  }
}
