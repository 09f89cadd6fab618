package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Understudy saw at its last pass. It is a report: nothing is ever decided from it. Numbers
 * are as wide as the schema lets people write them.
 */
public class HAServiceStatus {
  @JsonPropertyDescription("Generation of the resource that this status speaks of.")
  public @Nullable Long observedGeneration;

  @JsonPropertyDescription("Ready and wanted members, for people: 2/2.")
  public @Nullable String ready;

  @StatusReplicas
  @JsonPropertyDescription("Members there are.")
  public @Nullable Long replicas;

  @JsonPropertyDescription("Members that are ready.")
  public @Nullable Long readyReplicas;

  @JsonPropertyDescription("Members of the newest revision.")
  public @Nullable Long updatedReplicas;

  @LabelSelector
  @JsonPropertyDescription("Label selector of the members, for autoscalers.")
  public @Nullable String selector;

  @JsonPropertyDescription("Newest revision of the template.")
  public @Nullable String revision;

  @JsonPropertyDescription("Pod that leads; absent in ActiveActive.")
  public @Nullable String leader;

  @JsonPropertyDescription(
      "Number of the leadership; it grows with each change, and begins at 1 again only if Lease and"
          + " Service were both deleted.")
  public @Nullable Long epoch;

  @JsonPropertyDescription(
      "Whom the Service selects: One, All, Closed; Foreign if somebody else wrote its selector;"
          + " None before the first write.")
  public @Nullable String route;

  @JsonPropertyDescription("The members, by name of their pods.")
  public @Nullable List<MemberStatus> members;

  @JsonPropertyDescription("How losses are noticed at present, and what follows from it.")
  public @Nullable DetectionStatus detection;

  @JsonPropertyDescription(
      "What became of the last switchover that was ordered by the annotation"
          + " understudy.dev/switchover.")
  public @Nullable OrderStatus switchover;

  @JsonPropertyDescription(
      "What became of the last order to declare an old template again, by the annotation"
          + " understudy.dev/undo.")
  public @Nullable OrderStatus undo;

  @JsonPropertyDescription("The last changes of leadership, newest first; five at most.")
  public @Nullable List<FailoverStatus> failovers;

  @JsonPropertyDescription(
      "Which PodDisruptionBudget limits how many members are evicted at once, by a drain for"
          + " example; or why there is none.")
  public @Nullable String disruptionBudget;

  @JsonPropertyDescription("Ready, Progressing, LeaderPresent, StandbyReady; Survivable.")
  public @Nullable List<Condition> conditions;
}
