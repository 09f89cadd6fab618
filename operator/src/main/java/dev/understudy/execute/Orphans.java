package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what an HAService held that was deleted while no operator ran: adopted Services are
 * given back, pods released. There is no finalizer on the HAService to prevent that: one would
 * leave resources that cannot be deleted once the operator is uninstalled.
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
   * @return false if it must be tried again
   */
  public boolean giveBackIfOrphaned(Service adopted) {
    return letGoIfGone(
        adopted,
        adopted.getMetadata().getAnnotations().getOrDefault(Marks.ADOPTED_BY, ""),
        () ->
            writes.giveBack(
                adopted.getMetadata().getNamespace(),
                adopted.getMetadata().getName(),
                adopted.getMetadata().getResourceVersion()));
  }

  /**
   * @return false if it must be tried again
   */
  public boolean releaseIfOrphaned(Pod held) {
    return letGoIfGone(
        held,
        held.getMetadata().getLabels().getOrDefault(Marks.SERVICE, ""),
        () ->
            writes.release(
                held.getMetadata().getNamespace(),
                held.getMetadata().getName(),
                held.getMetadata().getUid()));
  }

  /**
   * @param adopted pod of a workload that was adopted
   * @return false if it must be tried again
   */
  public boolean giveBackIfOrphaned(Pod adopted) {
    return letGoIfGone(
        adopted,
        adopted.getMetadata().getLabels().getOrDefault(Marks.SERVICE, ""),
        () ->
            writes.giveBack(
                adopted.getMetadata().getNamespace(),
                new Action.GiveBackPod(
                    adopted.getMetadata().getName(), adopted.getMetadata().getUid(), true)));
  }

  /** Asks the API server itself: a cache could have missed a resource that is there. */
  private boolean letGoIfGone(HasMetadata object, String service, Runnable letGo) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getKind() + " " + Names.qualified(object);
    try {
      if (client.resources(HAService.class).inNamespace(namespace).withName(service).get()
          == null) {
        letGo.run();
        log.info("HAService {} is gone; let go of {}.", service, name);
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true; // what was held is gone too
      }
      log.warn("Could not let go of {}, and will try again: {}", name, e.getMessage());
      return false;
    }
  }
}
