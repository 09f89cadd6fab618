package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.api.Keeper;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The Leases that workloads keep. They carry no label of ours, so that each is watched by itself: a
 * watch for each HAService whose keeper is Workload, as long as it is there, by every replica of
 * the operator, so that the one that begins to write knows already who was seen to renew.
 */
final class KeptLeases extends AbstractEventSource<Lease, HAService>
    implements ResourceEventAware<HAService> {
  /** Then the pass ends, and there will be another. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  /** One Lease that is followed. */
  private record Followed(
      LeaseWatch watch, SharedIndexInformer<Lease> informer, CompletableFuture<Void> read) {}

  private final KubernetesClient watching;
  private final KubernetesClient asking;
  private final LongSupplier nanoTime;
  private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();

  KeptLeases(KubernetesClient watching, KubernetesClient asking, LongSupplier nanoTime) {
    super(Lease.class, "kept-leases");
    this.watching = watching;
    this.asking = asking;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onResourceCreated(HAService has) {
    follow(has);
  }

  /** Keeper and name cannot change; but a resource that was made anew may come as an update. */
  @Override
  public void onResourceUpdated(HAService has, HAService before) {
    if (Names.keeper(has) != Names.keeper(before)
        || !Names.lease(has).equals(Names.lease(before))) {
      end(has);
      follow(has);
    }
  }

  @Override
  public void onResourceDeleted(HAService has) {
    end(has);
  }

  @Override
  public void stop() {
    super.stop();
    followed.values().forEach(it -> it.informer().stop());
  }

  /**
   * @throws IllegalStateException when the API server has not shown it yet
   */
  Watched watched(HAService has) {
    Followed lease = find(has);
    try {
      lease.read().copy().orTimeout(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The Lease was not read: " + Names.lease(has), e);
    }
    return lease.watch().watched().orElseThrow();
  }

  void ask(HAService has) {
    find(has).watch().see(Optional.ofNullable(lease(asking, has).get()));
  }

  @Override
  public Set<Lease> getSecondaryResources(HAService has) {
    return Set.of();
  }

  private Followed find(HAService has) {
    return Optional.ofNullable(followed.get(ResourceID.fromResource(has)))
        .orElseThrow(() -> new IllegalStateException("not followed: " + Names.lease(has)));
  }

  private void follow(HAService has) {
    if (Names.keeper(has) == Keeper.Workload) {
      followed.computeIfAbsent(ResourceID.fromResource(has), id -> begin(id, has));
    }
  }

  private void end(HAService has) {
    Followed ended = followed.remove(ResourceID.fromResource(has));
    if (ended != null) {
      ended.informer().stop();
    }
  }

  private Followed begin(ResourceID id, HAService has) {
    LeaseWatch watch = new LeaseWatch(nanoTime);
    SharedIndexInformer<Lease> informer = lease(watching, has).runnableInformer(0);
    informer.exceptionHandler((started, cause) -> true);
    informer.addEventHandler(handler(id, watch));
    CompletableFuture<Void> read =
        informer
            .start()
            .thenRun(() -> watch.see(informer.getStore().list().stream().findFirst()))
            .toCompletableFuture();
    return new Followed(watch, informer, read);
  }

  private static Resource<Lease> lease(KubernetesClient client, HAService has) {
    return client.leases().inNamespace(has.getMetadata().getNamespace()).withName(Names.lease(has));
  }

  private ResourceEventHandler<Lease> handler(ResourceID id, LeaseWatch watch) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Lease lease) {
        tell(watch.see(Optional.of(lease)));
      }

      @Override
      public void onUpdate(Lease before, Lease lease) {
        tell(watch.see(Optional.of(lease)));
      }

      @Override
      public void onDelete(Lease lease, boolean unseen) {
        tell(watch.see(Optional.empty()));
      }

      private void tell(boolean news) {
        if (news && isRunning()) {
          getEventHandler().handleEvent(new Event(id));
        }
      }
    };
  }
}
