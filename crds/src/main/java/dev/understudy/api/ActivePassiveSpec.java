package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds in mode ActivePassive only. */
@ValidationRule(
    value = "!has(self.failback) || self.failback != 'Preferred' || has(self.preference)",
    message =
        "activePassive.failback: Preferred needs to know who is preferred; add"
            + " activePassive.preference")
@ValidationRule(
    value = "!has(self.lease) || self.lease.keeper != 'Workload' || !has(self.preference)",
    message =
        "activePassive.preference needs activePassive.lease.keeper: Operator, because with keeper:"
            + " Workload the members elect their leader themselves; leave preference and failback"
            + " out")
@ValidationRule(
    value = "!has(self.lease) || self.lease.keeper != 'Workload' || self.fencing != 'StopLeader'",
    message =
        "activePassive.fencing: StopLeader needs activePassive.lease.keeper: Operator, because with"
            + " keeper: Workload the members themselves decide when another leads; leave fencing"
            + " out, and have them stop before their Lease runs out")
@ValidationRule(
    value = "!has(self.lease) || self.lease.keeper != 'Workload' || !has(self.handover)",
    message =
        "activePassive.handover needs activePassive.lease.keeper: Operator, because with keeper:"
            + " Workload the members themselves decide when another leads; leave handover out")
@ValidationRule(
    value = "self.fencing != 'StopLeader' || !has(self.handover)",
    message =
        "activePassive.handover: with fencing: StopLeader the old leader stops before another"
            + " leads, and has its grace period to finish what it has; leave handover out, and set"
            + " terminationGracePeriodSeconds")
@ValidationRule(
    value = "!has(self.lease) || self.lease.keeper != 'Workload' || !has(self.hooks)",
    message =
        "activePassive.hooks need activePassive.lease.keeper: Operator, because with keeper:"
            + " Workload the members know by themselves who leads; leave hooks out")
@ValidationRule(
    value = "self.fencing != 'StopLeader' || !has(self.hooks) || !has(self.hooks.onDemote)",
    message =
        "activePassive.hooks.onDemote: with fencing: StopLeader the old leader is stopped, and its"
            + " container's preStop hook called; leave onDemote out")
public class ActivePassiveSpec {
  @JsonPropertyDescription("The Lease that records who leads.")
  public @Nullable LeaseSpec lease;

  @Default("HoldLast")
  @JsonPropertyDescription(
      "What becomes of the route when the leader is lost and no standby may lead: HoldLast leaves"
          + " it with the lost leader; Close refuses clients at once until a member may lead.")
  public @Nullable WhenNoCandidate whenNoCandidate;

  @Default("None")
  @JsonPropertyDescription(
      "What must be known of a deposed leader before another may lead. None: nothing, which is the"
          + " fastest. StopLeader: that it has stopped. Understudy closes the route, deletes its"
          + " pod with its grace period, and waits until the kubelet reports that no container"
          + " runs. If nobody can know, because its node does not answer, nobody leads until the"
          + " node is back or is tainted node.kubernetes.io/out-of-service.")
  public @Nullable Fencing fencing;

  @JsonPropertyDescription(
      "How a leader that could go on hands over to the next: at a switchover, a rolling update, a"
          + " drain. Not when the leader is lost.")
  public @Nullable HandoverSpec handover;

  @JsonPropertyDescription(
      "How members are told that they are to lead, and that they lead no more. With hooks the route"
          + " is closed while they are called, at planned changes too.")
  public @Nullable HooksSpec hooks;

  @Size(min = 1, max = 10)
  @ValidationRule(
      value =
          "self.filter(e, has(e.names)).size() == 0 || (has(self[self.size() - 1].names) &&"
              + " self.filter(e, has(e.names)).size() == 1)",
      message =
          "activePassive.preference: names matches every member, so that no entry behind it would"
              + " count; write it last")
  @JsonPropertyDescription(
      "Who should lead, the most preferred first; a member counts by the first entry that it"
          + " matches, and comes last if it matches none. Asked whenever a leader is chosen: before"
          + " it count only that the node is not cordoned and the revision the newest, behind it"
          + " who has been ready longest.")
  public @Nullable List<PreferenceSpec> preference;

  @Default("Never")
  @JsonPropertyDescription(
      "Whether leadership returns to a member that is preferred to the leader. Never: not while the"
          + " leader may lead. Preferred: once that member has been ready for 30 seconds, its node"
          + " is not cordoned, and leaders have not failed three times within the last five"
          + " minutes.")
  public @Nullable Failback failback;

  @Size(max = 253)
  @ValidationRule(
      value = "self.matches('^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$')",
      message =
          "activePassive.roleFile must be the absolute path of a file, of letters, digits and ._-,"
              + " as /etc/understudy/role")
  @ValidationRule(
      value =
          "!self.matches('^/[^/]*$') && !self.matches('^/(proc|sys)/') &&"
              + " !self.matches('^/(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|root|run|sbin|srv|tmp|usr|var|usr/[^/]*|var/[^/]*)/[^/]*$')",
      message =
          "activePassive.roleFile: the folder of the file is mounted, and hides what the image has"
              + " there; give the file a folder of its own, as /etc/understudy/role")
  @JsonPropertyDescription(
      "Where every container of a member finds what it is told of its part, kept up to date: one"
          + " line without an end, 'leader 7' for the leader at epoch 7, else 'standby'; empty"
          + " until it is told, and in mode ActiveActive. It is the annotation understudy.dev/role"
          + " of the pod, mounted by the downward API; its folder is mounted, and must be the"
          + " file's own. A change is rolled out as one of the template.")
  public @Nullable String roleFile;
}
