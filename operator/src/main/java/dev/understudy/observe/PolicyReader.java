package dev.understudy.observe;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.DemoteHookSpec;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.api.HandoverSpec;
import dev.understudy.api.HookSpec;
import dev.understudy.api.HooksSpec;
import dev.understudy.api.PromoteHookSpec;
import dev.understudy.api.UpdateSpec;
import dev.understudy.decision.Failback;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.Flaw;
import dev.understudy.decision.Handover;
import dev.understudy.decision.Hooks;
import dev.understudy.decision.Keeper;
import dev.understudy.decision.Loss;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Succession;
import dev.understudy.decision.Update;
import dev.understudy.decision.WhenHookFails;
import dev.understudy.decision.WhenNoCandidate;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.OrderMarks;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.UndoMarks;
import dev.understudy.manifest.UnreadableException;
import dev.understudy.manifest.WorkloadManifest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From the declared resource, and the workload it names, to the policy: behind it no field is
 * missing any more.
 */
final class PolicyReader {
  private static final int DEFAULT_REPLICAS = 2;
  private static final int DEFAULT_TRIAL_SECONDS = 30;
  private static final int DEFAULT_HISTORY = 2;

  private static final String NO_TEMPLATES =
      "The operator was installed for workloads that are there already, and may not make the pods"
          + " of a template: give workloadRef instead, or set rbac.makePods=true in the chart.";

  private static final String NO_STOPPING =
      "fencing: StopLeader has the operator delete the leader's pod, and it was installed without"
          + " the right to: set rbac.makePods=true in the chart, or fencing: None.";

  private static final String NO_COMMANDS =
      "A hook is a command in a container, and the operator was installed without the right to run"
          + " any: set rbac.execHooks=true in the chart, or give http instead of exec.";

  /**
   * What the members are made from.
   *
   * @param replicas how many there should be
   */
  private record Pods(int replicas, String revision, Optional<Flaw> flaw) {}

  private final Rights rights;

  PolicyReader(Rights rights) {
    this.rights = rights;
  }

  Policy read(Sources from) {
    HAService has = from.has();
    HAServiceSpec spec = has.getSpec();
    Pods pods = Adoption.isDeclared(has) ? adopted(from) : declared(has);
    return new Policy(
        mode(Objects.requireNonNull(spec.mode, "spec.mode")),
        Adoption.maker(has),
        pods.replicas(),
        succession(has),
        Adoption.isDeclared(has) ? Update.AT_ONCE : update(Optional.ofNullable(spec.update)),
        Optional.ofNullable(spec.activeActive)
            .flatMap(it -> Optional.ofNullable(it.survive))
            .map(PolicyReader::loss),
        pods.revision(),
        pods.flaw(),
        forbidden(has),
        ServiceManifest.firstPort(has).isPresent(),
        OrderMarks.order(has),
        UndoMarks.undo(has),
        Boolean.TRUE.equals(spec.paused),
        from.gone() || has.getMetadata().getDeletionTimestamp() != null);
  }

  private Pods declared(HAService has) {
    Integer replicas = has.getSpec().replicas;
    int wanted = replicas == null ? DEFAULT_REPLICAS : replicas;
    if (!rights.makePods()) {
      return new Pods(wanted, "", Optional.of(new Flaw(Reason.RightsMissing, NO_TEMPLATES)));
    }
    try {
      return new Pods(wanted, WorkloadManifest.revision(has), Optional.empty());
    } catch (UnreadableException e) {
      return new Pods(wanted, "", Optional.of(new Flaw(Reason.TemplateUnreadable, e.sentence())));
    }
  }

  private static Pods adopted(Sources from) {
    String words = Adoption.words(from.has()).orElseThrow();
    return from.workload()
        .map(it -> new Pods(it.replicas(), it.revision(), claimed(from, words)))
        .orElseGet(() ->
            new Pods(
                0,
                "",
                Optional.of(
                    unfit(
                        "There is no "
                            + words
                            + " in this namespace: create it, or make the HAService anew with the"
                            + " right workloadRef."))));
  }

  private static Flaw unfit(String sentence) {
    return new Flaw(Reason.WorkloadUnfit, sentence);
  }

  /** Else the leadership would be vacated, and nobody could ever have it again. */
  private Optional<String> forbidden(HAService has) {
    Optional<ActivePassiveSpec> spec = Optional.ofNullable(has.getSpec().activePassive);
    if (!rights.makePods()
        && spec.filter(it -> it.fencing == dev.understudy.api.Fencing.StopLeader).isPresent()) {
      return Optional.of(NO_STOPPING);
    }
    return !rights.exec() && hooks(has).anyMatch(hook -> hook.exec != null)
        ? Optional.of(NO_COMMANDS)
        : Optional.empty();
  }

  private static Stream<HookSpec> hooks(HAService has) {
    return Optional.ofNullable(has.getSpec().activePassive)
        .flatMap(it -> Optional.ofNullable(it.hooks))
        .stream()
        .flatMap(it -> Stream.of(it.onPromote, it.onDemote))
        .filter(Objects::nonNull);
  }

  private static Optional<Flaw> claimed(Sources from, String words) {
    return from.pods().stream()
        .filter(pod -> Membership.belongsToAnother(from, pod))
        .findFirst()
        .map(pod -> MemberReader.labels(pod).get(Marks.SERVICE))
        .map(other ->
            unfit(
                "The pods of "
                    + words
                    + " belong to HAService "
                    + other
                    + " already: delete one of the two."));
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

  private static Loss loss(dev.understudy.api.Loss declared) {
    return switch (declared) {
      case Node -> Loss.NODE;
      case Zone -> Loss.ZONE;
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
