package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Lease that records who leads. */
public final class LeaseManifest {
  private static final String STOP_LEADER = "StopLeader";

  private LeaseManifest() {}

  /**
   * @param now for people who read the Lease; no decision is made from it
   */
  public static Lease created(HAService has, Action.CreateLease create, ZonedDateTime now) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(Names.lease(has))
        .withNamespace(has.getMetadata().getNamespace())
        .addToLabels(Marks.SERVICE, has.getMetadata().getName())
        .addToAnnotations(granted(create.fencing()))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(create.holder().value())
        .withLeaseTransitions(Math.toIntExact(create.epoch()))
        .withAcquireTime(now)
        .endSpec()
        .build();
  }

  /** The annotations of a Lease that is granted. */
  public static Map<String, String> granted(Fencing fencing) {
    return Map.of(Marks.FENCING, fencing == Fencing.STOP_LEADER ? STOP_LEADER : "None");
  }

  /** The annotations of a Lease that is vacated. */
  public static Map<String, String> vacated(List<MemberId> last) {
    return Map.of(
        Marks.LAST_HOLDER, last.stream().map(MemberId::value).collect(Collectors.joining(",")));
  }

  /** Who may have led when it was vacated; whatever cannot be a member is left out. */
  public static List<MemberId> last(Lease lease) {
    return annotation(lease, Marks.LAST_HOLDER).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .flatMap(name -> MemberId.of(name).stream())
        .toList();
  }

  /** The fencing under which it was granted; none if it does not say so. */
  public static Fencing fencing(Lease lease) {
    return annotation(lease, Marks.FENCING)
        .filter(STOP_LEADER::equals)
        .map(said -> Fencing.STOP_LEADER)
        .orElse(Fencing.NONE);
  }

  private static Optional<String> annotation(Lease lease, String name) {
    return Optional.ofNullable(lease.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(name));
  }
}
