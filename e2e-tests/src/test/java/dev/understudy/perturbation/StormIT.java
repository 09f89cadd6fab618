package dev.understudy.perturbation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Installation;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A node takes the leaders of many services with it. Each is replaced once, in two writes, and the
 * API server is never asked for more at a time than it bears.
 */
class StormIT {
  private static final int SERVICES = Integer.getInteger("storm.services", 100);

  /** 32 that move traffic and 16 others: execute/Lanes. */
  private static final int TURNS = 48;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path FOLDER = Path.of("target", "storm").toAbsolutePath();

  @Test
  void everyLeaderIsReplacedOnce() throws IOException {
    Path root = Installation.findRoot();
    Scene scene = new Scene(Crowd.NAMESPACE, Optional.empty(), () -> {});
    try (ControlPlane plane = ControlPlane.start(root, FOLDER);
        Chain chain = operator(plane, root)) {
      chain.proxy().show(scene);
      Crowd crowd = new Crowd(plane.client(), SERVICES);
      settle(crowd, scene);

      scene.beginInEarnest();
      Map<String, Long> ledAt = new ConcurrentHashMap<>();
      long lost;
      try (Watch _ = plane.client().services().inNamespace(Crowd.NAMESPACE).watch(seen(ledAt))) {
        lost = System.nanoTime();
        crowd.ready(Crowd.FIRST, false);
        await(
            "all are led from the other node", () -> crowd.led(Crowd.SECOND, 2).size() == SERVICES);
        await("all was seen", () -> ledAt.size() == SERVICES);
        await("nothing is left to do", scene::isQuiet);
      }
      report(scene, ledAt.values().stream().map(at -> at - lost).sorted().toList());
      assertThat(leadership(scene))
          .as("each Lease and each Service is written once")
          .hasSize(2 * SERVICES)
          .allSatisfy((object, states) -> assertThat(states).hasSize(1));
      assertThat(scene.mostInFlight()).as("writes at a time").isLessThanOrEqualTo(TURNS);
      assertThat(crowd.led(Crowd.SECOND, 2)).as("and nothing more came").hasSize(SERVICES);
    }
  }

  private static Map<String, List<String>> leadership(Scene scene) {
    Map<String, List<String>> written = new TreeMap<>(scene.history());
    written.keySet().removeIf(object -> !object.matches("(leases|services)/.*"));
    return written;
  }

  private static Chain operator(ControlPlane plane, Path root) {
    Operator.Make make =
        new Operator.Make(root.resolve("operator/target/image"), List.of(), FOLDER);
    return new Chain(plane.client(), new Proxy(plane.first(), Optional.empty()), make, "operator");
  }

  /** All are led from the first node, and have a standby on the second. */
  private static void settle(Crowd crowd, Scene scene) {
    crowd.declare();
    await("all have members", crowd::populate);
    crowd.begin(Crowd.FIRST);
    await("all are led", () -> crowd.led(Crowd.FIRST, 1).size() == SERVICES);
    crowd.begin(Crowd.SECOND);
    await("all have a standby", () -> crowd.withReady(2) == SERVICES && scene.isQuiet());
  }

  private static void await(String what, BooleanSupplier isSo) {
    Awaitility.await(what).atMost(PATIENCE).until(isSo::getAsBoolean);
  }

  private static Watcher<Service> seen(Map<String, Long> ledAt) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Service service) {
        if ("2".equals(Crowd.epoch(service))) {
          ledAt.putIfAbsent(World.name(service), System.nanoTime());
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        throw new IllegalStateException("the watch ended", cause);
      }
    };
  }

  private static void report(Scene scene, List<Long> after) {
    System.out.printf(
        "storm: %d leaders lost at once; led again after %d ms (first), %d ms (half), %d ms (last);"
            + " %d writes, at most %d at a time%n",
        after.size(),
        after.getFirst() / 1_000_000,
        after.get(after.size() / 2) / 1_000_000,
        after.getLast() / 1_000_000,
        scene.taken().size(),
        scene.mostInFlight());
  }
}
