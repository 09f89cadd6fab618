package dev.understudy.harness;

import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Is told of every event of a watch; that the watch ends is no news. */
public record Onlooker<T>(BiConsumer<Watcher.Action, T> seen) implements Watcher<T> {
  @Override
  public void eventReceived(Watcher.Action action, T object) {
    seen.accept(action, object);
  }

  @Override
  public void onClose(@Nullable WatcherException cause) {}
}
