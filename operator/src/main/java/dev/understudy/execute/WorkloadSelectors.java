package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.manifest.Adoption;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Service has to select to find the pods of a workload that was adopted. */
final class WorkloadSelectors {
  private final KubernetesClient client;

  WorkloadSelectors(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @throws KubernetesClientException with a sentence that says what to do, if the workload selects
   *     its pods as no Service can
   */
  Map<String, String> selector(HAService has) {
    @Nullable Map<String, String> labels = declared(has).getMatchLabels();
    if (labels == null || labels.isEmpty()) {
      throw new KubernetesClientException(
          "the "
              + Adoption.words(has).orElseThrow()
              + " selects its pods by expressions alone, which a Service cannot: create the Service"
              + " yourself, and it is adopted",
          HttpURLConnection.HTTP_FORBIDDEN,
          null);
    }
    return labels;
  }

  private LabelSelector declared(HAService has) {
    String namespace = has.getMetadata().getNamespace();
    String name = Adoption.name(has).orElseThrow();
    var apps = client.apps();
    return switch (Adoption.maker(has)) {
      case DEPLOYMENT ->
          read(apps.deployments().inNamespace(namespace).withName(name)).getSpec().getSelector();
      case STATEFUL_SET ->
          read(apps.statefulSets().inNamespace(namespace).withName(name)).getSpec().getSelector();
      case UNDERSTUDY -> throw new IllegalStateException("nothing is adopted");
    };
  }

  private static <T> T read(Resource<T> workload) {
    T found = workload.get();
    if (found == null) {
      throw new KubernetesClientException(
          "the workload is gone", HttpURLConnection.HTTP_NOT_FOUND, null);
    }
    return found;
  }
}
