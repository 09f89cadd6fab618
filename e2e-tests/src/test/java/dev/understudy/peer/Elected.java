package dev.understudy.peer;

import dev.understudy.sample.SampleServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * The sample, which elects its leader by a library: whoever leads labels its own pod {@code
 * role=leader}, and takes the label from others before. Its Service selects the label.
 *
 * <p>A process that loses the Lease ends, and one that begins is no leader, as is customary.
 *
 * <p>Environment: that of {@link SampleServer}, {@code NAMESPACE}, {@code LEASE_MILLIS}, {@code
 * DEADLINE_MILLIS}, {@code RETRY_MILLIS}, and {@code RELEASE}: whether the Lease is given up on
 * SIGTERM.
 */
public final class Elected {
  public static final String ROLE = "role";
  public static final String LEADER = "leader";
  public static final String LEASE = "orders";
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;

  private Elected(KubernetesClient client, Map<String, String> env) {
    this.client = client;
    this.namespace = env.getOrDefault("NAMESPACE", "");
    this.pod = env.getOrDefault("POD_NAME", "");
  }

  static void main() throws IOException {
    Map<String, String> env = System.getenv();
    var client = new KubernetesClientBuilder().build();
    var elected = new Elected(client, env);
    elected.label(elected.pod, "standby");
    SampleServer server = SampleServer.start(env);
    LeaderElector elector = elected.elector(env);
    boolean release = Boolean.parseBoolean(env.get("RELEASE"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(elector, release, server), "drain"));
    elector.run();
  }

  private static void end(LeaderElector elector, boolean release, SampleServer server) {
    if (release) {
      elector.release();
    }
    try {
      server.drain(DRAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private LeaderElector elector(Map<String, String> env) {
    var config =
        new LeaderElectionConfigBuilder()
            .withName(LEASE)
            // as client-go's own examples make it: another process is another candidate
            .withLock(new LeaseLock(namespace, LEASE, pod + "_" + UUID.randomUUID()))
            .withLeaseDuration(millis(env, "LEASE_MILLIS"))
            .withRenewDeadline(millis(env, "DEADLINE_MILLIS"))
            .withRetryPeriod(millis(env, "RETRY_MILLIS"))
            .withReleaseOnCancel(false)
            .withLeaderCallbacks(
                new LeaderCallbacks(this::lead, () -> Runtime.getRuntime().halt(1), _ -> {}))
            .build();
    return new LeaderElector(client, config, Executors.newCachedThreadPool());
  }

  private static Duration millis(Map<String, String> env, String name) {
    return Duration.ofMillis(Long.parseLong(env.getOrDefault(name, "")));
  }

  private void lead() {
    client.pods().inNamespace(namespace).withLabel(ROLE, LEADER).list().getItems().stream()
        .map(Pod::getMetadata)
        .map(it -> it.getName())
        .filter(it -> !it.equals(pod))
        .forEach(it -> label(it, "standby"));
    label(pod, LEADER);
    System.out.println("leads");
  }

  private void label(String name, String role) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(ROLE, role));
  }
}
