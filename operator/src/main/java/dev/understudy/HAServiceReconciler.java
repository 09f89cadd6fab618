package dev.understudy;

import dev.understudy.api.DetectionStatus;
import dev.understudy.api.HAService;
import dev.understudy.decision.Decider;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Vetting;
import dev.understudy.execute.Executor;
import dev.understudy.execute.HookCalls;
import dev.understudy.execute.Orphans;
import dev.understudy.execute.Outcome;
import dev.understudy.execute.WriteGate;
import dev.understudy.manifest.Names;
import dev.understudy.observe.Caches;
import dev.understudy.observe.DetectionSettings;
import dev.understudy.observe.Feed;
import dev.understudy.observe.Observer;
import dev.understudy.observe.Outlook;
import dev.understudy.observe.Sources;
import dev.understudy.report.Reporter;
import dev.understudy.report.StatusReport;
import dev.understudy.report.StatusWriter;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass: observe, decide, execute, report. Everything else is elsewhere. */
public final class HAServiceReconciler implements Reconciler<HAService> {
  private static final Logger log = LoggerFactory.getLogger(HAServiceReconciler.class);

  /** How a pass ended. */
  private sealed interface Ending {
    record Done(Decision decision) implements Ending {}

    record Stopped(Outcome.Stop stop, Decision decision) implements Ending {}

    /** What it did could not be put into status: the HAService is another by now. */
    record Unreported() implements Ending {}

    record Failed() implements Ending {}
  }

  /** The watch shows what we lost to within milliseconds; this is for when it does not. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration FAILED_FIRST = Duration.ofMillis(50);
  private static final Duration FAILED_LONGEST = Duration.ofSeconds(5);
  private static final Duration REFUSED_FIRST = Duration.ofSeconds(1);
  private static final Duration REFUSED_LONGEST = Duration.ofMinutes(1);

  private final KubernetesClient watching;
  private final KubernetesClient asking;
  private final Observer observer;
  private final Executor executor;
  private final Reporter reporter;
  private final Orphans orphans;
  private final WriteGate gate;
  private final HookCalls hooks;
  private final DetectionSettings detection;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  private @Nullable Caches caches;
  private @Nullable Leadership leadership;

  /**
   * @param watching for lists and watches
   * @param asking for what is asked within a pass, which waits for it
   */
  public HAServiceReconciler(
      KubernetesClient watching,
      KubernetesClient asking,
      Observer observer,
      Executor executor,
      Reporter reporter,
      Orphans orphans,
      WriteGate gate,
      HookCalls hooks,
      DetectionSettings detection) {
    this.watching = watching;
    this.asking = asking;
    this.observer = observer;
    this.executor = executor;
    this.reporter = reporter;
    this.orphans = orphans;
    this.gate = gate;
    this.hooks = hooks;
    this.detection = detection;
  }

  @Override
  public List<EventSource<?, HAService>> prepareEventSources(
      EventSourceContext<HAService> context) {
    caches = new Caches(context, watching, asking, detection);
    leadership = new Leadership(context.getPrimaryCache());
    List<EventSource<?, HAService>> sources = new ArrayList<>(caches.eventSources());
    sources.add(leadership);
    hooks.listen(leadership::look);
    return sources;
  }

  /** Every watch from which passes learn, once they have begun. */
  List<Feed> feeds() {
    return Objects.requireNonNull(caches, "prepared by start").feeds();
  }

  /** Looks at every service, because this replica leads from now on. */
  public void lead() {
    if (leadership != null && caches != null) {
      leadership.begin();
      letGoOfOrphans(caches);
    }
  }

  private void letGoOfOrphans(Caches caches) {
    while (gate.isOpen()
        && (caches.adoptedServices().filter(it -> !orphans.giveBackIfOrphaned(it)).count()
                + caches.adoptedPods().filter(it -> !orphans.giveBackIfOrphaned(it)).count()
                + caches.heldPods().filter(it -> !orphans.releaseIfOrphaned(it)).count()
            > 0)) {
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
  }

  /**
   * Never ends in an exception: for a resource that is deleted meanwhile the framework would forget
   * that it was (JOSDK 5.2.3, {@code ResourceState.markEventReceived} after two events).
   */
  @Override
  public UpdateControl<HAService> reconcile(HAService has, Context<HAService> context) {
    if (context.isPrimaryResourceDeleted()) {
      letGo(has);
      return UpdateControl.noUpdate();
    }
    guard(has); // also where another replica writes: this one may be the next
    if (!gate.isOpen()) {
      return UpdateControl.noUpdate();
    }
    UpdateControl<HAService> control = UpdateControl.noUpdate();
    delay(has, attempt(has)).ifPresent(control::rescheduleAfter);
    return control;
  }

  private void guard(HAService has) {
    try {
      Objects.requireNonNull(caches).guard(has);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("haservice", Names.qualified(has))
          .setCause(e)
          .log("Its members are not watched over as they should be.");
    }
  }

  /** One pass, and what became of it. */
  private Ending attempt(HAService has) {
    try {
      return pass(has);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("haservice", Names.qualified(has))
          .setCause(e)
          .log("The pass did not end; there will be another.");
      return new Ending.Failed();
    }
  }

  private Ending pass(HAService has) {
    long start = System.nanoTime();
    Caches from = Objects.requireNonNull(caches);
    Sources sources = from.sources(has, false);
    Observation seen = observe(sources, from);
    Decision decision = Decider.decide(seen);
    Duration decide = since(start);
    Outcome outcome = executor.execute(has, decision);
    StatusReport.Pass pass =
        new StatusReport.Pass(
            seen, decision, outcome, Outlook.of(sources, seen, detection.tethers()));
    if (outcome.stop().orElse(null) instanceof Outcome.Stop.Unanswered) {
      reporter.interrupted(has, pass);
    } else if (reporter.report(has, pass, decide, since(start)) == StatusWriter.Result.CONFLICT) {
      return new Ending.Unreported();
    }
    return outcome
        .stop()
        .<Ending>map(stop -> new Ending.Stopped(stop, decision))
        .orElse(new Ending.Done(decision));
  }

  /**
   * A route is moved after a Lease that the workload keeps only if the API server itself says so: a
   * watch may be late, or this process may have slept, and nothing binds the one write to what the
   * other object says.
   */
  private Observation observe(Sources from, Caches caches) {
    Observation seen = observer.observe(from).with(hooks.of(from.has()));
    if (!seen.isFollowing()) {
      return Vetting.of(seen, from::trial);
    }
    if (!Decider.decide(seen).movesRoute()) {
      return seen;
    }
    caches.askForKeptLease(from.has());
    return observer.observe(caches.sources(from.has(), false));
  }

  /**
   * The resource is gone, and nobody will ask again: tries until it is settled, or another replica
   * writes, which looks for what was left behind when it begins.
   */
  private void letGo(HAService has) {
    while (gate.isOpen() && !isLetGo(has)) {
      LockSupport.parkNanos(backoff(has, FAILED_FIRST, FAILED_LONGEST).toNanos());
    }
    observer.forget(has);
    hooks.forget(has);
    Objects.requireNonNull(caches).forget(has);
    failures.remove(has.getMetadata().getUid());
  }

  private boolean isLetGo(HAService has) {
    try {
      Observation seen = observer.observe(Objects.requireNonNull(caches).sources(has, true));
      Decision decision = Decider.decide(seen);
      Outcome outcome = executor.execute(has, decision);
      reporter.reportGone(
          has, new StatusReport.Pass(seen, decision, outcome, new DetectionStatus()));
      return outcome.stop().isEmpty();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("haservice", Names.qualified(has))
          .setCause(e)
          .log("Not let go of yet.");
      return false;
    }
  }

  private Optional<Duration> delay(HAService has, Ending ending) {
    return switch (ending) {
      case Ending.Done done -> {
        failures.remove(has.getMetadata().getUid());
        yield done.decision().recheckAfter();
      }
      case Ending.Unreported unreported -> Optional.of(AFTER_CONFLICT);
      case Ending.Failed failed -> Optional.of(backoff(has, FAILED_FIRST, FAILED_LONGEST));
      case Ending.Stopped stopped -> Optional.of(sooner(after(has, stopped.stop()), stopped));
    };
  }

  /** What is refused stands last; what comes before it may have to go on when its time has come. */
  private static Duration sooner(Duration delay, Ending.Stopped stopped) {
    return stopped.decision().recheckAfter().filter(it -> it.compareTo(delay) < 0).orElse(delay);
  }

  private Duration after(HAService has, Outcome.Stop stop) {
    return switch (stop) {
      case Outcome.Stop.Conflict conflict -> AFTER_CONFLICT;
      case Outcome.Stop.NotLeading notLeading -> REFUSED_LONGEST;
      case Outcome.Stop.Unanswered unanswered -> backoff(has, FAILED_FIRST, FAILED_LONGEST);
      case Outcome.Stop.Refused refused -> backoff(has, REFUSED_FIRST, REFUSED_LONGEST);
    };
  }

  private Duration backoff(HAService has, Duration first, Duration longest) {
    int times = failures.merge(has.getMetadata().getUid(), 1, Integer::sum);
    Duration doubled = first.multipliedBy(1L << Math.min(times - 1, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
