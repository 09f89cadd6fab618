package dev.understudy;

import java.util.Map;
import java.util.Set;

/**
 * What the operator is told by its environment, read once.
 *
 * @param pod name of its own pod, which is its identity
 * @param namespace of its own pod, in which the operator lease is
 * @param watched namespaces whose services it keeps; empty for all
 */
public record OperatorConfig(
    String pod, String namespace, Set<String> watched, String lease, int httpPort) {
  public static OperatorConfig from(Map<String, String> environment) {
    String watched = environment.getOrDefault("UNDERSTUDY_WATCH_NAMESPACE", "");
    return new OperatorConfig(
        required(environment, "POD_NAME"),
        required(environment, "POD_NAMESPACE"),
        watched.isEmpty() ? Set.of() : Set.of(watched.split(",")),
        environment.getOrDefault("UNDERSTUDY_OPERATOR_LEASE", "understudy-operator"),
        port(environment.getOrDefault("UNDERSTUDY_HTTP_PORT", "8080")));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is not set; the chart sets it from the pod's own metadata");
    }
    return value;
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("UNDERSTUDY_HTTP_PORT is not a port: " + text, e);
    }
  }
}
