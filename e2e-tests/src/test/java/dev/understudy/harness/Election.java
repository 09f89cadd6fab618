package dev.understudy.harness;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The workload's own election, by Fabric8's library. It runs here, in the name of each member that
 * joins, because the sample has no library; what the API server sees is the same.
 */
public final class Election implements AutoCloseable {
  public static final String LEASE = "orders-election";
  public static final Duration HOLDS = Duration.ofSeconds(6);
  private static final Duration GIVES_UP = Duration.ofSeconds(4);
  private static final Duration RENEWS = Duration.ofSeconds(1);

  private record Candidate(LeaderElector elector, CompletableFuture<?> run) {}

  private final Space space;
  private final Map<String, Candidate> candidates = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Election(Space space) {
    this.space = space;
  }

  public void join(Pod pod) {
    join(Space.name(pod));
  }

  /**
   * With the identity that client-go makes: the name of the pod, and what tells processes apart.
   */
  public void join(String name) {
    candidates.computeIfAbsent(name, this::candidate);
  }

  private Candidate candidate(String name) {
    var lock = new LeaseLock(space.namespace(), LEASE, name + "_" + UUID.randomUUID());
    var config =
        new LeaderElectionConfigBuilder()
            .withName(LEASE)
            .withLock(lock)
            .withLeaseDuration(HOLDS)
            .withRenewDeadline(GIVES_UP)
            .withRetryPeriod(RENEWS)
            .withReleaseOnCancel(false)
            .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, _ -> {}))
            .build();
    var elector = new LeaderElector(space.client(), config, threads);
    return new Candidate(elector, elector.start());
  }

  /** It gives the Lease up, if it holds it. */
  public void leave(String name) {
    fallSilent(name).elector().release();
  }

  /** It renews no more, and does not say so. */
  public void freeze(String name) {
    fallSilent(name);
  }

  private Candidate fallSilent(String name) {
    Candidate candidate = Objects.requireNonNull(candidates.remove(name), name);
    candidate.run().cancel(true);
    return candidate;
  }

  public Optional<Lease> lease() {
    return Optional.ofNullable(
        space.client().leases().inNamespace(space.namespace()).withName(LEASE).get());
  }

  /** The name before the suffix; empty if nobody holds it. */
  public String holder() {
    return lease()
        .map(it -> it.getSpec().getHolderIdentity())
        .map(identity -> identity.replaceFirst("_.*", ""))
        .orElse("");
  }

  @Override
  public void close() {
    candidates.keySet().forEach(this::freeze);
    threads.shutdownNow();
  }
}
