package dev.understudy.observe;

import dev.understudy.api.DetectionStatus;
import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.Member;
import dev.understudy.decision.Observation;
import dev.understudy.detect.Contact;
import dev.understudy.detect.Profile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The worst outages that follow from how the loss of each member would be noticed now. Pure. */
public final class Outlook {
  /** From a loss that is noticed to clients that are answered: Lease, Service, proxies. */
  private static final Duration PROMOTION = Duration.ofMillis(300);

  /** A kubelet looks once a second at what runs, and then writes that. */
  private static final Duration KUBELET = Duration.ofMillis(2200);

  /** Kubernetes gives a node 50 s, and looks every 5 s. */
  private static final Duration NODE_CONTROLLER = Duration.ofSeconds(55);

  private final Sources from;
  private final Profile profile;
  private final boolean tethers;
  private final List<Pod> pods;

  private Outlook(Sources from, Observation seen, boolean tethers) {
    this.from = from;
    this.profile = Guarded.profile(from.has());
    this.tethers = tethers;
    Set<String> ready =
        seen.members().stream()
            .filter(Member::isStaying)
            .filter(it -> !it.ineligibilities().contains(Ineligibility.NOT_READY))
            .map(Member::uid)
            .collect(Collectors.toSet());
    this.pods =
        from.pods().stream().filter(it -> ready.contains(it.getMetadata().getUid())).toList();
  }

  /** Absent fields as long as no member is ready. */
  public static DetectionStatus of(Sources from, Observation seen, boolean tethers) {
    return new Outlook(from, seen, tethers).status();
  }

  private DetectionStatus status() {
    DetectionStatus status = new DetectionStatus();
    status.profile = tethers ? Guarded.detection(from.has()) : null;
    status.crashMillis = worst(this::crash);
    status.hangMillis = worst(this::hang);
    status.nodeLossMillis = worst(this::nodeLoss);
    List<String> because = because();
    status.because = because.isEmpty() ? null : because;
    return status;
  }

  private @Nullable Long worst(Function<Pod, Duration> noticed) {
    return pods.stream()
        .map(noticed)
        .max(Duration::compareTo)
        .map(it -> it.plus(PROMOTION).toMillis())
        .orElse(null);
  }

  private Duration crash(Pod pod) {
    return switch (from.contacts().of(pod)) {
      case NEVER_REACHED -> KUBELET;
      case CLOSES -> profile.pace().longest(); // it is noticed by the next dial
      case HELD, REFUSED, SILENT -> Duration.ZERO;
    };
  }

  private Duration nodeLoss(Pod pod) {
    return isTethered(pod) && isKubeletReached(pod) ? profile.silence() : NODE_CONTROLLER;
  }

  private Duration hang(Pod pod) {
    Duration readiness = readiness(pod);
    return isAsked(pod) && profile.hang().compareTo(readiness) < 0 ? profile.hang() : readiness;
  }

  private boolean isTethered(Pod pod) {
    return from.contacts().of(pod) != Contact.NEVER_REACHED;
  }

  private boolean isKubeletReached(Pod pod) {
    return from.contacts().isReached(Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""));
  }

  private boolean isAsked(Pod pod) {
    return isTethered(pod)
        && Serving.address(pod, from.service())
            .flatMap(it -> Serving.question(pod, it))
            .isPresent();
  }

  /** With the defaults of Kubernetes for what is not declared. */
  private static Duration readiness(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(it -> it.getReadinessProbe())
        .filter(Objects::nonNull)
        .map(Outlook::readiness)
        .max(Duration::compareTo)
        .orElse(NODE_CONTROLLER);
  }

  private static Duration readiness(Probe probe) {
    int period = Objects.requireNonNullElse(probe.getPeriodSeconds(), 10);
    int failures = Objects.requireNonNullElse(probe.getFailureThreshold(), 3);
    int timeout = Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1);
    return Duration.ofSeconds((long) period * failures + timeout);
  }

  private List<String> because() {
    if (!tethers) {
      return List.of(
          "The operator holds no connections to members: set tethers.enabled=true in the chart.");
    }
    List<String> because = new ArrayList<>();
    pods.forEach(pod -> because(pod).forEach(because::add));
    return because;
  }

  private List<String> because(Pod pod) {
    String name = pod.getMetadata().getName();
    if (!isTethered(pod)) {
      return List.of(
          Serving.address(pod, from.service())
              .map(it ->
                  name
                      + " was never reached on port "
                      + it.getPort()
                      + ": does a NetworkPolicy forbid the operator to connect?")
              .orElse(
                  name
                      + " has no port to connect to: its readiness is told by a command, and the"
                      + " Service names no port."));
    }
    List<String> because = new ArrayList<>();
    if (from.contacts().of(pod) == Contact.CLOSES) {
      because.add(name + " closes each connection at once.");
    }
    if (!isKubeletReached(pod)) {
      because.add(
          "The kubelet of "
              + pod.getSpec().getNodeName()
              + " was never reached: does a firewall forbid the operator to connect?");
    }
    if (!isAsked(pod)) {
      because.add(
          name
              + " hangs unnoticed by the operator: its readiness probe is neither of HTTP nor"
              + " gRPC.");
    }
    return because;
  }
}
