package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.PeerManifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** Redis, whose Sentinels decide. Clients ask a Sentinel for the master, and write to it. */
final class RedisSubject extends PeerSubject {
  private static final String SENTINEL = "redis-cli -p 26379 sentinel ";

  private final long downAfterMillis;
  private final long failoverMillis;

  private RedisSubject(Space space, String title, long downAfterMillis, long failoverMillis) {
    super(space, title, 2);
    this.downAfterMillis = downAfterMillis;
    this.failoverMillis = failoverMillis;
  }

  /** As in Redis' own sentinel.conf. */
  static RedisSubject byDefault(Space space) {
    return new RedisSubject(space, "Redis Sentinel 30 s", 30_000, 180_000);
  }

  static RedisSubject tuned(Space space) {
    return new RedisSubject(space, "Redis Sentinel 0.5 s", 500, 5_000);
  }

  @Override
  String manifest(String revision) {
    var manifest = new StringBuilder();
    manifest.append(read("redis", Map.of()));
    List<String> nodes = space().installation().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      manifest.append("---\n").append(read("sentinel", Map.of("NUMBER", i, "NODE", nodes.get(i))));
    }
    return manifest
        .toString()
        .replace("@DOWN_AFTER@", Long.toString(downAfterMillis))
        .replace("@FAILOVER_TIMEOUT@", Long.toString(failoverMillis));
  }

  private String read(String file, Map<String, ?> values) {
    return PeerManifests.read(space().installation(), file, values);
  }

  /** The one on the control plane, which no fault hits. */
  private Pod sentinel() {
    return space()
        .client()
        .pods()
        .inNamespace(space().namespace())
        .withLabel("app", "sentinel")
        .list()
        .getItems()
        .stream()
        .filter(it -> node(it).equals(space().installation().controlPlane()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Sentinel on the control plane"));
  }

  @Override
  String url() {
    return "redis://%s:26379/mymaster".formatted(sentinel().getStatus().getPodIP());
  }

  private String master() {
    return exec(Space.name(sentinel()), SENTINEL + "get-master-addr-by-name mymaster | sed -n 1p");
  }

  @Override
  Target target() {
    String master = master();
    return new Target(
        pods().stream()
            .filter(it -> address(it).equals(master))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no pod at " + master)),
        0);
  }

  private String address(Pod pod) {
    return space().service(Space.name(pod)).getSpec().getClusterIP();
  }

  @Override
  void assertWhole() {
    String said =
        exec(
            Space.name(sentinel()),
            "redis-cli -h %s info replication; %s"
                    .formatted(master(), SENTINEL + "master mymaster | paste - -; ")
                + (SENTINEL + "replicas mymaster | paste - -"));
    assertThat(said.replace("\r", ""))
        .contains("connected_slaves:1\n", "state=online", "flags\tmaster\n", "flags\tslave\n")
        .contains("num-other-sentinels\t2\n");
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.answers())
        .as("who answered")
        .anyMatch(it -> it.pod().equals(address(target.pod())));
  }
}
