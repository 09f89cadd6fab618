package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back Services whose HAService was deleted while no operator ran. There is no finalizer to
 * prevent that: one would leave resources that cannot be deleted once the operator is uninstalled.
 */
public final class Orphans {
  private static final Logger log = LoggerFactory.getLogger(Orphans.class);

  private final KubernetesClient client;
  private final Writes writes;

  public Orphans(KubernetesClient client, Writes writes) {
    this.client = client;
    this.writes = writes;
  }

  /**
   * Asks the API server itself: a cache could have missed a resource that is there.
   *
   * @return false if it must be tried again
   */
  public boolean giveBackIfOrphaned(Service adopted) {
    String namespace = adopted.getMetadata().getNamespace();
    String name = adopted.getMetadata().getAnnotations().get(Marks.ADOPTED_BY);
    try {
      if (client.resources(HAService.class).inNamespace(namespace).withName(name).get() == null) {
        writes.giveBack(
            namespace, adopted.getMetadata().getName(), adopted.getMetadata().getResourceVersion());
        log.atInfo()
            .addKeyValue("service", namespace + "/" + adopted.getMetadata().getName())
            .log("HAService {} is gone; put the Service's own selector back.", name);
      }
      return true;
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("service", namespace + "/" + adopted.getMetadata().getName())
          .log("Could not give the Service back, and will try again: {}", e.getMessage());
      return false;
    }
  }
}
