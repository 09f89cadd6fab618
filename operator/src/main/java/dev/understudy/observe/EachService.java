package dev.understudy.observe;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

/**
 * Watches of what carries no label of ours: some for each HAService that names it, as long as that
 * is there, by every replica of the operator, so that the one that begins to write knows already
 * what was seen.
 *
 * @param <R> what is watched
 * @param <W> the watches of one service
 */
abstract class EachService<R extends HasMetadata, W> extends AbstractEventSource<R, HAService>
    implements ResourceEventAware<HAService> {
  /** Then the pass ends, and there will be another. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final Map<ResourceID, W> watches = new ConcurrentHashMap<>();

  EachService(Class<R> type, String name) {
    super(type, name);
  }

  /** What the service names; empty if nothing. */
  abstract Optional<String> named(HAService has);

  abstract W begin(ResourceID id, HAService has);

  abstract void end(W watch);

  @Override
  public void onResourceCreated(HAService has) {
    follow(has);
  }

  /** What is named cannot change; but a resource that was made anew may come as an update. */
  @Override
  public void onResourceUpdated(HAService has, HAService before) {
    if (!named(has).equals(named(before))) {
      onResourceDeleted(before);
      follow(has);
    }
  }

  @Override
  public void onResourceDeleted(HAService has) {
    W ended = watches.remove(ResourceID.fromResource(has));
    if (ended != null) {
      end(ended);
    }
  }

  @Override
  public void stop() {
    super.stop();
    watches.values().forEach(this::end);
  }

  @Override
  public Set<R> getSecondaryResources(HAService has) {
    return Set.of();
  }

  final W find(HAService has) {
    return Optional.ofNullable(watches.get(ResourceID.fromResource(has)))
        .orElseThrow(() -> new IllegalStateException("not followed: " + named(has).orElse("")));
  }

  /**
   * @throws IllegalStateException when the API server has not shown it yet
   */
  final void await(HAService has, CompletableFuture<?> read) {
    try {
      read.copy().orTimeout(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("not read yet: " + named(has).orElse(""), e);
    }
  }

  final void look(ResourceID id) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(id));
    }
  }

  private void follow(HAService has) {
    if (named(has).isPresent()) {
      watches.computeIfAbsent(ResourceID.fromResource(has), id -> begin(id, has));
    }
  }
}
