package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.PeerManifests;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** The sample on two nodes, with an address that keepalived moves. Clients know no Service. */
final class KeepalivedSubject extends PeerSubject {
  private final Times times;
  private final int router;
  private final int warmupSeconds;

  /** As keepalived calls them; in seconds. */
  private record Times(String version, String advert, String interval, String timeout) {}

  private KeepalivedSubject(Space space, String title, Times times, int router, int warmup) {
    super(space, title, 2);
    this.times = times;
    this.router = router;
    this.warmupSeconds = warmup;
  }

  static KeepalivedSubject byDefault(Space space, int warmupSeconds) {
    var times = new Times("vrrp_version 2", "1", "1", "1");
    return new KeepalivedSubject(space, "keepalived 1 s", times, 51, warmupSeconds);
  }

  static KeepalivedSubject tuned(Space space, int warmupSeconds) {
    var times = new Times("vrrp_version 3", "0.1", "0.5", "1");
    return new KeepalivedSubject(space, "keepalived 0.1 s", times, 52, warmupSeconds);
  }

  @Override
  String manifest(String revision) {
    return PeerManifests.of(
        space().installation(),
        "keepalived",
        Map.of(
            "VERSION", times.version(),
            "ADVERT", times.advert(),
            "INTERVAL", times.interval(),
            "CHECK_TIMEOUT", times.timeout(),
            "ROUTER", router,
            "PORT", port(),
            "ADDRESS", address(),
            "NODES", String.join(" ", workers()),
            "WARMUP", warmupSeconds));
  }

  private int port() {
    return 18_000 + router;
  }

  /** Far behind those that Docker gives to nodes. */
  private String address() {
    return workers().getFirst().replaceFirst("\\d+$", Integer.toString(200 + router));
  }

  private List<String> workers() {
    return space().client().nodes().list().getItems().stream()
        .filter(it -> !it.getMetadata().getName().equals(space().installation().controlPlane()))
        .map(KeepalivedSubject::internal)
        .toList();
  }

  private static String internal(Node node) {
    return node.getStatus().getAddresses().stream()
        .filter(it -> it.getType().equals("InternalIP"))
        .findFirst()
        .orElseThrow()
        .getAddress();
  }

  @Override
  String url() {
    return "http://%s:%d/".formatted(address(), port());
  }

  private List<Pod> holders() {
    return pods().stream().filter(this::holds).toList();
  }

  private boolean holds(Pod pod) {
    return space()
        .shell()
        .run("docker", "exec", node(pod), "ip", "-o", "-4", "address", "show")
        .contains(" " + address() + "/");
  }

  @Override
  Target target() {
    return new Target(holders().getFirst(), 0);
  }

  @Override
  void assertWhole() {
    assertThat(holders()).hasSize(1);
  }
}
