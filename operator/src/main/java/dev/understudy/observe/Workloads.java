package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Maker;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The workloads that are adopted, and their pods, as long as these have no label of ours: what has
 * one is in the cache that has all of them.
 */
final class Workloads extends EachService<Pod, Workloads.Adopted> {
  /**
   * What was seen of one.
   *
   * @param workload empty if there is none of this name
   * @param pods that its selector finds, whoever made them
   */
  record Seen(Optional<Workload> workload, List<Pod> pods) {}

  private final KubernetesClient client;

  Workloads(KubernetesClient client) {
    super(Pod.class, "workloads");
    this.client = client;
  }

  @Override
  Optional<String> named(HAService has) {
    return Adoption.words(has);
  }

  @Override
  Adopted begin(ResourceID id, HAService has) {
    return new Adopted(id, has);
  }

  @Override
  void end(Adopted ended) {
    ended.close();
  }

  /**
   * @throws IllegalStateException when the API server has not shown it yet
   */
  Seen seen(HAService has) {
    Adopted adopted = find(has);
    await(has, adopted.read());
    return adopted.seen();
  }

  /** The watches of one: of the workload, and, once its selector is known, of its pods. */
  final class Adopted {
    private final ResourceID id;
    private final String namespace;
    private final SharedIndexInformer<? extends HasMetadata> workload;
    private final CompletableFuture<Void> workloadRead;
    private @Nullable LabelSelector selector;
    private @Nullable SharedIndexInformer<Pod> pods;
    private CompletableFuture<Void> podsRead = CompletableFuture.completedFuture(null);
    private boolean closed;

    Adopted(ResourceID id, HAService has) {
      this.id = id;
      this.namespace = has.getMetadata().getNamespace();
      String name = Adoption.name(has).orElseThrow();
      this.workload =
          Adoption.maker(has) == Maker.DEPLOYMENT
              ? observed(
                  client
                      .apps()
                      .deployments()
                      .inNamespace(namespace)
                      .withName(name)
                      .runnableInformer(0))
              : observed(
                  client
                      .apps()
                      .statefulSets()
                      .inNamespace(namespace)
                      .withName(name)
                      .runnableInformer(0));
      this.workloadRead = workload.start().thenRun(this::selectPods).toCompletableFuture();
    }

    private <T extends HasMetadata> SharedIndexInformer<T> observed(
        SharedIndexInformer<T> informer) {
      informer.exceptionHandler((started, cause) -> true);
      informer.addEventHandler(
          new ResourceEventHandler<T>() {
            @Override
            public void onAdd(T now) {
              changed();
            }

            @Override
            public void onUpdate(T before, T now) {
              if (!Workload.of(before).equals(Workload.of(now))) {
                changed();
              }
            }

            @Override
            public void onDelete(T now, boolean unseen) {
              changed();
            }

            private void changed() {
              selectPods();
              look(id);
            }
          });
      return informer;
    }

    private Optional<Workload> workload() {
      return workload.getStore().list().stream().findFirst().map(Workload::of);
    }

    /** The selector of a workload does not change; but one that is made anew may have another. */
    private synchronized void selectPods() {
      LabelSelector now = workload().map(Workload::selector).orElse(null);
      if (closed || now == null || now.equals(selector)) {
        return;
      }
      if (pods != null) {
        pods.stop();
      }
      selector = now;
      pods = client.pods().inNamespace(namespace).withLabelSelector(now).runnableInformer(0);
      pods.itemStore(new TransformingItemStore<>(Trim::pod));
      pods.exceptionHandler((started, cause) -> true);
      pods.addEventHandler(new Newcomers());
      podsRead = pods.start().thenRun(() -> look(id)).toCompletableFuture();
    }

    synchronized CompletableFuture<Void> read() {
      return workloadRead.thenCompose(read -> podsRead());
    }

    private synchronized CompletableFuture<Void> podsRead() {
      return podsRead;
    }

    synchronized Seen seen() {
      return new Seen(workload(), pods == null ? List.of() : pods.getStore().list());
    }

    synchronized void close() {
      closed = true;
      workload.stop();
      if (pods != null) {
        pods.stop();
      }
    }

    /** The others are told of by the cache that has all pods with our label. */
    private final class Newcomers implements ResourceEventHandler<Pod> {
      @Override
      public void onAdd(Pod pod) {
        tell(pod);
      }

      @Override
      public void onUpdate(Pod before, Pod pod) {
        tell(pod);
      }

      @Override
      public void onDelete(Pod pod, boolean unseen) {
        tell(pod);
      }

      private void tell(Pod pod) {
        if (!MemberReader.labels(pod).containsKey(Marks.SERVICE)) {
          look(id);
        }
      }
    }
  }
}
