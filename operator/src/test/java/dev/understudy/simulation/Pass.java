package dev.understudy.simulation;

import dev.understudy.decision.Action;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass of an operator, as {@code dev.understudy.execute.Executor} does it: the writes of a
 * decision in order, up to the first that is not accepted. Between any two of them the operator may
 * crash or freeze, and a request may be late, or its answer lost.
 */
final class Pass {
  private record Write(Step step, Action action) {}

  private static final long PROMPT = 3;
  private static final long REQUEST_TIMEOUT = 1_500;
  private static final long LATEST = 6_000;
  private static final long AFTER_CONFLICT = 100;
  private static final long FAILED_FIRST = 50;
  private static final long FAILED_LONGEST = 5_000;
  private static final long NO_RECHECK = -1;

  private final Operator operator;
  private final Cluster cluster;
  private final Observation seen;
  private final Basis basis;
  private final Decision decision;
  private final List<Write> writes = new ArrayList<>();
  private int next;

  Pass(Operator operator, Observation seen) {
    this.operator = operator;
    this.cluster = operator.make().cluster();
    this.seen = seen;
    this.basis =
        Basis.of(
            operator.reader().caches(),
            cluster.now(),
            operator.make().guarantees().keptLeaseChanged());
    this.decision = operator.make().conduct().decide(seen);
    decision
        .steps()
        .forEach(step -> step.actions().forEach(action -> writes.add(new Write(step, action))));
  }

  Operator operator() {
    return operator;
  }

  Observation seen() {
    return seen;
  }

  Policy policy() {
    return seen.policy();
  }

  Basis basis() {
    return basis;
  }

  Decision decision() {
    return decision;
  }

  void next() {
    if (next == writes.size()) {
      operator.passed(false, decision.recheckAfter().map(Duration::toMillis).orElse(NO_RECHECK));
    } else if (!operator.isLeading()) {
      operator.passed(false, NO_RECHECK);
    } else {
      Write write = writes.get(next);
      next++;
      if (write.action() instanceof Action.CallHook it) {
        operator.calls().start(it.call());
        next();
        return;
      }
      operator.later(cluster.chance().between(0, PROMPT), () -> send(write));
      stumble();
    }
  }

  private void stumble() {
    Chance chance = cluster.chance();
    if (operator.stumbles() && chance.percent(10)) {
      if (chance.percent(40)) {
        operator.crash();
      } else {
        operator.freeze(chance.between(100, 8_000));
      }
    }
  }

  /** The request is on its way, whatever becomes of its sender. */
  private void send(Write write) {
    Chance chance = cluster.chance();
    Request request = operator.make().conduct().send(Request.of(write.action()), cluster.api());
    long there = chance.between(0, operator.isLossy() && chance.percent(15) ? LATEST : PROMPT);
    long back = chance.between(0, PROMPT);
    boolean lost = operator.isLossy() && chance.percent(10);
    boolean inTime = !lost && there + back <= REQUEST_TIMEOUT;
    cluster
        .time()
        .after(
            there,
            () -> {
              Answer answer = perform(write, request);
              if (inTime) {
                operator.later(back, () -> answered(answer));
              }
            });
    if (!inTime) {
      operator.later(REQUEST_TIMEOUT, this::unanswered);
    }
  }

  private Answer perform(Write write, Request request) {
    Guarantees guarantees = operator.make().guarantees();
    guarantees.judge(this, request);
    Runnable expectation = guarantees.expect(this, request);
    Answer answer = new Writes(cluster.api()).perform(request);
    cluster
        .story()
        .tell(
            operator.name(),
            () ->
                Words.of(write.action())
                    + ": "
                    + answer
                    + "   because "
                    + write.step().reason()
                    + ": "
                    + write.step().sentence());
    if (answer == Answer.ACCEPTED) {
      expectation.run();
    }
    return answer;
  }

  private void answered(Answer answer) {
    if (operator.make().conduct().goesOnAfter(answer)) {
      next();
    } else {
      operator.passed(false, AFTER_CONFLICT);
    }
  }

  private void unanswered() {
    cluster.story().tell(operator.name(), () -> "gets no answer");
    long delay = FAILED_FIRST << Math.min(operator.failures(), 10);
    operator.passed(true, Math.min(delay, FAILED_LONGEST));
  }
}
