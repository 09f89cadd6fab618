package dev.understudy.replicas;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease by which one of the operator's replicas writes and the others stand by.
 *
 * <p>Whether a foreign lease has run out is judged by how long this process has seen it unchanged,
 * on its own monotonic clock; whether its own still holds, by when its last renewal that succeeded
 * was begun. No clock of another machine counts. A replica that stops gives the lease up, and the
 * next one, which watches it, takes it at once; and so it does when it learns that the holder's
 * process has ended. Should that be wrong, two replicas write for a moment, each of whose writes
 * depends on what it has seen.
 */
public final class OperatorLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OperatorLease.class);

  /** Annotation of the operator lease: where its holder can be connected to. */
  private static final String ADDRESS = "understudy.dev/address";

  /** Told when this replica begins to lead, and when it has ceased to. */
  public interface Listener {
    void started();

    void ceased();
  }

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String identity;
  private final String address;
  private final Predicate<String> hasEnded;
  private final LeaseTimes times;
  private final LeaseClock clock;
  private final Listener listener;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;

  private volatile long loopedAt;
  private volatile boolean stopping;

  private @Nullable SharedIndexInformer<Lease> informer;
  private @Nullable Lease held;

  /**
   * @param address where this replica can be connected to, for the others to know
   * @param hasEnded whether the process of a holder, given its address, is known to have ended
   */
  public OperatorLease(
      KubernetesClient client,
      String namespace,
      String name,
      String identity,
      String address,
      Predicate<String> hasEnded,
      LeaseTimes times,
      Listener listener) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.address = address;
    this.hasEnded = hasEnded;
    this.times = times;
    this.clock = new LeaseClock(times, System::nanoTime);
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("operator-lease").daemon().unstarted(this::run);
  }

  public void start() {
    informer = client.leases().inNamespace(namespace).withName(name).runnableInformer(0);
    informer.exceptionHandler((started, cause) -> true); // by default it would watch no more
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(Lease lease) {
            changes.release();
          }

          @Override
          public void onUpdate(Lease before, Lease lease) {
            changes.release();
          }

          @Override
          public void onDelete(Lease lease, boolean unknown) {
            changes.release();
          }
        });
    informer.start();
    loopedAt = System.nanoTime();
    thread.start();
  }

  /** There may be news of the holder. */
  public void look() {
    changes.release();
  }

  /** Whether this replica may write now. False as soon as its lease could have run out. */
  public boolean mayWrite() {
    return !stopping && clock.mayWrite();
  }

  /**
   * Whether the loop still turns, once it has begun: it stops for no longer than a request takes to
   * time out.
   */
  public boolean isAlive() {
    return stopping
        || thread.getState() == Thread.State.NEW
        || System.nanoTime() - loopedAt < Duration.ofSeconds(30).toNanos();
  }

  /** Closes the gate for good; the lease is still held until what was begun has ended. */
  public void stopWriting() {
    stopping = true;
  }

  /** Gives the lease up, so that another replica can begin at once. */
  @Override
  public void close() {
    stopWriting();
    thread.interrupt();
    try {
      thread.join(times.duration());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (informer != null) {
      informer.close();
    }
    if (clock.leads()) {
      release();
    }
  }

  private void run() {
    while (!stopping) {
      loopedAt = System.nanoTime();
      ceaseIfOverdue(); // a turn can take as long as a request takes to time out
      try {
        turn();
      } catch (KubernetesClientException e) {
        log.atWarn().addKeyValue("lease", name).log("Operator lease: {}", e.getMessage());
      }
      ceaseIfOverdue();
      sleep();
    }
  }

  private void turn() {
    if (clock.leads()) {
      renew();
      return;
    }
    Lease lease = client.leases().inNamespace(namespace).withName(name).get();
    if (lease == null) {
      create();
    } else if (isFree(lease)) {
      take(lease);
    }
  }

  private boolean isFree(Lease lease) {
    String holder = lease.getSpec().getHolderIdentity();
    return holder == null
        || holder.isEmpty()
        || holder.equals(identity)
        || clock.hasRunOut(lease.getMetadata().getResourceVersion())
        || hasEnded(lease);
  }

  private boolean hasEnded(Lease lease) {
    boolean ended = hasEnded.test(address(lease));
    if (ended) {
      log.atInfo()
          .addKeyValue("lease", name)
          .log("The process of {} has ended.", lease.getSpec().getHolderIdentity());
    }
    return ended;
  }

  private static String address(Lease lease) {
    return Optional.ofNullable(lease.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ADDRESS))
        .orElse("");
  }

  private void create() {
    long begun = clock.now();
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToAnnotations(ADDRESS, address)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(identity)
            .withLeaseDurationSeconds((int) times.duration().toSeconds())
            .withLeaseTransitions(1)
            .withAcquireTime(now())
            .withRenewTime(now())
            .endSpec()
            .build();
    accept(() -> client.resource(lease).create(), begun);
  }

  private void take(Lease lease) {
    long begun = clock.now();
    Integer transitions = lease.getSpec().getLeaseTransitions();
    Lease taken =
        new LeaseBuilder(lease)
            .editMetadata()
            .addToAnnotations(ADDRESS, address)
            .endMetadata()
            .editSpec()
            .withHolderIdentity(identity)
            .withLeaseDurationSeconds((int) times.duration().toSeconds())
            .withLeaseTransitions(transitions == null ? 1 : transitions + 1)
            .withAcquireTime(now())
            .withRenewTime(now())
            .endSpec()
            .build();
    accept(() -> client.resource(taken).update(), begun);
  }

  private void renew() {
    long begun = clock.now();
    Lease renewed =
        new LeaseBuilder(Objects.requireNonNull(held, "a leader holds its lease"))
            .editSpec()
            .withRenewTime(now())
            .endSpec()
            .build();
    accept(() -> client.resource(renewed).update(), begun);
  }

  private void accept(Supplier<Lease> write, long begun) {
    try {
      held = write.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        cease("somebody else wrote the operator lease");
        return;
      }
      throw e;
    }
    switch (clock.renewed(begun)) {
      case BEGAN -> {
        log.atInfo().addKeyValue("lease", name).log("This replica leads.");
        listener.started();
      }
      case LATE -> {
        log.atWarn().addKeyValue("lease", name).log("The operator lease was renewed late.");
        listener.started(); // what happened while the gate was closed was not acted on
      }
      case IN_TIME -> {}
    }
  }

  private void ceaseIfOverdue() {
    if (clock.isOverdue()) {
      cease("the operator lease could not be renewed in time");
    }
  }

  private void cease(String why) {
    if (clock.leads()) {
      clock.ceased();
      log.atWarn().addKeyValue("lease", name).log("This replica stops writing: {}.", why);
      listener.ceased();
    }
  }

  /** Reads it first: a renewal that was interrupted may have been accepted. */
  private void release() {
    try {
      Lease held = client.leases().inNamespace(namespace).withName(name).get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        client
            .resource(
                new LeaseBuilder(held)
                    .editSpec()
                    .withHolderIdentity("")
                    .withRenewTime(now())
                    .endSpec()
                    .build())
            .update();
        log.atInfo().addKeyValue("lease", name).log("Gave the operator lease up.");
      }
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("lease", name)
          .log("Could not give the lease up: {}", e.getMessage());
    }
    clock.ceased();
  }

  /** A leader renews at its own pace; a standby looks as soon as the lease changes. */
  private void sleep() {
    try {
      if (clock.leads()) {
        TimeUnit.NANOSECONDS.sleep(times.retry().toNanos());
      } else if (changes.tryAcquire(times.retry().toNanos(), TimeUnit.NANOSECONDS)) {
        changes.drainPermits();
      }
    } catch (InterruptedException e) {
      log.debug("woken to stop");
    }
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }
}
