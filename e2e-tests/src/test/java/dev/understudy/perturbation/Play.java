package dev.understudy.perturbation;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A story as it is played: each thing that happens waits until the operator has done with the one
 * before.
 */
final class Play {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration A_MOMENT = Duration.ofMillis(20);
  private static final String MEMBER = "understudy.dev/member";

  private final World world;
  private final Scene scene;
  private final Proxy proxy;
  private Runnable whenIdle = () -> {};

  Play(World world, Scene scene, Proxy proxy) {
    this.world = world;
    this.scene = scene;
    this.proxy = proxy;
  }

  World world() {
    return world;
  }

  /** What happens whenever nothing else does. */
  void whenIdle(Runnable what) {
    whenIdle = what;
  }

  void apply(String yaml) {
    world.apply(yaml);
    scene.active();
  }

  /** Until it is so, and the operator, kubelets and controllers have nothing left to do. */
  void until(String what, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!proxy.isWorking() || !scene.isQuiet() || advance() || !isSo.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError(
            scene.namespace() + ": not " + what + "; there is " + States.everything(world));
      }
      LockSupport.parkNanos(A_MOMENT.toNanos());
    }
  }

  /** One thing that others than the operator do. */
  private boolean advance() {
    String held = scene.heldObject();
    if (held.isEmpty()) {
      return goOn();
    }
    if (world.exists(held)) {
      world.touch(held);
      scene.active();
    } else {
      scene.release();
    }
    return true;
  }

  private boolean goOn() {
    boolean more = world.step();
    if (more) {
      scene.active();
    } else {
      whenIdle.run();
    }
    return more;
  }

  void untilSettled() {
    until("settled", this::isSettled);
  }

  boolean isSettled() {
    HAService has = world.has();
    int wanted = has.getSpec().replicas;
    return has.getStatus() != null
        && Objects.equals(has.getStatus().observedGeneration, has.getMetadata().getGeneration())
        && Objects.equals(has.getStatus().updatedReplicas, (long) wanted)
        && has.getStatus().ready.equals(wanted + "/" + wanted)
        && conditions(has).stream().allMatch(it -> it.getStatus().equals("True"))
        && world.all("replicasets").size() == 1
        && world.pods().size() == wanted
        && routed().equals(Optional.ofNullable(has.getStatus().leader).orElse(""));
  }

  private static List<Condition> conditions(HAService has) {
    return Optional.ofNullable(has.getStatus().conditions).orElse(List.of());
  }

  /** The pod to which the route is open; empty if to none or to all. */
  String routed() {
    String member = world.selector().getOrDefault(MEMBER, "");
    return world.pods().stream()
        .filter(pod -> member.equals(pod.getMetadata().getLabels().get(MEMBER)))
        .map(World::name)
        .findFirst()
        .orElse("");
  }

  boolean isOpenToAll() {
    return !world.selector().isEmpty() && !world.selector().containsKey(MEMBER);
  }

  /** A member to which the route is not open. */
  String standby() {
    String leader = routed();
    return world.pods().stream()
        .map(World::name)
        .filter(it -> !it.equals(leader))
        .findFirst()
        .orElseThrow();
  }
}
