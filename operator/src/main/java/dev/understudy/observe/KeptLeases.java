package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.api.Keeper;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The Leases that workloads keep: a watch for each HAService whose keeper is Workload. */
final class KeptLeases extends EachService<Lease, KeptLeases.Followed> {
  /** One Lease that is followed. */
  record Followed(
      LeaseWatch watch, SharedIndexInformer<Lease> informer, CompletableFuture<Void> read) {}

  private final KubernetesClient watching;
  private final KubernetesClient asking;
  private final LongSupplier nanoTime;

  KeptLeases(KubernetesClient watching, KubernetesClient asking, LongSupplier nanoTime) {
    super(Lease.class, "kept-leases");
    this.watching = watching;
    this.asking = asking;
    this.nanoTime = nanoTime;
  }

  @Override
  Optional<String> named(HAService has) {
    return Names.keeper(has) == Keeper.Workload ? Optional.of(Names.lease(has)) : Optional.empty();
  }

  /**
   * @throws IllegalStateException when the API server has not shown it yet
   */
  Watched watched(HAService has) {
    Followed lease = find(has);
    await(has, lease.read());
    return lease.watch().watched().orElseThrow();
  }

  void ask(HAService has) {
    find(has).watch().see(Optional.ofNullable(lease(asking, has).get()));
  }

  @Override
  void end(Followed ended) {
    ended.informer().stop();
  }

  @Override
  Followed begin(ResourceID id, HAService has) {
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
        if (news) {
          look(id);
        }
      }
    };
  }
}
