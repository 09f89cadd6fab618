package dev.understudy;

import dev.understudy.api.HAService;
import dev.understudy.decision.Decider;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Observation;
import dev.understudy.execute.Executor;
import dev.understudy.execute.Orphans;
import dev.understudy.execute.Outcome;
import dev.understudy.execute.WriteGate;
import dev.understudy.observe.Caches;
import dev.understudy.observe.Observer;
import dev.understudy.report.Reporter;
import dev.understudy.report.StatusReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One pass: observe, decide, execute, report. Everything else is elsewhere. */
public final class HAServiceReconciler implements Reconciler<HAService> {
  /** The watch shows what we lost to within milliseconds; this is for when it does not. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration REFUSED_FIRST = Duration.ofSeconds(1);
  private static final Duration REFUSED_LONGEST = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Observer observer;
  private final Executor executor;
  private final Reporter reporter;
  private final Orphans orphans;
  private final WriteGate gate;
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  private @Nullable Caches caches;
  private @Nullable Leadership leadership;

  public HAServiceReconciler(
      KubernetesClient client,
      Observer observer,
      Executor executor,
      Reporter reporter,
      Orphans orphans,
      WriteGate gate) {
    this.client = client;
    this.observer = observer;
    this.executor = executor;
    this.reporter = reporter;
    this.orphans = orphans;
    this.gate = gate;
  }

  @Override
  public List<EventSource<?, HAService>> prepareEventSources(
      EventSourceContext<HAService> context) {
    caches = new Caches(context, client);
    leadership = new Leadership(context.getPrimaryCache());
    List<EventSource<?, HAService>> sources = new ArrayList<>(caches.eventSources());
    sources.add(leadership);
    return sources;
  }

  /** Looks at every service, because this replica leads from now on. */
  public void lead() {
    if (leadership != null && caches != null) {
      leadership.begin();
      giveBackOrphans(caches);
    }
  }

  private void giveBackOrphans(Caches caches) {
    while (gate.isOpen()
        && caches.adoptedServices().filter(it -> !orphans.giveBackIfOrphaned(it)).count() > 0) {
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
  }

  @Override
  public UpdateControl<HAService> reconcile(HAService has, Context<HAService> context) {
    if (!gate.isOpen()) {
      return UpdateControl.noUpdate();
    }
    boolean gone = context.isPrimaryResourceDeleted();
    long start = System.nanoTime();
    Observation seen = observer.observe(Objects.requireNonNull(caches).sources(has, gone));
    Decision decision = Decider.decide(seen);
    Duration decide = since(start);
    Outcome outcome = executor.execute(has, decision);
    StatusReport.Pass pass = new StatusReport.Pass(seen, decision, outcome);
    if (outcome.stop().orElse(null) instanceof Outcome.Stop.Unanswered unanswered) {
      reporter.interrupted(has, pass);
      throw unanswered.cause();
    }
    if (gone) {
      return gone(has, pass);
    }
    reporter.report(has, pass, decide, since(start));
    return lookAgain(has, decision, outcome);
  }

  /**
   * @throws IllegalStateException if it was not given back: for a resource that is gone the
   *     framework tries again after an exception only
   */
  private UpdateControl<HAService> gone(HAService has, StatusReport.Pass pass) {
    if (pass.outcome().stop().isPresent() && gate.isOpen()) {
      throw new IllegalStateException("not given back yet: " + pass.outcome().stop().get());
    }
    reporter.reportGone(has, pass);
    observer.forget(has);
    refusals.remove(has.getMetadata().getUid());
    return UpdateControl.noUpdate();
  }

  private UpdateControl<HAService> lookAgain(HAService has, Decision decision, Outcome outcome) {
    UpdateControl<HAService> control = UpdateControl.noUpdate();
    Optional<Duration> delay =
        outcome.stop().map(stop -> after(has, stop)).or(decision::recheckAfter);
    if (outcome.stop().isEmpty()) {
      refusals.remove(has.getMetadata().getUid());
    }
    delay.ifPresent(control::rescheduleAfter);
    return control;
  }

  private Duration after(HAService has, Outcome.Stop stop) {
    return switch (stop) {
      case Outcome.Stop.Conflict conflict -> AFTER_CONFLICT;
      case Outcome.Stop.NotLeading notLeading -> REFUSED_LONGEST;
      case Outcome.Stop.Unanswered unanswered -> throw unanswered.cause();
      case Outcome.Stop.Refused refused -> {
        int times = refusals.merge(has.getMetadata().getUid(), 1, Integer::sum);
        Duration backoff = REFUSED_FIRST.multipliedBy(1L << Math.min(times - 1, 6));
        yield backoff.compareTo(REFUSED_LONGEST) < 0 ? backoff : REFUSED_LONGEST;
      }
    };
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
