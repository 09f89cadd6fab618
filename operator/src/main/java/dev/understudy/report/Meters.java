package dev.understudy.report;

import dev.understudy.decision.Reason;
import dev.understudy.execute.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What is counted: never by service, so that ten thousand of them cost no more than one. */
public final class Meters {
  private final MeterRegistry registry;

  /** Kept here because the registry holds both weakly. */
  private final BooleanSupplier leads;

  private final IntSupplier waiting;

  /**
   * @param waiting how many wait for their turn to write
   */
  public Meters(MeterRegistry registry, BooleanSupplier leads, IntSupplier waiting) {
    this.registry = registry;
    this.leads = leads;
    this.waiting = waiting;
    registry.gauge("understudy.writes.waiting", this.waiting, IntSupplier::getAsInt);
    registry.gauge("understudy.operator.leads", this.leads, it -> it.getAsBoolean() ? 1 : 0);
  }

  public void pass(Reason reason, Duration took) {
    registry.timer("understudy.passes").record(took);
    registry.counter("understudy.decisions", "reason", reason.name()).increment();
  }

  public void write(Outcome.Write write) {
    registry
        .timer("understudy.writes", "action", write.action().getClass().getSimpleName())
        .record(write.took());
  }

  public void promotion(Reason reason) {
    registry.counter("understudy.promotions", "reason", reason.name()).increment();
  }

  public void stopped(Outcome.Stop stop) {
    String kind = stop.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    registry.counter("understudy.stops", "kind", kind).increment();
  }

  /** The API server said what a watch should have brought by now. */
  public void watchAsked(String resource) {
    registry.counter("understudy.watches.asked", "resource", resource).increment();
  }

  /** A watch was open, and did not bring it. */
  public void watchMute(String resource) {
    registry.counter("understudy.watches.mute", "resource", resource).increment();
  }
}
