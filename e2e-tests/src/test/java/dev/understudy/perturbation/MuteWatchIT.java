package dev.understudy.perturbation;

import dev.understudy.harness.Installation;
import dev.understudy.harness.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A watch is open and mute: its connection lives, and it brings nothing. What happens then is
 * noticed all the same, long before the operator looks at everything.
 */
class MuteWatchIT {
  private static final Path FOLDER = Path.of("target", "mute").toAbsolutePath();
  private static ControlPlane plane;
  private static Chain chain;
  private static int spaces;

  /**
   * What only one watch tells of.
   *
   * @param resource of that watch
   * @param happens and is waited for until something has followed
   */
  record Unheard(String resource, Consumer<Play> happens) {
    @Override
    public String toString() {
      return resource;
    }
  }

  static Stream<Unheard> unheard() {
    return Stream.of(
        new Unheard("pods", MuteWatchIT::aLeaderIsLost),
        new Unheard("haservices", MuteWatchIT::moreAreWanted),
        new Unheard("services", play -> isMadeAgain(play, "services")),
        new Unheard("leases", play -> isMadeAgain(play, "leases")),
        new Unheard("replicasets", play -> isMadeAgain(play, "replicasets")),
        new Unheard("poddisruptionbudgets", play -> isMadeAgain(play, "poddisruptionbudgets")));
  }

  @BeforeAll
  static void begin() throws IOException {
    Path root = Installation.findRoot();
    plane = ControlPlane.start(root, FOLDER);
    World.node(plane.client());
    Operator.Make make =
        new Operator.Make(root.resolve("operator/target/image"), List.of(), FOLDER);
    chain = new Chain(plane.client(), new Proxy(plane.first(), Optional.empty()), make, "operator");
  }

  @AfterAll
  static void end() {
    if (chain != null) {
      chain.close();
    }
    if (plane != null) {
      plane.close();
    }
  }

  @ParameterizedTest
  @MethodSource
  void unheard(Unheard what) {
    spaces++;
    World world = new World(plane.client(), "mute-" + spaces);
    Scene scene = new Scene(world.namespace(), Optional.empty(), () -> {});
    chain.proxy().show(scene);
    Play play = new Play(world, scene, chain.proxy());
    play.apply(Manifests.activePassive(2));
    play.untilSettled();

    chain.proxy().mute(what.resource());
    long start = System.nanoTime();
    what.happens().accept(play);
    System.out.printf(
        "mute watch of %s: followed after %d ms%n", what, (System.nanoTime() - start) / 1_000_000);

    world.comeBack();
    play.untilSettled();
    chain.proxy().hide(scene);
  }

  private static void aLeaderIsLost(Play play) {
    String standby = play.standby();
    play.world().crash(play.routed());
    play.until(standby + " leads", () -> play.routed().equals(standby));
  }

  private static void moreAreWanted(Play play) {
    play.apply(Manifests.activePassive(3));
    play.until("three members", () -> play.world().pods().size() == 3);
  }

  private static void isMadeAgain(Play play, String resource) {
    String uid = uid(play, resource);
    play.world().delete(resource);
    play.until(
        "made again",
        () -> !play.world().all(resource).isEmpty() && !uid(play, resource).equals(uid));
  }

  private static String uid(Play play, String resource) {
    return play.world().all(resource).getFirst().getMetadata().getUid();
  }
}
