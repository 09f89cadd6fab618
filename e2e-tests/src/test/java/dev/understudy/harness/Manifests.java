package dev.understudy.harness;

/** What users would write. */
public final class Manifests {
  /** One answer that comes late on a busy machine is no loss of a member. */
  private static final String PROBE =
      "{httpGet: {path: /ready, port: http}, periodSeconds: 1, failureThreshold: 3}";

  private static final String ROLE_FILE = "/etc/understudy/role";

  private Manifests() {}

  public static String activeActive(int replicas) {
    return orders("ActiveActive", replicas, "HoldLast", "1", 0);
  }

  public static String activePassive(int replicas) {
    return orders("ActivePassive", replicas, "HoldLast", "1", 0);
  }

  /** Whose leader is stopped before another leads. */
  public static String gated(int replicas, String revision) {
    return orders("ActivePassive", replicas, "HoldLast", revision, 0)
        .replace("activePassive: {", "activePassive: {fencing: StopLeader, ");
  }

  /**
   * Which serves a register, each member by its role.
   *
   * @param register host:port/name
   */
  public static String register(String fencing, boolean trusting, String register) {
    String spread =
        """
        topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: {matchLabels: {understudy.dev/service: orders}}
        terminationGracePeriodSeconds: 5
        """
            .indent(6);
    return activePassive(2)
            .replace(
                "activePassive: {",
                "activePassive: {fencing: %s, roleFile: %s, ".formatted(fencing, ROLE_FILE))
            .replaceFirst(" *terminationGracePeriodSeconds: .*\n", spread)
        + """
        - {name: REGISTER, value: "%s"}
        - {name: ROLE_FILE, value: "%s"}
        - {name: TRUSTING, value: "%s"}
        - {name: DRAIN_SECONDS, value: "1"}
        """
            .formatted(register, ROLE_FILE, trusting)
            .indent(8);
  }

  /** Whose members read their part from a file; they tell what is in it at /role. */
  public static String told(int replicas) {
    return activePassive(replicas)
            .replace("activePassive: {", "activePassive: {roleFile: " + ROLE_FILE + ", ")
        + "- {name: ROLE_FILE, value: %s}\n".formatted(ROLE_FILE).indent(8);
  }

  public static String orders(
      String mode, int replicas, String whenNoCandidate, String revision, int warmupSeconds) {
    return orders("orders", mode, replicas, whenNoCandidate, revision, warmupSeconds);
  }

  public static String orders(
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
        readinessProbe: %s
      template:
    """
            .formatted(name, mode, replicas, whenNoCandidate, PROBE)
        + template(revision, warmupSeconds);
  }

  /**
   * The same manifest with another detection, and a readiness probe that does not notice a hang
   * before that.
   */
  public static String detecting(String detection, String manifest) {
    return profile(detection, manifest)
        .replace("periodSeconds: 1, failureThreshold: 3", "periodSeconds: 10, failureThreshold: 6");
  }

  /** The same manifest, with each member on a node of its own. */
  public static String apart(String manifest) {
    return manifest.replaceFirst(
        " *terminationGracePeriodSeconds: .*\n",
        """
        topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: {matchLabels: {understudy.dev/service: orders}}
        terminationGracePeriodSeconds: 5
        """
            .indent(6));
  }

  /** The same manifest, which is to survive the loss of a Node, or a Zone. */
  public static String surviving(String loss, String manifest) {
    return manifest.replace("health:\n", "activeActive: {survive: " + loss + "}\n  health:\n");
  }

  /**
   * The same manifest with a word on updates.
   *
   * @param update the fields of {@code spec.update}
   */
  public static String updating(String update, String manifest) {
    return manifest.replace("  activePassive: {", "  update: {" + update + "}\n  activePassive: {");
  }

  /** The same manifest with another detection. */
  public static String profile(String detection, String manifest) {
    return manifest.replace("health:\n", "health:\n    detection: " + detection + "\n");
  }

  /** The same manifest with a probe that takes one lost answer for unready. */
  public static String impatient(String manifest) {
    return manifest.replace("failureThreshold: 3", "failureThreshold: 1");
  }

  /**
   * What people write who have no operator: the same pods, with the same probe.
   *
   * @param kind Deployment or StatefulSet
   */
  public static String workload(String kind, int replicas, String revision, int warmupSeconds) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: orders}
    spec:
      selector: {app: orders}
      ports: [{name: http, port: 80, targetPort: http}]
    ---
    apiVersion: apps/v1
    kind: %s
    metadata: {name: orders}
    spec:
      replicas: %d
      selector: {matchLabels: {app: orders}}
      template:
        metadata: {labels: {app: orders}}
    """
            .formatted(kind, replicas)
        + template(revision, warmupSeconds)
        + "readinessProbe: %s\n".formatted(PROBE).indent(8);
  }

  /** Adopts the {@linkplain #workload workload} and its Service. */
  public static String adopting(String kind, String mode) {
    return """
    apiVersion: understudy.dev/v1alpha1
    kind: HAService
    metadata: {name: orders}
    spec:
      mode: %s
      workloadRef: {kind: %s, name: orders}
      service: {name: orders}
      activePassive: {whenNoCandidate: HoldLast}
    """
        .formatted(mode, kind);
  }

  /** The same workload, whose pods are given up as soon as their node is lost. */
  public static String intolerant(String manifest) {
    String toleration = "{key: node.kubernetes.io/%1$s, effect: NoExecute, tolerationSeconds: 0}";
    String field =
        "tolerations: [%s, %s]\n"
            .formatted(toleration.formatted("unreachable"), toleration.formatted("not-ready"));
    return manifest.replaceFirst(" *terminationGracePeriodSeconds: ", field.indent(6) + "$0");
  }

  /** The container's fields come last, so that more of them can follow. */
  private static String template(String revision, int warmupSeconds) {
    return """
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
        .formatted(Installation.SAMPLE_IMAGE, revision, warmupSeconds);
  }
}
