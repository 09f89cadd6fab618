package dev.understudy.report;

import dev.understudy.api.DetectionStatus;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.decision.Action;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Given;
import dev.understudy.decision.Step;
import dev.understudy.execute.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passes over what is given: decided by the rules themselves. */
final class Passes {
  static final Duration LEASE_TOOK = Duration.ofMillis(7);
  static final Duration OTHERS_TOOK = Duration.ofMillis(11);

  private Passes() {}

  /** Everything that was decided was written. */
  static StatusReport.Pass written(Given given) {
    Decision decision = given.decide();
    List<Outcome.Write> writes =
        decision.actions().stream().map(it -> new Outcome.Write(it, took(it))).toList();
    return new StatusReport.Pass(
        given.observation(),
        decision,
        new Outcome(decision.steps(), writes, Optional.empty()),
        new DetectionStatus());
  }

  /** The first step was written, and nothing else. */
  static StatusReport.Pass stoppedAfterTraffic(Given given, Outcome.Stop stop) {
    Decision decision = given.decide();
    Step traffic = decision.steps().getFirst();
    List<Outcome.Write> writes =
        traffic.actions().stream().map(it -> new Outcome.Write(it, took(it))).toList();
    return new StatusReport.Pass(
        given.observation(),
        decision,
        new Outcome(List.of(traffic), writes, Optional.of(stop)),
        new DetectionStatus());
  }

  /** The first write of the first step was accepted, and nothing else. */
  static StatusReport.Pass stoppedAfterTheFirstWrite(Given given, Outcome.Stop stop) {
    Decision decision = given.decide();
    Action first = decision.actions().getFirst();
    return new StatusReport.Pass(
        given.observation(),
        decision,
        new Outcome(List.of(), List.of(new Outcome.Write(first, took(first))), Optional.of(stop)),
        new DetectionStatus());
  }

  /** Nothing was written. */
  static StatusReport.Pass stopped(Given given, Outcome.Stop stop) {
    return new StatusReport.Pass(
        given.observation(),
        given.decide(),
        new Outcome(List.of(), List.of(), Optional.of(stop)),
        new DetectionStatus());
  }

  static HAService orders(@Nullable HAServiceStatus status) {
    HAService has = new HAService();
    has.setSpec(new HAServiceSpec());
    has.getMetadata().setName("orders");
    has.getMetadata().setNamespace("shop");
    has.getMetadata().setUid("uid-of-orders");
    has.getMetadata().setGeneration(8L);
    has.setStatus(status);
    return has;
  }

  private static Duration took(Action action) {
    return action instanceof Action.GrantLease || action instanceof Action.CreateLease
        ? LEASE_TOOK
        : OTHERS_TOOK;
  }
}
