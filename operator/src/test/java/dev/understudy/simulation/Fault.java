package dev.understudy.simulation;

import java.util.List;
import java.util.function.Consumer;

/** One thing that befalls a service of two members, or one, and nothing else. */
enum Fault {
  NONE("nothing", trial -> {}),
  PROCESS_DIES(
      "the leader's process dies, and starts again in place",
      trial -> trial.kubelet().kill(trial.pod().uid())),
  ALONE_DIES("the same, of a service with one member", PROCESS_DIES.how, 1),
  UNREADY("the leader is not ready any more", trial -> trial.kubelet().unready(trial.pod().uid())),
  ALONE_UNREADY("the same, of a service with one member", UNREADY.how, 1),
  POD_DELETED(
      "the leader's pod is deleted",
      trial -> trial.stage().controllers().delete(trial.pod(), "a user says so")),
  POD_FORCED(
      "the leader's pod is deleted by force",
      trial ->
          trial.api().put(trial.pod().with(trial.pod().marks().deleted(Stored.Deletion.DONE)))),
  NODE_CORDONED(
      "the leader's node is cordoned",
      trial ->
          trial
              .api()
              .node(trial.pod().node())
              .ifPresent(node -> trial.api().put(node.cordoned(true)))),
  NODE_CUT_OFF("the leader's node is cut off, and runs on", Fault::cutOff),
  NODE_RETURNS(
      "the leader's node is cut off, and returns",
      trial -> {
        cutOff(trial);
        Kubelet kubelet = trial.kubelet();
        trial
            .stage()
            .cluster()
            .time()
            .after(
                Trial.RETURNS_AFTER,
                () -> {
                  kubelet.connect();
                  trial.stage().controllers().back(kubelet);
                });
      }),
  NODE_LOST("the leader's node is lost", trial -> lose(trial, trial.kubelet())),
  NODE_TAINTED(
      "the leader's node is lost, and then tainted as out of service",
      trial -> {
        Kubelet kubelet = trial.kubelet();
        lose(trial, kubelet);
        trial
            .stage()
            .cluster()
            .time()
            .after(Trial.RETURNS_AFTER, () -> trial.stage().controllers().outOfService(kubelet));
      }),
  ALL_LOST(
      "all nodes are lost",
      trial -> trial.stage().kubelets().forEach(kubelet -> lose(trial, kubelet))),
  OPERATORS_AWAY("both operators are away", Fault::away),
  LOST_MEANWHILE(
      "the leader's pod is deleted while both operators are away",
      trial -> {
        away(trial);
        POD_DELETED.happen(trial);
      }),
  OPERATORS_KILLED(
      "the leader's pod is deleted, and both operators are killed as they answer",
      trial -> {
        POD_DELETED.happen(trial);
        trial
            .stage()
            .cluster()
            .time()
            .after(
                trial.stage().cluster().chance().between(1, 80),
                () -> trial.stage().operators().forEach(Operator::crash));
      }),
  API_LAGS(
      "the leader's pod is deleted while every watch is late",
      trial -> {
        trial.stage().operators().forEach(Fault::late);
        POD_DELETED.happen(trial);
      }),
  LEASE_DELETED(
      "the Lease is deleted by hand",
      trial -> {
        trial.api().lease().ifPresent(trial.api()::remove);
        trial.api().keptLease().ifPresent(trial.api()::remove);
        trial.stage().guarantees().leaseChangedByHand();
      }),
  SERVICE_DELETED(
      "the Service is deleted by hand",
      trial -> {
        trial.api().service().ifPresent(trial.api()::remove);
        trial.stage().guarantees().serviceChangedByHand();
      });

  private static final long LATE = 8_000;

  private final String sentence;

  @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
  private final Consumer<Trial> how;

  private final int replicas;

  Fault(String sentence, Consumer<Trial> how) {
    this(sentence, how, 2);
  }

  Fault(String sentence, Consumer<Trial> how, int replicas) {
    this.sentence = sentence;
    this.how = how;
    this.replicas = replicas;
  }

  String sentence() {
    return sentence;
  }

  int replicas() {
    return replicas;
  }

  void happen(Trial trial) {
    how.accept(trial);
  }

  private static void cutOff(Trial trial) {
    trial.kubelet().cutOff();
    trial.stage().controllers().silent(trial.kubelet());
  }

  private static void lose(Trial trial, Kubelet kubelet) {
    kubelet.powerOff();
    trial.stage().controllers().silent(kubelet);
  }

  private static void away(Trial trial) {
    trial.stage().operators().forEach(operator -> operator.freeze(2 * Trial.LENGTH));
  }

  private static void late(Operator operator) {
    for (Kind kind : List.of(Kind.values())) {
      operator.watch(kind).ifPresent(watch -> watch.late(LATE));
    }
  }
}
