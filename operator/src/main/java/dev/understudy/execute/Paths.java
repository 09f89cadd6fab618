package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.manifest.Names;

/** Where objects are at the API server, from their API group on. */
public final class Paths {
  private Paths() {}

  public static String haService(HAService has) {
    return "apis/understudy.dev/v1alpha1/"
        + namespace(has)
        + "/haservices/"
        + has.getMetadata().getName();
  }

  static String service(HAService has) {
    return service(has.getMetadata().getNamespace(), Names.service(has));
  }

  static String service(String namespace, String name) {
    return "api/v1/namespaces/" + namespace + "/services/" + name;
  }

  static String lease(HAService has) {
    return "apis/coordination.k8s.io/v1/" + namespace(has) + "/leases/" + Names.lease(has);
  }

  static String pod(HAService has, String name) {
    return pod(has.getMetadata().getNamespace(), name);
  }

  static String pod(String namespace, String name) {
    return "api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  static String replicaSets(HAService has) {
    return "apis/apps/v1/" + namespace(has) + "/replicasets";
  }

  static String replicaSet(HAService has, String revision) {
    return replicaSets(has) + "/" + Names.replicaSet(has, revision);
  }

  static String budgets(HAService has) {
    return "apis/policy/v1/" + namespace(has) + "/poddisruptionbudgets";
  }

  static String budget(HAService has) {
    return budgets(has) + "/" + Names.budget(has);
  }

  private static String namespace(HAService has) {
    return "namespaces/" + has.getMetadata().getNamespace();
  }
}
