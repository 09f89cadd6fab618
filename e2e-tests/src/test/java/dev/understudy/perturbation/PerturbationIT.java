package dev.understudy.perturbation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of the operator at a write, and whatever it does not hear: the story ends as it
 * does undisturbed, and each object has the same history. docs/perturbation.md says how a point is
 * replayed.
 */
class PerturbationIT {
  private static final int WIDTH = Integer.getInteger("perturbation.width", 6);
  private static Stage stage;

  private record Result(Point point, String difference) {}

  @BeforeAll
  static void begin() throws IOException, InterruptedException {
    stage = new Stage(Installation.findRoot(), WIDTH);
  }

  @AfterAll
  static void end() {
    if (stage != null) {
      stage.close();
    }
  }

  /** Those named, by commas apart; all take too long for every build. */
  static Set<Story> stories() {
    String names = System.getProperty("perturbation.story", "PROMOTION,STOP_LEADER");
    return names.equals("all")
        ? EnumSet.allOf(Story.class)
        : Stream.of(names.split(",")).map(Story::valueOf).collect(Collectors.toSet());
  }

  private static Stream<Point> points(Stage.Learned learned) {
    return Optional.ofNullable(System.getProperty("perturbation.point"))
        .map(text -> Stream.of(Point.parse(text)))
        .orElseGet(() -> learned.points().stream());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void endsAsItDoesUndisturbed(Story story) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    Stage.Learned learned = learn(story);
    List<Result> results = disturbed(story, learned);
    List<Result> failed = results.stream().filter(it -> !it.difference().isEmpty()).toList();
    System.out.printf(
        "points covered: %s: %d of %d, after %d writes, in %d s%n",
        story,
        results.size() - failed.size(),
        results.size(),
        learned.taken().size(),
        (System.nanoTime() - start) / 1_000_000_000);
    assertThat(failed).as("points of %s that do not end as without disturbance", story).isEmpty();
  }

  private static Stage.Learned learn(Story story) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Stage.Learned> again = threads.submit(() -> stage.learn(story));
      return stage.learn(story).with(again.get());
    }
  }

  private static List<Result> disturbed(Story story, Stage.Learned learned)
      throws InterruptedException, ExecutionException {
    List<Result> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> running =
          points(learned)
              .map(point -> threads.submit(() -> disturbed(story, learned, point)))
              .toList();
      for (Future<Result> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }

  private static Result disturbed(Story story, Stage.Learned learned, Point point)
      throws InterruptedException {
    Result result = new Result(point, stage.disturbed(story, learned, point));
    if (!result.difference().isEmpty()) {
      System.out.println(
          "failed: -Dperturbation.story="
              + story
              + " -Dperturbation.point="
              + point
              + " "
              + result.difference());
    }
    return result;
  }
}
