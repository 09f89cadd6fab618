package dev.understudy.load;

import java.time.Duration;
import java.util.Map;

/** What {@link LoadClient} is told by its environment. */
record LoadConfig(
    Target target,
    int rate,
    int keptRate,
    int keptConnections,
    Duration timeout,
    Duration length,
    int maxInFlight) {

  /** So that times fit into 32 bits of microseconds. */
  private static final Duration LONGEST = Duration.ofHours(1);

  LoadConfig {
    if (rate < 0 || keptRate < 0 || keptConnections < 1 || maxInFlight < 1) {
      throw new IllegalArgumentException("rates and counts must be positive");
    }
    if (!timeout.isPositive() || !length.isPositive() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("TIMEOUT_MILLIS > 0, MAX_SECONDS from 1 to 3600");
    }
  }

  static LoadConfig parse(Map<String, String> env) {
    return new LoadConfig(
        Target.parse(env.getOrDefault("TARGET", "")),
        number(env, "RATE", 200),
        number(env, "KEPT_RATE", 50),
        number(env, "KEPT_CONNECTIONS", 4),
        Duration.ofMillis(number(env, "TIMEOUT_MILLIS", 2000)),
        Duration.ofSeconds(number(env, "MAX_SECONDS", 900)),
        number(env, "MAX_IN_FLIGHT", 4096));
  }

  LoadConfig with(Target other) {
    return new LoadConfig(other, rate, keptRate, keptConnections, timeout, length, maxInFlight);
  }

  int capacity() {
    return Math.toIntExact((rate + keptRate) * length.toSeconds());
  }

  private static int number(Map<String, String> env, String name, int otherwise) {
    return Integer.parseInt(env.getOrDefault(name, Integer.toString(otherwise)));
  }
}
