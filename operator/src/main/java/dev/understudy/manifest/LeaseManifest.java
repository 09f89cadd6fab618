package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Trial;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Lease that records who leads. */
public final class LeaseManifest {
  private static final String STOP_LEADER = "StopLeader";
  private static final String FAILED = " failed";

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
        .addToAnnotations(Marks.FENCING, fencing(create.fencing()))
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
  public static Map<String, @Nullable String> granted(Action.GrantLease grant) {
    Map<String, @Nullable String> annotations = tried(grant.trial());
    annotations.put(Marks.FENCING, fencing(grant.fencing()));
    return annotations;
  }

  private static String fencing(Fencing fencing) {
    return fencing == Fencing.STOP_LEADER ? STOP_LEADER : "None";
  }

  /** The annotations of a Lease that is vacated. */
  public static Map<String, @Nullable String> vacated(Action.VacateLease vacate) {
    Map<String, @Nullable String> annotations = tried(vacate.trial());
    annotations.put(
        Marks.LAST_HOLDER,
        vacate.last().stream().map(MemberId::value).collect(Collectors.joining(",")));
    return annotations;
  }

  /** The annotation that says what is tried; null takes it away. */
  public static Map<String, @Nullable String> tried(Trial trial) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(
        Marks.TRIAL,
        switch (trial) {
          case Trial.None none -> null;
          case Trial.On(String revision) -> revision;
          case Trial.Failed(String revision) -> revision + FAILED;
        });
    return annotations;
  }

  public static Trial trial(Lease lease) {
    return annotation(lease, Marks.TRIAL)
        .<Trial>map(text ->
            text.endsWith(FAILED)
                ? new Trial.Failed(text.substring(0, text.length() - FAILED.length()))
                : new Trial.On(text))
        .orElse(Trial.NONE);
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
