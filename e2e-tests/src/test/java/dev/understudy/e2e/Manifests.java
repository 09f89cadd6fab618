package dev.understudy.e2e;

/** What users would write. */
final class Manifests {
  private Manifests() {}

  static String activeActive(int replicas) {
    return orders("ActiveActive", replicas, "HoldLast", "1", 0);
  }

  static String activePassive(int replicas) {
    return orders("ActivePassive", replicas, "HoldLast", "1", 0);
  }

  static String orders(
      String mode, int replicas, String whenNoCandidate, String revision, int warmupSeconds) {
    return orders("orders", mode, replicas, whenNoCandidate, revision, warmupSeconds);
  }

  static String orders(
      String name,
      String mode,
      int replicas,
      String whenNoCandidate,
      String revision,
      int warmupSeconds) {
    return """
    apiVersion: understudy.dev/v1alpha1
    kind: HAService
    metadata: {name: %s}
    spec:
      mode: %s
      replicas: %d
      service: {ports: [{name: http, port: 80, targetPort: http}]}
      activePassive: {whenNoCandidate: %s}
      health:
        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1, failureThreshold: 1}
      template:
        spec:
          terminationGracePeriodSeconds: 20
          containers:
          - name: orders
            image: %s
            imagePullPolicy: Never
            ports: [{name: http, containerPort: 8080}]
            env:
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: REVISION, value: "%s"}
            - {name: WARMUP_SECONDS, value: "%d"}
    """
        .formatted(
            name,
            mode,
            replicas,
            whenNoCandidate,
            Installation.SAMPLE_IMAGE,
            revision,
            warmupSeconds);
  }
}
