package dev.understudy.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A watch and the cache that it fills.
 *
 * @param path of what is watched, at the API server
 * @param selector of labels, as in a query; empty for everything
 */
public record Feed(String path, String selector, Cache<? extends HasMetadata> cache) {
  static Feed of(
      Class<? extends HasMetadata> type,
      Optional<String> namespace,
      String selector,
      Cache<? extends HasMetadata> cache) {
    String api = HasMetadata.getApiVersion(type);
    return new Feed(
        (api.contains("/") ? "/apis/" : "/api/")
            + api
            + namespace.map(name -> "/namespaces/" + name).orElse("")
            + "/"
            + HasMetadata.getPlural(type),
        selector,
        cache);
  }

  /** In the plural. */
  public String resource() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Empty if it is not there. */
  OptionalLong version(ResourceID id) {
    return cache.get(id).stream().mapToLong(Feed::version).findFirst();
  }

  /** The newest version in the cache; 0 if it is empty. */
  long newest() {
    return cache.list().mapToLong(Feed::version).max().orElse(0);
  }

  /** Kubernetes promises since 1.35 that those of one resource can be compared. */
  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
