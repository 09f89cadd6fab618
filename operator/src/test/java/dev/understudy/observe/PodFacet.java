package dev.understudy.observe;

import dev.understudy.manifest.Marks;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.function.UnaryOperator;

/** What can be otherwise with a pod. Facets can be combined, in their order. */
enum PodFacet {
  DELETED(pod -> pod.editMetadata().withDeletionTimestamp("2026-11-24T13:00:00Z").endMetadata()),
  EVICTED(pod ->
      pod.editStatus()
          .addNewCondition()
          .withType("DisruptionTarget")
          .withStatus("True")
          .withReason("EvictionByEvictionAPI")
          .endCondition()
          .endStatus()),
  /** The pod garbage collector's word, of a pod whose node is no more. */
  WRITTEN_OFF(pod ->
      pod.editStatus()
          .withPhase("Failed")
          .addNewCondition()
          .withType("DisruptionTarget")
          .withStatus("True")
          .withReason("DeletionByPodGC")
          .endCondition()
          .endStatus()),
  /** The eviction was refused. */
  NO_LONGER_EVICTED(pod ->
      pod.editStatus()
          .addNewCondition()
          .withType("DisruptionTarget")
          .withStatus("False")
          .endCondition()
          .endStatus()),
  CONTAINER_TERMINATED(pod ->
      pod.editStatus()
          .editMatchingContainerStatus(it -> true)
          .withNewState()
          .withNewTerminated()
          .withExitCode(137)
          .withReason("Error")
          .endTerminated()
          .endState()
          .endContainerStatus()
          .endStatus()),
  /** Killed, and about to be started again. */
  CONTAINER_RESTARTING(pod ->
      pod.editStatus()
          .editMatchingContainerStatus(it -> true)
          .withNewState()
          .withNewWaiting()
          .endWaiting()
          .endState()
          .withNewLastState()
          .withNewTerminated()
          .withExitCode(137)
          .endTerminated()
          .endLastState()
          .endContainerStatus()
          .endStatus()),
  /** Waits for its first process. */
  CONTAINER_STARTING(pod ->
      pod.editStatus()
          .editMatchingContainerStatus(it -> true)
          .withNewState()
          .withNewWaiting()
          .endWaiting()
          .endState()
          .withLastState(null)
          .endContainerStatus()
          .endStatus()),
  SIDECAR_TERMINATED(pod ->
      pod.editStatus()
          .addNewContainerStatus()
          .withName("sidecar")
          .withNewState()
          .withNewTerminated()
          .withExitCode(0)
          .endTerminated()
          .endState()
          .endContainerStatus()
          .endStatus()),
  FAILED(pod -> pod.editStatus().withPhase("Failed").endStatus()),
  SUCCEEDED(pod -> pod.editStatus().withPhase("Succeeded").endStatus()),
  NOT_READY(pod ->
      pod.editStatus()
          .editMatchingCondition(it -> it.getType().equals("Ready"))
          .withStatus("False")
          .withReason("ContainersNotReady")
          .endCondition()
          .endStatus()),
  READINESS_NOT_REPORTED(pod ->
      pod.editStatus()
          .removeMatchingFromConditions(it -> it.getType().equals("Ready"))
          .endStatus()),
  ON_NODE_NOT_READY(pod -> pod.editSpec().withNodeName("not-ready").endSpec()),
  ON_NODE_UNKNOWN(pod -> pod.editSpec().withNodeName("unknown").endSpec()),
  ON_NODE_CORDONED(pod -> pod.editSpec().withNodeName("cordoned").endSpec()),
  NOT_SCHEDULED(pod -> pod.editSpec().withNodeName(null).endSpec()),
  UNLABELLED(pod -> pod.editMetadata().removeFromLabels(Marks.MEMBER).endMetadata()),
  LABEL_OF_ANOTHER(
      pod -> pod.editMetadata().addToLabels(Marks.MEMBER, "somebody-else").endMetadata()),
  WITHOUT_REVISION(pod -> pod.editMetadata().removeFromLabels(Marks.REVISION).endMetadata()),
  WITHOUT_LABELS(pod -> pod.editMetadata().withLabels(null).endMetadata()),
  TO_BE_DELETED_LAST(
      pod -> pod.editMetadata().addToAnnotations(Marks.DELETION_COST, "100").endMetadata()),
  COST_IS_NO_NUMBER(
      pod -> pod.editMetadata().addToAnnotations(Marks.DELETION_COST, "high").endMetadata()),
  TOLD_THAT_IT_LEADS(pod -> told(pod, "leader 7", "7")),
  TOLD_SOMETHING_ELSE(pod -> told(pod, "primary", "first")),
  WITHOUT_ANNOTATIONS(pod -> pod.editMetadata().withAnnotations(null).endMetadata()),
  OWNED_BY_ANOTHER(pod ->
      pod.editMetadata()
          .editMatchingOwnerReference(it -> true)
          .withUid("uid-of-another")
          .endOwnerReference()
          .endMetadata()),
  /** It names the ReplicaSet, but is not controlled by it. */
  OWNED_IN_NAME_ONLY(pod ->
      pod.editMetadata()
          .editMatchingOwnerReference(it -> true)
          .withController(null)
          .endOwnerReference()
          .endMetadata()),
  WITHOUT_OWNER(
      pod -> pod.editMetadata().removeMatchingFromOwnerReferences(it -> true).endMetadata()),
  WITHOUT_STATUS(pod -> pod.withStatus(null));

  @SuppressWarnings("ImmutableEnumChecker") // none of the changes above keeps anything
  private final UnaryOperator<PodBuilder> change;

  PodFacet(UnaryOperator<PodBuilder> change) {
    this.change = change;
  }

  private static PodBuilder told(PodBuilder pod, String role, String epoch) {
    return pod.editMetadata()
        .addToLabels(Marks.ROLE, role.split(" ", -1)[0])
        .addToAnnotations(Marks.ROLE, role)
        .addToAnnotations(Marks.ROLE_EPOCH, epoch)
        .endMetadata();
  }

  PodBuilder of(PodBuilder pod) {
    return change.apply(pod);
  }
}
