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
            + " type(p.targetPort) != string || self.template.spec.containers.exists(c,"
            + " has(c.ports) && c.ports.exists(cp, has(cp.name) && cp.name == p.targetPort)))",
    message =
        "service.ports: a targetPort given by name must be the name of a port of a container in"
            + " template; add the name to the container's ports, or give the port's number")
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
          + " loss of its leader.")
  public @Nullable Integer replicas;

  @Required
  @JsonPropertyDescription("The Service that clients use.")
  public @Nullable ServiceSpec service;

  /** As it was written: its schema is open, and one that cannot be read must harm no other. */
  @Required
  @PreserveUnknownFields
  @SchemaFrom(type = TemplateSchema.class)
  @JsonPropertyDescription(
      "The pods, written as in a Deployment (see kubectl explain deployment.spec.template). A"
          + " change is rolled out member by member; in ActivePassive the leader is replaced last.")
  public @Nullable JsonNode template;

  @JsonPropertyDescription("How a changed template takes the place of the one before.")
  public @Nullable UpdateSpec update;

  @JsonPropertyDescription("How to find out that a member can serve.")
  public @Nullable HealthSpec health;

  @JsonPropertyDescription("What holds in mode ActivePassive only.")
  public @Nullable ActivePassiveSpec activePassive;

  @Default("false")
  @JsonPropertyDescription(
      "Look and report, but write nothing but status: members, Service and Lease stay as they are."
          + " An HAService that is deleted gives an adopted Service back though paused.")
  public @Nullable Boolean paused;
}
