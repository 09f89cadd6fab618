package dev.understudy.alarms;

import dev.understudy.harness.Manifests;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How patient a service is, and how long its leader may be frozen without being lost. */
enum Profile {
  FAST(Optional.of("Fast"), Duration.ofMillis(700), Duration.ofMillis(300), 3),
  BALANCED(Optional.of("Balanced"), Duration.ofSeconds(7), Duration.ofSeconds(2), 5),
  TOLERANT(Optional.of("Tolerant"), Duration.ofSeconds(20), Duration.ofSeconds(5), 10),
  /** What a service has that declares none. */
  UNSET(Optional.empty(), Duration.ofSeconds(7), Duration.ofSeconds(2), 5);

  private static final String SPREAD =
      """
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {matchLabels: {understudy.dev/service: orders}}
      terminationGracePeriodSeconds: 20
      """
          .indent(6);

  private final Optional<String> declared;
  private final Duration deadline;
  private final Duration freeze;
  private final int unanswered;

  /**
   * @param declared as the resource has it
   * @param deadline after which a leader that does not answer counts as lost
   * @param freeze for which the leader is frozen; so much shorter that a busy machine does not make
   *     it too long
   * @param unanswered probes of the kubelet, one a second, until it says unready: more than a
   *     freeze takes, for else it is Kubernetes that deposes the leader
   */
  Profile(Optional<String> declared, Duration deadline, Duration freeze, int unanswered) {
    this.declared = declared;
    this.deadline = deadline;
    this.freeze = freeze;
    this.unanswered = unanswered;
  }

  Duration deadline() {
    return deadline;
  }

  Duration freeze() {
    return freeze;
  }

  String title() {
    return declared.orElse("none declared");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As the command line has it. */
  static Profile parse(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no profile: " + word));
  }

  /** Of a service of two members, on two nodes if there is room. */
  String manifest() {
    String detection = declared.map(it -> "\n    detection: " + it).orElse("");
    return Manifests.activePassive(2)
        .replace("  health:", "  health:" + detection)
        .replace("failureThreshold: 3", "failureThreshold: " + unanswered)
        .replaceFirst(" *terminationGracePeriodSeconds: .*\n", SPREAD);
  }
}
