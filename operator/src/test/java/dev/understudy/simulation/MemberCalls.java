package dev.understudy.simulation;

import dev.understudy.decision.Call;
import dev.understudy.decision.CallResult;
import java.util.HashMap;
import java.util.Map;

/** The calls of hooks that one process of an operator has made, and what came of them. */
final class MemberCalls {
  private static final long LONGEST = 2_000;
  private static final long FAILED_FOR = 30_000;
  private static final int FAIL = 15;

  private final Operator operator;
  private final Cluster cluster;
  private final Guarantees guarantees;
  private final Map<Call, CallResult> known = new HashMap<>();

  MemberCalls(Operator operator) {
    this.operator = operator;
    this.cluster = operator.make().cluster();
    this.guarantees = operator.make().guarantees();
  }

  Map<Call, CallResult> known() {
    return Map.copyOf(known);
  }

  /** The member does what it is told, whatever becomes of who told it. */
  void start(Call call) {
    if (known.putIfAbsent(call, new CallResult.Running()) != null) {
      return;
    }
    long takes = cluster.chance().between(20, LONGEST);
    boolean fails = cluster.chance().percent(FAIL);
    cluster
        .time()
        .after(
            takes,
            () -> {
              cluster
                  .story()
                  .tell(call.member().toString(), () -> call + (fails ? " fails" : " is done"));
              if (!fails) {
                guarantees.called(call);
              }
            });
    operator.later(takes + 1, () -> end(call, fails));
  }

  private void end(Call call, boolean failed) {
    known.put(call, failed ? new CallResult.Failed("by chance") : new CallResult.Done());
    operator.look();
    if (failed) {
      operator.later(
          operator.clock().takes(FAILED_FOR),
          () -> {
            known.remove(call);
            operator.look();
          });
    }
  }
}
