package dev.understudy.manifest;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** HAServices as users write them. */
final class Read {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Read() {}

  static HAService has(String yaml) {
    return YAML.unmarshal(yaml, HAService.class);
  }

  /** The smallest, with these lines in its spec. */
  static HAService spec(String lines) {
    return has(
        """
        apiVersion: understudy.dev/v1alpha1
        kind: HAService
        metadata: {name: orders, namespace: shop, uid: uid-of-orders}
        spec:
        """
            + lines.indent(2));
  }
}
