package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.Marking;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Place;
import dev.understudy.decision.Rotation;
import dev.understudy.detect.Contact;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.RoleMarks;
import dev.understudy.manifest.RotationMarks;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a pod to a member. */
final class MemberReader {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

  private final HAService has;
  private final Function<String, Optional<Node>> nodes;
  private final Contacts contacts;
  private final Ranks ranks;
  private final Sightings sightings;

  MemberReader(
      HAService has,
      Function<String, Optional<Node>> nodes,
      Contacts contacts,
      Ranks ranks,
      Sightings sightings) {
    this.has = has;
    this.nodes = nodes;
    this.contacts = contacts;
    this.ranks = ranks;
    this.sightings = sightings;
  }

  static MemberId id(Pod pod) {
    return Names.member(pod.getMetadata().getName(), pod.getMetadata().getUid());
  }

  static Map<String, String> labels(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).orElseGet(Map::of);
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElseGet(Map::of);
  }

  Member read(Pod pod) {
    String nodeName = Optional.ofNullable(pod.getSpec().getNodeName()).orElse("");
    Optional<Node> node = nodeName.isEmpty() ? Optional.empty() : nodes.apply(nodeName);
    boolean ready = hasCondition(pod, "Ready");
    Duration since =
        sightings.unchangedFor(Names.qualified(has), pod.getMetadata().getUid(), ready);
    return new Member(
        id(pod),
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        pod.getMetadata().getResourceVersion(),
        Adoption.isDeclared(has)
            ? Workload.revision(pod)
            : labels(pod).getOrDefault(Marks.REVISION, ""),
        new Place(
            nodeName,
            node.map(it -> labels(it).getOrDefault(ZONE, "")).orElse(""),
            node.filter(it -> Drains.isAbout(pod, it)).isPresent()),
        ineligibilities(pod, node, ready),
        isOver(pod),
        answers(pod),
        new Marking(
            deletionCost(pod),
            isHeld(pod),
            RoleMarks.told(annotations(pod), labels(pod)),
            rotation(pod)),
        ranks.of(pod, node),
        ready ? since : Duration.ZERO);
  }

  /** Its label is in no template that was adopted: nobody is put out there. */
  private Rotation rotation(Pod pod) {
    return Adoption.isDeclared(has) ? Rotation.IN : RotationMarks.rotation(labels(pod));
  }

  private boolean answers(Pod pod) {
    return switch (contacts.of(pod)) {
      case HELD, CLOSES -> true;
      case NEVER_REACHED, REFUSED, SILENT -> false;
    };
  }

  private Set<Ineligibility> ineligibilities(Pod pod, Optional<Node> node, boolean ready) {
    Set<Ineligibility> found = EnumSet.noneOf(Ineligibility.class);
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      found.add(Ineligibility.DELETED);
    }
    if (hasCondition(pod, "DisruptionTarget")) {
      found.add(Ineligibility.EVICTED);
    }
    if (hasTerminated(pod)) {
      found.add(Ineligibility.TERMINATED);
    }
    Contact contact = contacts.of(pod);
    if (contact == Contact.REFUSED) {
      found.add(Ineligibility.REFUSES);
    }
    if (contact == Contact.SILENT && contacts.isSilent(pod.getSpec().getNodeName())) {
      found.add(Ineligibility.SILENT);
    }
    if (contacts.hangs(pod)) {
      found.add(Ineligibility.HANGS);
    }
    if (node.filter(seen -> !isReady(seen)).isPresent() || isWrittenOff(pod)) {
      found.add(Ineligibility.NODE_NOT_READY);
    }
    if (!ready) {
      found.add(Ineligibility.NOT_READY);
    }
    if (!id(pod).value().equals(labels(pod).get(Marks.MEMBER))
        || !has.getMetadata().getName().equals(labels(pod).get(Marks.SERVICE))) {
      found.add(Ineligibility.UNLABELLED);
    }
    return found;
  }

  private static boolean hasTerminated(Pod pod) {
    return pod.getStatus() != null
        && (hasEndedPhase(pod.getStatus())
            || pod.getStatus().getContainerStatuses().stream().anyMatch(MemberReader::hasEnded));
  }

  /**
   * The kubelet's last word: a phase that ends, and no container that runs. A container that ended
   * may be started again, deleted though the pod is, until the kubelet has heard of that; and the
   * phase is written by others too, of pods whose node they think is gone.
   */
  private static boolean isOver(Pod pod) {
    return pod.getStatus() != null
        && hasEndedPhase(pod.getStatus())
        && !isWrittenOff(pod)
        && !pod.getStatus().getContainerStatuses().isEmpty()
        && pod.getStatus().getContainerStatuses().stream().allMatch(MemberReader::hasEnded);
  }

  /**
   * The pod garbage collector gave it a phase that ends, because its node is no more. A container
   * that was between two processes when it was last heard of may run again, unseen: then the phase
   * of the one and the last state of the other look like the kubelet's last word.
   *
   * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/">Disruptions</a>
   */
  private static boolean isWrittenOff(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                it -> isTrue(it, "DisruptionTarget") && "DeletionByPodGC".equals(it.getReason()));
  }

  private static boolean hasEndedPhase(PodStatus status) {
    return ENDED.contains(Optional.ofNullable(status.getPhase()).orElse(""));
  }

  static boolean isHeld(Pod pod) {
    return pod.getMetadata().getFinalizers().contains(Marks.HELD);
  }

  /** Between two of its processes a container waits, and only its last state tells why. */
  static boolean hasEnded(ContainerStatus container) {
    ContainerState now = container.getState();
    return isTerminated(now)
        || (now != null && now.getWaiting() != null && isTerminated(container.getLastState()));
  }

  private static boolean isTerminated(@Nullable ContainerState state) {
    return state != null && state.getTerminated() != null;
  }

  private static boolean hasCondition(Pod pod, String type) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream().anyMatch(condition -> isTrue(condition, type));
  }

  private static boolean isTrue(PodCondition condition, String type) {
    return type.equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  static boolean isReady(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(condition ->
                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** Whoever sets this taint says that nothing runs there any more. */
  static boolean isOutOfService(Node node) {
    return node.getSpec().getTaints().stream().anyMatch(MemberReader::isOutOfService);
  }

  static boolean isOutOfService(Taint taint) {
    return "node.kubernetes.io/out-of-service".equals(taint.getKey())
        && "NoExecute".equals(taint.getEffect());
  }

  static boolean isCordoned(Node node) {
    return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  private static int deletionCost(Pod pod) {
    String cost = annotations(pod).getOrDefault(Marks.DELETION_COST, "0");
    try {
      return Integer.parseInt(cost);
    } catch (NumberFormatException e) {
      return 0; // Kubernetes too ignores a cost that is no number
    }
  }
}
