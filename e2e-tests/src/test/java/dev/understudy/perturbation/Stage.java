package dev.understudy.perturbation;

import dev.understudy.perturbation.Scene.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Plays stories, several at a time, each in a namespace of its own. */
final class Stage implements AutoCloseable {
  /** How a story ended, and what the operator wrote in it. */
  record Outcome(Map<String, String> end, Map<String, List<String>> history) {}

  /**
   * A story as it is without disturbance.
   *
   * @param taken writes that were there each time it was played
   */
  record Learned(Story story, Outcome outcome, World world, List<Taken> taken) {
    /** One before and one behind each write, and one for each event that was followed by one. */
    Set<Point> points() {
      Set<Point> points = new LinkedHashSet<>();
      for (Taken write : taken) {
        points.add(new Point(Point.Kind.KILLED_BEFORE, write.at()));
        points.add(new Point(Point.Kind.KILLED_AFTER, write.at()));
        if (write.decidedFrom()) {
          points.add(new Point(Point.Kind.LAGGING, write.at()));
          if (story.lagsBothWays()) {
            points.add(new Point(Point.Kind.LAGGING_BACKWARDS, write.at()));
          }
        }
        if (!write.cause().isEmpty()) {
          points.add(new Point(Point.Kind.WITHHELD, write.cause()));
        }
      }
      return points;
    }

    /**
     * How often status is written depends on how quick the operator is: what was not written in
     * another run is no point.
     */
    Learned with(Learned other) {
      Set<String> there = other.taken.stream().map(Taken::at).collect(Collectors.toSet());
      return new Learned(
          story, outcome, world, taken.stream().filter(it -> there.contains(it.at())).toList());
    }
  }

  /** More than enough for the passes of an operator that has just begun. */
  private static final Duration TO_DECIDE = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 3;

  private static final Path FOLDER = Path.of("target", "perturbation").toAbsolutePath();

  private final ControlPlane plane;
  private final Operator.Make make;
  private final BlockingQueue<Chain> idle;
  private final AtomicInteger spaces = new AtomicInteger();

  Stage(Path root, int width) throws IOException, InterruptedException {
    plane = ControlPlane.start(root, FOLDER);
    World.node(plane.client());
    make = trained(root.resolve("operator/target/image"));
    idle = new ArrayBlockingQueue<>(width);
    for (int i = 0; i < width; i++) {
      idle.add(chain(plane.first(), Optional.empty()));
    }
  }

  /** Some hundred processes of it will be started: as quick as the image's, by an AOT cache. */
  private Operator.Make trained(Path image) throws InterruptedException {
    Path cache = FOLDER.resolve("operator.aot");
    Operator.Make training =
        new Operator.Make(image, List.of("-XX:AOTCacheOutput=" + cache), FOLDER);
    try (Chain chain = chain(training, plane.first(), Optional.empty())) {
      World world = world(Story.START);
      play(Story.START, chain, world, new Scene(world.namespace(), Optional.empty(), () -> {}));
      chain.stop();
    }
    return new Operator.Make(image, List.of("-XX:AOTCache=" + cache), FOLDER);
  }

  private Chain chain(String upstream, Optional<Lag> lag) {
    return chain(make, upstream, lag);
  }

  private Chain chain(Operator.Make of, String upstream, Optional<Lag> lag) {
    return new Chain(plane.client(), new Proxy(upstream, lag), of, space("operator"));
  }

  private String space(String what) {
    return what + "-" + spaces.incrementAndGet();
  }

  Learned learn(Story story) throws InterruptedException {
    Chain chain = idle.take();
    try {
      World world = world(story);
      Scene scene = new Scene(world.namespace(), Optional.empty(), () -> {});
      play(story, chain, world, scene);
      return new Learned(story, outcome(story, world, scene), world, scene.taken());
    } finally {
      idle.add(chain);
    }
  }

  private World world(Story story) {
    return new World(
        plane.client(), space(story.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  private static void play(Story story, Chain chain, World world, Scene scene) {
    chain.proxy().show(scene);
    try {
      Play play = new Play(world, scene, chain.proxy());
      story.begin(play);
      scene.beginInEarnest();
      story.go(play);
    } finally {
      chain.proxy().hide(scene);
    }
  }

  private static Outcome outcome(Story story, World world, Scene scene) {
    Map<String, String> end = new TreeMap<>(States.everything(world));
    end.replaceAll((_, state) -> story.comparable(state));
    Map<String, List<String>> history = new TreeMap<>(scene.history());
    history.replaceAll((_, states) -> {
      List<String> kept = new ArrayList<>();
      for (String state : states) {
        String comparable = story.comparable(state);
        if (!comparable.isEmpty() && (kept.isEmpty() || !kept.getLast().equals(comparable))) {
          kept.add(comparable);
        }
      }
      return kept;
    });
    return new Outcome(end, history);
  }

  /**
   * @return what is not as in the undisturbed run; empty if nothing
   */
  String disturbed(Story story, Learned learned, Point point) throws InterruptedException {
    try {
      return point.isLagging() ? lagging(story, learned, point) : differing(story, learned, point);
    } catch (RuntimeException | AssertionError e) {
      return e.toString();
    }
  }

  /** Another try if the operator was too quick to do there what it did in the undisturbed run. */
  private String differing(Story story, Learned learned, Point point) throws InterruptedException {
    String difference = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      World world = world(story);
      Scene scene = perform(story, world, point);
      if (scene.isReached()) {
        return difference(learned.outcome(), outcome(story, world, scene));
      }
      difference = "the point was not reached; there were " + scene.taken();
    }
    return difference;
  }

  private Scene perform(Story story, World world, Point point) throws InterruptedException {
    Chain chain = idle.take();
    try {
      Scene scene = new Scene(world.namespace(), Optional.of(point), chain::restart);
      play(story, chain, world, scene);
      return scene;
    } catch (RuntimeException | AssertionError e) {
      chain.restart(); // who knows what became of it
      throw e;
    } finally {
      idle.add(chain);
    }
  }

  /** One at a time: all operators that lag look at the namespace in which the story was learned. */
  private String lagging(Story story, Learned learned, Point point) throws InterruptedException {
    Taken write =
        learned.taken().stream().filter(it -> it.at().equals(point.at())).findFirst().orElseThrow();
    synchronized (learned) {
      World world = learned.world();
      Scene scene = new Scene(world.namespace(), Optional.empty(), () -> {});
      Outcome before = outcome(story, world, scene);
      scene.beginInEarnest();
      catchUp(world, scene, new Lag(write.versionBefore(), order(point)));
      return difference(before, outcome(story, world, scene));
    }
  }

  /** There and back: of each two kinds each is once of now when the other is not. */
  private static List<String> order(Point point) {
    return point.kind() == Point.Kind.LAGGING_BACKWARDS
        ? Lag.DECLARED_FIRST.reversed()
        : Lag.DECLARED_FIRST;
  }

  private void catchUp(World world, Scene scene, Lag lag) {
    try (Chain chain = chain(plane.second(), Optional.of(lag))) {
      chain.proxy().show(scene);
      Play play = new Play(world, scene, chain.proxy());
      play.until("done with what is old", () -> true);
      LockSupport.parkNanos(TO_DECIDE.toNanos());
      while (lag.catchUp()) {
        scene.active();
        play.until("done with what is less old", () -> true);
      }
      play.untilSettled();
    }
  }

  private static String difference(Outcome undisturbed, Outcome disturbed) {
    StringBuilder found = new StringBuilder();
    if (!undisturbed.history().equals(disturbed.history())) {
      found
          .append("\n    written:    ")
          .append(disturbed.history())
          .append("\n    instead of: ")
          .append(undisturbed.history());
    }
    if (!undisturbed.end().equals(disturbed.end())) {
      found
          .append("\n    it ends with: ")
          .append(disturbed.end())
          .append("\n    instead of:   ")
          .append(undisturbed.end());
    }
    return found.toString();
  }

  @Override
  public void close() {
    idle.forEach(Chain::close);
    plane.close();
  }
}
