package dev.understudy.report;

import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Step;
import dev.understudy.execute.Lanes;
import dev.understudy.execute.Outcome;
import dev.understudy.execute.WriteGate;
import dev.understudy.manifest.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what a pass did: status, Events, metrics and log lines, all from one reason. */
public final class Reporter {
  private static final Logger log = LoggerFactory.getLogger(Reporter.class);

  private final StatusWriter status;
  private final Events events;
  private final Meters meters;
  private final WriteGate gate;
  private final Lanes lanes;
  private final Failovers failovers = new Failovers();

  public Reporter(StatusWriter status, Events events, Meters meters, WriteGate gate, Lanes lanes) {
    this.gate = gate;
    this.lanes = lanes;
    this.status = status;
    this.events = events;
    this.meters = meters;
  }

  /**
   * @param decide how long it took from the start of the pass to the decision
   * @param took how long the pass took, writes included
   * @return what became of the status
   */
  public StatusWriter.Result report(
      HAService has, StatusReport.Pass pass, Duration decide, Duration took) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    meters.pass(pass.decision().reason(), took);
    pass.outcome().writes().forEach(meters::write);
    failovers.keep(has, pass, decide, now);
    return lanes.others(() -> tell(has, pass, now));
  }

  private StatusWriter.Result tell(HAService has, StatusReport.Pass pass, String now) {
    List<FailoverStatus> leaderships = failovers.unreported(has, pass.seen(), now);
    pass.outcome().done().forEach(step -> done(has, step, leaderships));
    pass.outcome().stop().ifPresent(stop -> stopped(has, stop));
    trouble(has, pass);
    if (!gate.isOpen()) {
      return StatusWriter.Result.NOTHING_TO_WRITE; // the replica that leads now tells of it
    }
    leaderships.forEach(it -> announce(has, it));
    return status.write(has, StatusReport.of(has, pass, failovers.of(has), now));
  }

  /** The pass ends in an exception: what it has begun is remembered, to be told when it is done. */
  public void interrupted(HAService has, StatusReport.Pass pass) {
    pass.outcome().stop().ifPresent(stop -> stopped(has, stop));
    failovers.begun(has, pass);
  }

  /** The resource is gone: there is no status to write any more. */
  public void reportGone(HAService has, StatusReport.Pass pass) {
    pass.outcome().done().forEach(step -> done(has, step, List.of()));
    failovers.forget(has);
    events.calm(has);
  }

  private void announce(HAService has, FailoverStatus leadership) {
    events.leadership(
        has,
        Objects.requireNonNull(leadership.epoch),
        Objects.requireNonNull(leadership.reason),
        Objects.requireNonNull(leadership.message));
    failovers.announced(has, leadership);
  }

  private void done(HAService has, Step step, List<FailoverStatus> announced) {
    if (step.actions().isEmpty()) {
      return;
    }
    if (step.reason().kind() != Reason.Kind.QUIET
        && announced.stream().noneMatch(it -> Failovers.tells(it, step))) {
      events.changed(has, step.reason(), step.sentence());
    }
    if (step.actions().stream().anyMatch(Reporter::beginsLeadership) || Failovers.follows(step)) {
      meters.promotion(step.reason());
    }
    log.atInfo()
        .addKeyValue("haservice", Names.qualified(has))
        .addKeyValue("reason", step.reason())
        .addKeyValue("actions", step.actions())
        .log(step.sentence());
  }

  private void stopped(HAService has, Outcome.Stop stop) {
    meters.stopped(stop);
    switch (stop) {
      case Outcome.Stop.Conflict conflict ->
          log.atInfo()
              .addKeyValue("haservice", Names.qualified(has))
              .log("Conflict at {}, looking again: {}", conflict.action(), conflict.words());
      case Outcome.Stop.Refused refused -> {
        String words =
            "The API server refused "
                + refused.action().getClass().getSimpleName()
                + ": "
                + refused.words();
        log.atWarn().addKeyValue("haservice", Names.qualified(has)).log(words);
        events.trouble(has, Reason.WriteRefused, words);
      }
      case Outcome.Stop.Unanswered unanswered ->
          log.atWarn()
              .addKeyValue("haservice", Names.qualified(has))
              .log("No answer to {}, looking again: {}", unanswered.action(), unanswered.cause());
      case Outcome.Stop.NotLeading notLeading ->
          log.atInfo()
              .addKeyValue("haservice", Names.qualified(has))
              .log("Another replica leads; stopped.");
    }
  }

  private void trouble(HAService has, StatusReport.Pass pass) {
    List<Step> troubles =
        pass.decision().steps().stream()
            .filter(step -> step.actions().isEmpty())
            .filter(step -> step.reason().kind() == Reason.Kind.TROUBLE)
            .toList();
    troubles.forEach(step -> events.trouble(has, step.reason(), step.sentence()));
    if (troubles.isEmpty() && pass.outcome().stop().isEmpty()) {
      events.calm(has);
    }
  }

  private static boolean beginsLeadership(Action action) {
    return action instanceof Action.GrantLease || action instanceof Action.CreateLease;
  }
}
