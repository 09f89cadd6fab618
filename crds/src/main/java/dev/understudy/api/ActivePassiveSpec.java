package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** What holds in mode ActivePassive only. */
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
}
