package dev.understudy.simulation;

import dev.understudy.decision.Decider;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One fault, alone, under one setting: what becomes of it. */
final class Trial {
  static final long LENGTH = 120_000;
  static final long RETURNS_AFTER = 60_000;
  private static final long SETTLED = 30_000;

  private final Stage stage;
  private final Policy policy;
  private Optional<Stored.Pod> pod = Optional.empty();
  private List<RunningProcess> ledBefore = List.of();
  private boolean closed;
  private boolean gone;
  private boolean ranOn;
  private boolean twoBelieved;

  private Trial(long seed, Setting setting, Fault fault) {
    policy = setting.policy(fault.replicas());
    Cluster cluster = Cluster.of(new Chance(seed), setting.isKept(), false);
    stage =
        new Stage(
            OperatorLease.respected(cluster),
            Conduct.RIGHT,
            Set.of(),
            () -> cluster.api().put(new Stored.Declaration(0, policy)));
  }

  /** Empty if chance put the members on one node, where they share its fate. */
  static Optional<Outcome> run(long seed, Setting setting, Fault fault) {
    return new Trial(seed, setting, fault).outcome(fault);
  }

  Stage stage() {
    return stage;
  }

  ApiServer api() {
    return stage.cluster().api();
  }

  /** Of the leader; in active-active, of any member. */
  Stored.Pod pod() {
    return pod.orElseThrow();
  }

  Kubelet kubelet() {
    return stage.controllers().kubelet(pod().node()).orElseThrow();
  }

  private Optional<MemberId> routed() {
    return api().service().flatMap(Stored.Service::toOne);
  }

  private long epoch() {
    return api().service().map(Stored.Service::epoch).orElse(0L);
  }

  private Optional<Outcome> outcome(Fault fault) {
    stage.until(SETTLED);
    if (api().pods().stream().map(Stored.Pod::node).distinct().count() < policy.replicas()) {
      return Optional.empty();
    }
    pod =
        routed()
            .flatMap(id -> api().pods().stream().filter(it -> it.id().equals(id)).findFirst())
            .or(() -> api().pods().stream().findFirst());
    ledBefore = running().stream().filter(it -> it.isOf(pod().id())).toList();
    long before = epoch();
    fault.happen(this);
    stage.until(SETTLED + LENGTH, this::look);
    return Optional.of(
        new Outcome(end(), epoch() - before, closed, gone, ranOn, twoBelieved, reason()));
  }

  private List<RunningProcess> running() {
    return stage.kubelets().stream().flatMap(kubelet -> kubelet.running().stream()).toList();
  }

  private void look() {
    closed |= api().service().filter(it -> it.route() instanceof Route.Closed).isPresent();
    gone |= api().service().isEmpty();
    ranOn |=
        routed().filter(id -> !id.equals(pod().id())).isPresent()
            && running().stream().anyMatch(ledBefore::contains);
    twoBelieved |= stage.workload().believing() > 1;
  }

  private Outcome.End end() {
    boolean toAll = api().service().filter(it -> it.route() instanceof Route.ToAll).isPresent();
    return toAll ? endOfAll() : routed().map(this::endOf).orElse(Outcome.End.NOBODY);
  }

  private Outcome.End endOfAll() {
    long serving = serving();
    if (serving == policy.replicas()) {
      return Outcome.End.ALL;
    }
    return serving > 0 ? Outcome.End.SOME : Outcome.End.NONE;
  }

  private Outcome.End endOf(MemberId leader) {
    boolean eligible =
        api().pods().stream().filter(it -> it.id().equals(leader)).anyMatch(this::isEligible);
    if (leader.equals(pod().id())) {
      return eligible ? Outcome.End.SAME : Outcome.End.LOST;
    }
    return eligible ? Outcome.End.OTHER : Outcome.End.OTHER_LOST;
  }

  private long serving() {
    return api().pods().stream().filter(pod -> isEligible(pod) && !pod.isOut()).count();
  }

  private boolean isEligible(Stored.Pod of) {
    return CacheReader.ineligibilities(of, api().node(of.node())).isEmpty();
  }

  /** Of who could act, if somebody can. */
  private Optional<Reason> reason() {
    return stage.operators().stream()
        .filter(operator -> operator.isAwake() && operator.isLeading())
        .findFirst()
        .map(operator -> Decider.decide(operator.reader().read(policy)).reason());
  }
}
