package dev.understudy;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    return new OperatorConfig(
        required(environment, "POD_NAME"),
        required(environment, "POD_NAMESPACE"),
        names(environment.getOrDefault("UNDERSTUDY_WATCH_NAMESPACE", "")),
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

  private static Set<String> names(String list) {
    return Pattern.compile(",")
        .splitAsStream(list)
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
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
