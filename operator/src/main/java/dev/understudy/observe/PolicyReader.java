package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.decision.Failback;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.Keeper;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Succession;
import dev.understudy.decision.WhenNoCandidate;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.UnreadableException;
import dev.understudy.manifest.WorkloadManifest;
import java.util.Objects;
import java.util.Optional;

/** From the declared resource to the policy: behind it no field is missing any more. */
final class PolicyReader {
  private static final int DEFAULT_REPLICAS = 2;

  private PolicyReader() {}

  static Policy read(HAService has, boolean gone) {
    HAServiceSpec spec = has.getSpec();
    String revision = "";
    Optional<String> flaw = Optional.empty();
    try {
      revision = WorkloadManifest.revision(has);
    } catch (UnreadableException e) {
      flaw = Optional.of(e.sentence());
    }
    return new Policy(
        mode(Objects.requireNonNull(spec.mode, "spec.mode")),
        spec.replicas == null ? DEFAULT_REPLICAS : spec.replicas,
        new Succession(whenNoCandidate(spec), fencing(spec), keeper(has), failback(spec)),
        revision,
        flaw,
        ServiceManifest.firstPort(has).isPresent(),
        Boolean.TRUE.equals(spec.paused),
        gone || has.getMetadata().getDeletionTimestamp() != null);
  }

  private static Mode mode(dev.understudy.api.Mode declared) {
    return switch (declared) {
      case ActiveActive -> Mode.ACTIVE_ACTIVE;
      case ActivePassive -> Mode.ACTIVE_PASSIVE;
    };
  }

  private static Keeper keeper(HAService has) {
    return switch (Names.keeper(has)) {
      case Operator -> Keeper.OPERATOR;
      case Workload -> Keeper.WORKLOAD;
    };
  }

  private static WhenNoCandidate whenNoCandidate(HAServiceSpec spec) {
    if (spec.activePassive == null || spec.activePassive.whenNoCandidate == null) {
      return WhenNoCandidate.HOLD_LAST;
    }
    return switch (spec.activePassive.whenNoCandidate) {
      case HoldLast -> WhenNoCandidate.HOLD_LAST;
      case Close -> WhenNoCandidate.CLOSE;
    };
  }

  private static Failback failback(HAServiceSpec spec) {
    if (spec.activePassive == null || spec.activePassive.failback == null) {
      return Failback.NEVER;
    }
    return switch (spec.activePassive.failback) {
      case Never -> Failback.NEVER;
      case Preferred -> Failback.PREFERRED;
    };
  }

  private static Fencing fencing(HAServiceSpec spec) {
    if (spec.activePassive == null || spec.activePassive.fencing == null) {
      return Fencing.NONE;
    }
    return switch (spec.activePassive.fencing) {
      case None -> Fencing.NONE;
      case StopLeader -> Fencing.STOP_LEADER;
    };
  }
}
