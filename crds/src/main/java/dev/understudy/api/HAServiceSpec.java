package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** What the user declares. Absent fields have the defaults that their descriptions give. */
@ValidationRule(
    value =
        "!has(self.service.ports) || self.service.ports.all(p, !has(p.targetPort) ||"
            + " type(p.targetPort) != string || !has(self.template) ||"
            + " self.template.spec.containers.exists(c, has(c.ports) &&"
            + " c.ports.exists(cp, has(cp.name) && cp.name == p.targetPort)))",
    message =
        "service.ports: a targetPort given by name must be the name of a port of a container in"
            + " template; add the name to the container's ports, or give the port's number")
@ValidationRule(
    value = "has(self.template) != has(self.workloadRef)",
    message =
        "give either template, for pods that Understudy makes, or workloadRef, for those of a"
            + " Deployment or StatefulSet that is there already")
@ValidationRule(
    value =
        "has(self.workloadRef) == has(oldSelf.workloadRef) && (!has(self.workloadRef) ||"
            + " self.workloadRef == oldSelf.workloadRef)",
    message =
        "workloadRef cannot be changed: the members would be others at once; delete the HAService,"
            + " which gives Service and pods back as they were, and create it for the other"
            + " workload")
@ValidationRule(
    value = "!has(self.workloadRef) || self.replicas == 2",
    message =
        "replicas means nothing beside workloadRef: leave it out, and scale the workload itself")
@ValidationRule(
    value = "!has(self.workloadRef) || !has(self.update)",
    message =
        "update means nothing beside workloadRef: leave it out; the workload is updated as its own"
            + " controller does it")
@ValidationRule(
    value =
        "!has(self.workloadRef) || !has(self.activePassive) || !has(self.activePassive.roleFile)",
    message =
        "activePassive.roleFile cannot be put into the pods of a workloadRef without making them"
            + " anew: leave it out, and mount the annotation understudy.dev/role by a volume of"
            + " type downwardAPI in the workload itself")
@ValidationRule(
    value = "!has(self.workloadRef) || !has(self.health) || !has(self.health.readinessProbe)",
    message =
        "health.readinessProbe cannot be set on the pods of a workloadRef without making them anew:"
            + " leave it out, and write the probe into the workload itself")
@ValidationRule(
    value =
        "(has(self.service.name) ? self.service.name : '') =="
            + " (has(oldSelf.service.name) ? oldSelf.service.name : '')",
    message =
        "service.name cannot be changed: clients would lose the Service; create a second HAService"
            + " for the new name")
@ValidationRule(
    value =
        "(has(self.activePassive) && has(self.activePassive.lease) &&"
            + " has(self.activePassive.lease.name) ? self.activePassive.lease.name : '') =="
            + " (has(oldSelf.activePassive) && has(oldSelf.activePassive.lease) &&"
            + " has(oldSelf.activePassive.lease.name) ? oldSelf.activePassive.lease.name : '')",
    message =
        "activePassive.lease.name cannot be changed: the epoch would begin anew; delete the"
            + " HAService and create it again if you must")
@ValidationRule(
    value =
        "(has(self.activePassive) && has(self.activePassive.lease) ?"
            + " self.activePassive.lease.keeper : 'Operator') =="
            + " (has(oldSelf.activePassive) && has(oldSelf.activePassive.lease) ?"
            + " oldSelf.activePassive.lease.keeper : 'Operator')",
    message =
        "activePassive.lease.keeper cannot be changed: the members that run would go on as they"
            + " were made, and two would keep one Lease; create a second HAService whose members"
            + " are made for the other keeper, move the clients there, and delete this one")
@ValidationRule(
    value =
        "!has(self.update) || !has(self.update.trialSeconds) || self.update.trialSeconds == 0 ||"
            + " !has(self.activePassive) || !has(self.activePassive.lease) ||"
            + " self.activePassive.lease.keeper != 'Workload'",
    message =
        "update.trialSeconds needs activePassive.lease.keeper: Operator, because with keeper:"
            + " Workload the members themselves decide when another leads; leave trialSeconds out")
public class HAServiceSpec {
  @Required
  @JsonPropertyDescription(
      "Who takes the traffic: ActiveActive, every ready member; ActivePassive, one leader while the"
          + " others stand by. May be changed at any time, while traffic flows.")
  public @Nullable Mode mode;

  @SpecReplicas
  @Default("2")
  @Min(0)
  @Max(1000)
  @JsonPropertyDescription(
      "How many members there are, leader included. ActivePassive needs 2 or more to survive the"
          + " loss of its leader. Beside workloadRef it is not looked at.")
  public @Nullable Integer replicas;

  @Required
  @JsonPropertyDescription("The Service that clients use.")
  public @Nullable ServiceSpec service;

  @JsonPropertyDescription(
      "A Deployment or StatefulSet that is there already, instead of a template: its pods become"
          + " the members, in place, none is started anew, and none is made or deleted by"
          + " Understudy but to stop a leader under fencing: StopLeader. When the HAService is"
          + " deleted, Service and pods are as they were. Cannot be changed.")
  public @Nullable WorkloadRefSpec workloadRef;

  /** As it was written: its schema is open, and one that cannot be read must harm no other. */
  @PreserveUnknownFields
  @SchemaFrom(type = TemplateSchema.class)
  @JsonPropertyDescription(
      "The pods, written as in a Deployment (see kubectl explain deployment.spec.template). A"
          + " change is rolled out member by member; in ActivePassive the leader is replaced last."
          + " Either this or workloadRef.")
  public @Nullable JsonNode template;

  @JsonPropertyDescription("How a changed template takes the place of the one before.")
  public @Nullable UpdateSpec update;

  @JsonPropertyDescription("How to find out that a member can serve.")
  public @Nullable HealthSpec health;

  @JsonPropertyDescription("What holds in mode ActivePassive only.")
  public @Nullable ActivePassiveSpec activePassive;

  @JsonPropertyDescription("What holds in mode ActiveActive only.")
  public @Nullable ActiveActiveSpec activeActive;

  @Default("false")
  @JsonPropertyDescription(
      "Look and report, but write nothing but status: members, Service and Lease stay as they are."
          + " An HAService that is deleted gives an adopted Service back though paused.")
  public @Nullable Boolean paused;
}
