package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.decision.MemberId;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.ZonedDateTime;

/** The Lease that records who leads. */
public final class LeaseManifest {
  private LeaseManifest() {}

  /**
   * @param now for people who read the Lease; no decision is made from it
   */
  public static Lease created(HAService has, MemberId holder, long epoch, ZonedDateTime now) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(Names.lease(has))
        .withNamespace(has.getMetadata().getNamespace())
        .addToLabels(Marks.SERVICE, has.getMetadata().getName())
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder.value())
        .withLeaseTransitions(Math.toIntExact(epoch))
        .withAcquireTime(now)
        .endSpec()
        .build();
  }
}
