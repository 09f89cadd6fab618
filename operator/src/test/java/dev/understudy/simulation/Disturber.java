package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Order;
import dev.understudy.decision.Policy;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Route;
import dev.understudy.decision.WhenNoCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Faults, users, and people who change by hand what is not theirs. Each simulation has its own
 * choice of them: what is rare in one that has everything is common in one that has little else.
 */
final class Disturber {
  private static final String USER = "user";
  private static final String PERSON = "person";
  private static final String FAULT = "fault";
  private static final long LONGEST = 12_000;

  private final Cluster cluster;
  private final Chance chance;
  private final List<Operator> operators;
  private final List<Kubelet> kubelets;
  private final Controllers controllers;
  private final Guarantees guarantees;
  private final Workload workload;
  private int revision = 1;
  private int orders;
  private int waitedForNewest;

  Disturber(Stage stage) {
    this.cluster = stage.cluster();
    this.chance = cluster.chance();
    this.operators = stage.operators();
    this.kubelets = stage.kubelets();
    this.controllers = stage.controllers();
    this.guarantees = stage.guarantees();
    this.workload = stage.workload();
  }

  /** So many disturbances of a few kinds, at any moment until then. */
  void plan(long until) {
    List<Disturbance> kinds = new ArrayList<>();
    for (Disturbance kind : Disturbance.values()) {
      if (kind.befalls(cluster.isKept()) && chance.percent(kind.isMishap() ? 8 : 35)) {
        kinds.add(kind);
      }
    }
    long number = chance.between(2, 12);
    for (long i = 0; i < number && !kinds.isEmpty(); i++) {
      Disturbance kind = chance.oneOf(kinds);
      cluster.time().after(chance.between(0, until), () -> happen(kind));
    }
    if (cluster.connections().showHangs()) {
      planBeside(until, () -> member().ifPresent(this::hang));
    }
    if (cluster.hasOrders()) {
      planBeside(until, this::order);
    }
    if (cluster.hasTrials()) {
      planBeside(until, () -> declare(it -> it.revision(nextRevision())));
      planBeside(until, this::failTheNewest);
      planBeside(until, this::failTheNewest);
    }
  }

  /** Not among the others, so that seeds without any are what they were. */
  private void planBeside(long until, Runnable what) {
    long number = chance.between(1, 4);
    for (long i = 0; i < number; i++) {
      cluster.time().after(chance.between(0, until), what);
    }
  }

  private void happen(Disturbance kind) {
    switch (kind) {
      case OPERATOR_CRASHES -> crash(chance.oneOf(operators));
      case OPERATOR_FREEZES -> chance.oneOf(operators).freeze(length());
      case OPERATOR_STUMBLES -> stumble(chance.oneOf(operators));
      case REQUESTS_LOST -> lose(chance.oneOf(operators));
      case WATCH_LATE -> late(chance.oneOf(operators), chance.oneOf(cluster.kinds()));
      case WATCH_LOST -> lost(chance.oneOf(operators), chance.oneOf(cluster.kinds()));
      case PROCESS_DIES -> member().ifPresent(this::kill);
      case MEMBER_UNREADY -> member().ifPresent(this::unready);
      case NODE_CUT_OFF -> cutOff(chance.oneOf(kubelets));
      case NODE_POWERED_OFF -> powerOff(chance.oneOf(kubelets));
      case NODE_CORDONED -> cordon(chance.oneOf(kubelets));
      case POD_DELETED -> member().ifPresent(pod -> controllers.delete(pod, "a user says so"));
      case POD_DELETED_BY_FORCE -> member().ifPresent(this::force);
      case POD_EVICTED -> member().ifPresent(this::evict);
      case MODE_CHANGED -> declare(this::otherMode);
      case REPLICAS_CHANGED -> declare(it -> it.replicas(chance.below(4)));
      case TEMPLATE_CHANGED -> declare(it -> it.revision(nextRevision()));
      case WHEN_NO_CANDIDATE_CHANGED ->
          declare(it -> it.whenNoCandidate(chance.oneOf(List.of(WhenNoCandidate.values()))));
      case FENCING_CHANGED -> declare(it -> it.fencing(chance.oneOf(List.of(Fencing.values()))));
      case PAUSED -> declare(PolicyBuilder::paused);
      case SERVICE_TOUCHED ->
          cluster.api().service().ifPresent(it -> cluster.api().put(it.declared(false)));
      case PROCESS_FREEZES -> member().ifPresent(pod -> workload.freeze(pod, 2 * length()));
      case STRANGER_LEADS ->
          workload.stranger(stranger(), chance.percent(50) ? cluster.now() + length() : 0);
      case LEASE_DELETED -> deleteLease();
      case LEASE_EDITED -> cluster.api().lease().ifPresent(this::edit);
      case SERVICE_DELETED -> cluster.api().service().ifPresent(this::delete);
      case SELECTOR_EDITED -> editSelection();
    }
  }

  private long length() {
    return chance.percent(50) ? chance.between(50, 2_000) : chance.between(2_000, LONGEST);
  }

  // Operators.

  private static void crash(Operator operator) {
    if (operator.isUp()) {
      operator.crash();
    }
  }

  private void stumble(Operator operator) {
    cluster.story().tell(FAULT, () -> operator.name() + " may stumble in its passes");
    operator.stumbles(true);
  }

  private void lose(Operator operator) {
    cluster.story().tell(FAULT, () -> operator.name() + " loses requests and answers");
    operator.lossy(true);
    cluster.time().after(length(), () -> operator.lossy(false));
  }

  private void late(Operator operator, Kind kind) {
    long most = length();
    cluster
        .story()
        .tell(FAULT, () -> operator.name() + " sees " + kind + " up to " + most + " ms late");
    operator.watch(kind).ifPresent(watch -> disturb(watch, () -> watch.late(most)));
  }

  private void lost(Operator operator, Kind kind) {
    cluster.story().tell(FAULT, () -> operator.name() + " loses its watch of " + kind);
    operator.watch(kind).ifPresent(watch -> disturb(watch, watch::lose));
  }

  private void disturb(Watch watch, Runnable how) {
    how.run();
    cluster.time().after(length(), watch::heal);
  }

  // Members and nodes.

  /** The leader as often as any other. */
  private Optional<Stored.Pod> member() {
    List<Stored.Pod> pods = cluster.api().pods();
    Optional<MemberId> holder =
        cluster.api().lease().flatMap(Stored.Lease::holder).or(guarantees::keptHolder);
    return chance.percent(50)
        ? pods.stream().filter(pod -> holder.equals(Optional.of(pod.id()))).findFirst()
        : chance.anyOf(pods);
  }

  private void kill(Stored.Pod pod) {
    cluster.story().tell(FAULT, () -> "the process of " + pod.name() + " dies");
    controllers.kubelet(pod.node()).ifPresent(kubelet -> kubelet.kill(pod.uid()));
  }

  /** The leader, as soon as it is of the newest revision. */
  private void failTheNewest() {
    String newest = cluster.api().declaration().policy().revision();
    Optional<Stored.Pod> leader =
        cluster
            .api()
            .lease()
            .flatMap(Stored.Lease::holder)
            .flatMap(
                id -> cluster.api().pods().stream().filter(pod -> pod.id().equals(id)).findFirst())
            .filter(pod -> pod.revision().equals(newest));
    if (leader.isEmpty()) {
      waitedForNewest++;
      if (waitedForNewest < 100) {
        cluster.time().after(chance.between(500, 2_000), this::failTheNewest);
      }
    } else if (chance.percent(70)) {
      kill(leader.get());
    } else {
      unready(leader.get());
    }
  }

  private void unready(Stored.Pod pod) {
    cluster.story().tell(FAULT, () -> pod.name() + " is not ready for a while");
    controllers
        .kubelet(pod.node())
        .ifPresent(kubelet -> {
          kubelet.unready(pod.uid());
          cluster.time().after(2 * length(), () -> recover(kubelet, pod));
        });
  }

  private void hang(Stored.Pod pod) {
    cluster.story().tell(FAULT, () -> pod.name() + " hangs for a while");
    controllers
        .kubelet(pod.node())
        .ifPresent(kubelet -> {
          kubelet.hang(pod.uid());
          cluster
              .time()
              .after(chance.between(500, 6_000), () -> kubelet.unreadyIfHanging(pod.uid()));
          cluster
              .time()
              .after(
                  2 * length(),
                  () -> {
                    kubelet.wake(pod.uid());
                    recover(kubelet, pod);
                  });
        });
  }

  private static void recover(Kubelet kubelet, Stored.Pod pod) {
    if (!Revisions.isBroken(pod.revision())) {
      kubelet.ready(pod.uid());
    }
  }

  private void cutOff(Kubelet kubelet) {
    if (kubelet.isReachable()) {
      cluster.story().tell(FAULT, () -> kubelet.name() + " is cut off");
      kubelet.cutOff();
      controllers.silent(kubelet);
      if (chance.percent(25)) {
        int outage = kubelet.outages();
        cluster
            .time()
            .after(chance.between(6_000, 12_000), () -> controllers.forget(kubelet, outage));
      }
      cluster.time().after(2 * length(), () -> back(kubelet));
    }
  }

  private void powerOff(Kubelet kubelet) {
    if (kubelet.isReachable()) {
      cluster.story().tell(FAULT, () -> kubelet.name() + " loses power");
      kubelet.powerOff();
      controllers.silent(kubelet);
      if (chance.percent(40)) {
        cluster.time().after(chance.between(5_000, 12_000), () -> outOfService(kubelet));
      }
      cluster.time().after(2 * length(), () -> back(kubelet));
    }
  }

  /** Said only of a node that is certainly off. */
  private void outOfService(Kubelet kubelet) {
    if (!kubelet.isOn()) {
      cluster.story().tell(USER, () -> "taints " + kubelet.name() + " as out of service");
      controllers.outOfService(kubelet);
    }
  }

  private void back(Kubelet kubelet) {
    if (!kubelet.isReachable()) {
      cluster.story().tell(FAULT, () -> kubelet.name() + " is back");
      kubelet.connect();
      kubelet.powerOn();
      controllers.back(kubelet);
    }
  }

  private void cordon(Kubelet kubelet) {
    cluster.story().tell(USER, () -> "cordons " + kubelet.name());
    cordon(kubelet, true);
    cluster.time().after(2 * length(), () -> cordon(kubelet, false));
  }

  private void cordon(Kubelet kubelet, boolean now) {
    cluster.api().node(kubelet.name()).ifPresent(node -> cluster.api().put(node.cordoned(now)));
  }

  private void force(Stored.Pod pod) {
    cluster.story().tell(USER, () -> "deletes " + pod.name() + " by force");
    cluster.api().put(pod.with(pod.marks().deleted(Stored.Deletion.DONE)));
  }

  private void evict(Stored.Pod pod) {
    cluster.story().tell(USER, () -> "evicts " + pod.name());
    cluster.api().put(pod.with(pod.marks().beingEvicted()));
    cluster
        .time()
        .after(
            chance.between(10, 500),
            () ->
                cluster
                    .api()
                    .pod(pod.name())
                    .filter(now -> now.uid().equals(pod.uid()))
                    .ifPresent(now -> controllers.delete(now, "it is evicted")));
  }

  // What is declared.

  private void declare(UnaryOperator<PolicyBuilder> how) {
    Stored.Declaration before = cluster.api().declaration();
    Policy policy = how.apply(PolicyBuilder.like(before.policy())).build();
    cluster.story().tell(USER, () -> "declares " + policy);
    cluster.api().put(new Stored.Declaration(0, policy));
  }

  private void order() {
    orders++;
    Optional<String> to = chance.percent(50) ? member().map(Stored.Pod::name) : Optional.empty();
    Order order = new Order("order " + orders, to, Optional.empty(), "");
    declare(it -> it.order(Optional.of(order)));
  }

  private PolicyBuilder otherMode(PolicyBuilder policy) {
    Mode before = cluster.api().declaration().policy().mode();
    return policy.mode(before == Mode.ACTIVE_PASSIVE ? Mode.ACTIVE_ACTIVE : Mode.ACTIVE_PASSIVE);
  }

  private String nextRevision() {
    revision++;
    return Revisions.make(revision, chance.percent(15));
  }

  /** One that was a member, or has a name like one, or is quite another. */
  private String stranger() {
    Optional<String> member = member().map(Stored.Pod::name);
    return member
        .filter(name -> chance.percent(80))
        .map(name -> chance.percent(50) ? name + "0" : name + "-canary")
        .orElse("controller-of-something-else");
  }

  // By hand.

  private void deleteLease() {
    cluster.api().lease().ifPresent(this::delete);
    cluster
        .api()
        .keptLease()
        .ifPresent(lease -> {
          cluster.story().tell(PERSON, () -> "deletes the Lease of the workload");
          cluster.api().remove(lease);
        });
  }

  private void delete(Stored.Lease lease) {
    cluster.story().tell(PERSON, () -> "deletes the Lease");
    cluster.api().remove(lease);
    guarantees.leaseChangedByHand();
  }

  private void edit(Stored.Lease lease) {
    Optional<MemberId> holder = chance.percent(50) ? lease.holder() : chance.anyOf(ids());
    long epoch = Math.max(0, lease.epoch() + chance.between(-2, 2));
    cluster.story().tell(PERSON, () -> "edits the Lease: " + holder + " at epoch " + epoch);
    cluster
        .api()
        .put(new Stored.Lease(0, holder, epoch, lease.last(), lease.fencing(), lease.trial()));
    guarantees.leaseChangedByHand();
    guarantees.leaderMadeByHand();
  }

  private List<MemberId> ids() {
    return cluster.api().pods().stream().map(Stored.Pod::id).toList();
  }

  private void delete(Stored.Service service) {
    cluster.story().tell(PERSON, () -> "deletes the Service");
    cluster.api().remove(service);
    guarantees.serviceChangedByHand();
    guarantees.serviceDeletedByHand();
  }

  private void edit(Stored.Service service) {
    Route route =
        chance.percent(50)
            ? new Route.Foreign()
            : chance.anyOf(ids()).<Route>map(Route.ToOne::new).orElseGet(Route.Foreign::new);
    cluster.story().tell(PERSON, () -> "edits the selector: " + Words.of(route));
    cluster.api().put(service.routed(route, service.epoch()));
    guarantees.serviceChangedByHand();
    guarantees.leaderMadeByHand();
  }

  private void editSelection() {
    boolean all = cluster.api().declaration().policy().mode() == Mode.ACTIVE_ACTIVE;
    if (all && chance.percent(50)) {
      member().ifPresent(this::turn);
    } else {
      cluster.api().service().ifPresent(this::edit);
    }
  }

  private void turn(Stored.Pod pod) {
    Rotation now = chance.oneOf(List.of(Rotation.values()));
    cluster.story().tell(PERSON, () -> "edits the rotation label of " + pod.name() + ": " + now);
    Stored.Turn before = pod.marks().rotation();
    cluster.api().put(pod.with(pod.marks().turned(new Stored.Turn(now, before.decidedOn()))));
    guarantees.rotationChangedByHand(pod.uid());
  }

  // The end of it all.

  void calm() {
    cluster.story().tell("calm", () -> "nothing is disturbed any more");
    kubelets.forEach(this::back);
    kubelets.forEach(kubelet -> cordon(kubelet, false));
    operators.forEach(Operator::heal);
    Policy policy = cluster.api().declaration().policy();
    if (policy.paused()) {
      declare(it -> it.unpaused());
    }
  }
}
