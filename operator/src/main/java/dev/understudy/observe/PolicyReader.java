package dev.understudy.observe;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.DemoteHookSpec;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.api.HandoverSpec;
import dev.understudy.api.HooksSpec;
import dev.understudy.api.PromoteHookSpec;
import dev.understudy.api.UpdateSpec;
import dev.understudy.decision.Failback;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.Handover;
import dev.understudy.decision.Hooks;
import dev.understudy.decision.Keeper;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Succession;
import dev.understudy.decision.Update;
import dev.understudy.decision.WhenHookFails;
import dev.understudy.decision.WhenNoCandidate;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.OrderMarks;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.UndoMarks;
import dev.understudy.manifest.UnreadableException;
import dev.understudy.manifest.WorkloadManifest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** From the declared resource to the policy: behind it no field is missing any more. */
final class PolicyReader {
  private static final int DEFAULT_REPLICAS = 2;
  private static final int DEFAULT_TRIAL_SECONDS = 30;
  private static final int DEFAULT_HISTORY = 2;

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
        succession(has),
        update(Optional.ofNullable(spec.update)),
        revision,
        flaw,
        ServiceManifest.firstPort(has).isPresent(),
        OrderMarks.order(has),
        UndoMarks.undo(has),
        Boolean.TRUE.equals(spec.paused),
        gone || has.getMetadata().getDeletionTimestamp() != null);
  }

  private static Update update(Optional<UpdateSpec> spec) {
    int trial =
        spec.flatMap(it -> Optional.ofNullable(it.trialSeconds)).orElse(DEFAULT_TRIAL_SECONDS);
    return new Update(
        Duration.ofSeconds(trial),
        spec.filter(it -> Boolean.TRUE.equals(it.paused)).isPresent(),
        spec.flatMap(it -> Optional.ofNullable(it.revisionHistoryLimit)).orElse(DEFAULT_HISTORY));
  }

  private static Succession succession(HAService has) {
    Optional<ActivePassiveSpec> spec = Optional.ofNullable(has.getSpec().activePassive);
    return new Succession(
        spec.flatMap(it -> Optional.ofNullable(it.whenNoCandidate))
            .map(PolicyReader::whenNoCandidate)
            .orElse(WhenNoCandidate.HOLD_LAST),
        spec.flatMap(it -> Optional.ofNullable(it.fencing))
            .map(PolicyReader::fencing)
            .orElse(Fencing.NONE),
        keeper(has),
        spec.flatMap(it -> Optional.ofNullable(it.failback))
            .map(PolicyReader::failback)
            .orElse(Failback.NEVER),
        spec.flatMap(it -> Optional.ofNullable(it.handover))
            .map(PolicyReader::handover)
            .orElse(Handover.OVERLAP),
        spec.flatMap(it -> Optional.ofNullable(it.hooks))
            .map(PolicyReader::hooks)
            .orElse(Hooks.NONE));
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

  private static WhenNoCandidate whenNoCandidate(dev.understudy.api.WhenNoCandidate declared) {
    return switch (declared) {
      case HoldLast -> WhenNoCandidate.HOLD_LAST;
      case Close -> WhenNoCandidate.CLOSE;
    };
  }

  private static Failback failback(dev.understudy.api.Failback declared) {
    return switch (declared) {
      case Never -> Failback.NEVER;
      case Preferred -> Failback.PREFERRED;
    };
  }

  private static Handover handover(HandoverSpec declared) {
    Duration drain =
        declared.drainSeconds == null
            ? Handover.SHORTEST
            : Duration.ofSeconds(declared.drainSeconds);
    return new Handover(declared.route == HandoverSpec.Route.Gap, drain);
  }

  private static Hooks hooks(HooksSpec declared) {
    return new Hooks(
        Optional.ofNullable(declared.onPromote)
            .map(it -> whenFailed(it.whenFailed == PromoteHookSpec.WhenFailed.Hold)),
        Optional.ofNullable(declared.onDemote)
            .map(it -> whenFailed(it.whenFailed == DemoteHookSpec.WhenFailed.Hold)));
  }

  private static WhenHookFails whenFailed(boolean hold) {
    return hold ? WhenHookFails.HOLD : WhenHookFails.GO_ON;
  }

  private static Fencing fencing(dev.understudy.api.Fencing declared) {
    return switch (declared) {
      case None -> Fencing.NONE;
      case StopLeader -> Fencing.STOP_LEADER;
    };
  }
}
