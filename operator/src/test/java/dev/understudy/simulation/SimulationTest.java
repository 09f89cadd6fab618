package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The real decisions keep every guarantee in every simulated cluster. */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 20_000);

  /** To try others than those of every build. */
  private static final long FIRST = Long.getLong("simulation.first", 0);

  @Test
  void everyGuaranteeHolds() {
    Simulate simulate = new Simulate(Conduct.RIGHT, Set.of());
    long start = System.nanoTime();
    List<Simulate.Found> found = simulate.all(LongStream.range(FIRST, FIRST + SEEDS).parallel());
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "Simulation: %,d seeds, %,d events, %,d leaderships, %.0f seeds a second%n",
        SEEDS,
        simulate.events(),
        simulate.leaderships(),
        SEEDS / seconds);
    assertThat(found).isEmpty();
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Simulation.tell(seed, Conduct.RIGHT, Set.of()).story())
          .isEqualTo(Simulation.tell(seed, Conduct.RIGHT, Set.of()).story());
    }
  }

  /** With {@code -Dsimulation.replay=SEED}, the story of that seed for people to read. */
  @Test
  void replay() {
    long seed = Long.getLong("simulation.replay", FIRST);
    String bug = System.getProperty("simulation.bug");
    Simulation.Ending ending =
        bug == null
            ? Simulation.tell(seed, Conduct.RIGHT, Set.of())
            : Simulation.tell(seed, PlantedBug.valueOf(bug), PlantedBug.valueOf(bug).unchecked());
    if (System.getProperty("simulation.replay") != null) {
      ending.story().forEach(System.out::println);
    }
    assertThat(ending.violation()).isEmpty();
  }
}
