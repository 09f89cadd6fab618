package dev.understudy;

import dev.understudy.observe.Rights;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator is told by its environment, read once.
 *
 * @param pod name of its own pod, which is its identity
 * @param namespace of its own pod, in which the operator lease is
 * @param address of its own pod and port, for the other replicas; empty if that is not known
 * @param tethers whether connections are held to members, kubelets and the other replicas
 * @param rights what it was given the rights to
 * @param watched the only namespace whose services it keeps; empty for all
 */
public record OperatorConfig(
    String pod,
    String namespace,
    String address,
    boolean tethers,
    Rights rights,
    Optional<String> watched,
    String lease,
    int httpPort) {
  public static OperatorConfig from(Map<String, String> environment) {
    int port = port(environment.getOrDefault("UNDERSTUDY_HTTP_PORT", "8080"));
    return new OperatorConfig(
        required(environment, "POD_NAME"),
        required(environment, "POD_NAMESPACE"),
        Optional.ofNullable(environment.get("POD_IP")).map(ip -> ip + ":" + port).orElse(""),
        isOn(environment, "UNDERSTUDY_TETHERS", "true"),
        new Rights(
            isOn(environment, "UNDERSTUDY_MAKE_PODS", "true"),
            isOn(environment, "UNDERSTUDY_EXEC_HOOKS", "false")),
        watched(environment.getOrDefault("UNDERSTUDY_WATCH_NAMESPACE", "")),
        environment.getOrDefault("UNDERSTUDY_OPERATOR_LEASE", "understudy-operator"),
        port);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is not set; the chart sets it from the pod's own metadata");
    }
    return value;
  }

  private static boolean isOn(Map<String, String> environment, String name, String unsaid) {
    String text = environment.getOrDefault(name, unsaid);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(name + " is neither true nor false: '" + text + "'");
    };
  }

  /** No list: the chart grants rights in one namespace or in all. */
  private static Optional<String> watched(String name) {
    if (name.contains(",")) {
      throw new IllegalArgumentException(
          "UNDERSTUDY_WATCH_NAMESPACE is a list: '"
              + name
              + "'; give one namespace, or none for all, and install the operator once for each");
    }
    return Optional.of(name.strip()).filter(it -> !it.isEmpty());
  }

  /** Zero lets the system choose one. */
  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "UNDERSTUDY_HTTP_PORT is not a port: '" + text + "'; give a number from 0 to 65535");
  }
}
