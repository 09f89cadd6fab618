package dev.understudy;

import dev.understudy.api.HAService;
import dev.understudy.detect.Question;
import dev.understudy.execute.Executor;
import dev.understudy.execute.HookCalls;
import dev.understudy.execute.Lanes;
import dev.understudy.execute.Orphans;
import dev.understudy.execute.Patches;
import dev.understudy.execute.Writes;
import dev.understudy.observe.Canary;
import dev.understudy.observe.DetectionSettings;
import dev.understudy.observe.Feed;
import dev.understudy.observe.Observer;
import dev.understudy.observe.Sightings;
import dev.understudy.replicas.LeaseTimes;
import dev.understudy.replicas.OperatorLease;
import dev.understudy.report.Events;
import dev.understudy.report.Meters;
import dev.understudy.report.Reporter;
import dev.understudy.report.StatusWriter;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one replica of the operator, and stops it so that another can begin at once. */
public final class OperatorMain {
  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);

  /** Level-triggered insurance; JOSDK's default of ten hours lets its timers pile up. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofMinutes(5);

  private static final Duration RETRY = Duration.ofMillis(500);

  /**
   * For a pass that fails outside of what {@link HAServiceReconciler} catches; by default it would
   * wait for seconds, and after five times for ever.
   */
  private static final Duration RETRY_FIRST = Duration.ofMillis(50);

  private static final Duration RETRY_LONGEST = Duration.ofSeconds(5);

  private final OperatorConfig config;
  private final Watches watches = Clients.watches();
  private final KubernetesClient watching = Clients.watching(watches);
  private final KubernetesClient writing = Clients.writing();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean synced = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final HolderTether holder;
  private final OperatorLease lease;
  private final Meters meters;
  private final HAServiceReconciler reconciler;

  private OperatorMain(OperatorConfig config) {
    this.config = config;
    this.holder = new HolderTether(this::lookAtLease);
    this.lease =
        new OperatorLease(
            writing,
            config.namespace(),
            config.lease(),
            config.pod(),
            config.tethers() ? config.address() : "",
            holder,
            LeaseTimes.DEFAULT,
            new OperatorLease.Listener() {
              @Override
              public void started() {
                lead();
              }

              @Override
              public void ceased() {
                log.info("Standing by.");
              }
            });
    HookCalls hooks = new HookCalls(writing, System::nanoTime);
    Writes writes = new Writes(writing, hooks);
    Lanes lanes = new Lanes();
    this.meters = new Meters(registry, lease::mayWrite, lanes::waiting);
    this.reconciler =
        new HAServiceReconciler(
            watching,
            writing,
            new Observer(new Sightings(System::nanoTime), config.rights()),
            new Executor(writes, lease::mayWrite, lanes),
            new Reporter(
                new StatusWriter(new Patches(writing)),
                new Events(writing, config.pod()),
                meters,
                lease::mayWrite,
                lanes),
            new Orphans(watching, writes),
            lease::mayWrite,
            hooks,
            new DetectionSettings(config.tethers(), own(config)));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      new OperatorMain(OperatorConfig.from(System.getenv())).run();
    } catch (RuntimeException e) {
      log.error("Cannot go on; the kubelet starts another process.", e);
      System.exit(1); // threads that are left would keep this one alive, doing nothing
    }
  }

  /** Its own probe, on the port that it serves it on; if the system chooses that, none. */
  private static Optional<Question> own(OperatorConfig config) {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), config.httpPort());
    return config.httpPort() == 0
        ? Optional.empty()
        : Optional.of(new Question.Http(address, false, "/livez", List.of()));
  }

  private void lookAtLease() {
    lease.look();
  }

  private void lead() {
    Thread.ofVirtual().name("lead").start(reconciler::lead);
  }

  private void run() throws IOException, InterruptedException {
    new JvmMemoryMetrics().bindTo(registry);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try (JvmGcMetrics gc = new JvmGcMetrics();
        Endpoints endpoints =
            new Endpoints(config.httpPort(), lease::isAlive, synced::get, registry)) {
      gc.bindTo(registry);
      log.info("Serving probes and metrics on port {}.", endpoints.port());
      if (resourceIsServed()) {
        operate();
      }
    } finally {
      stopped.countDown();
    }
  }

  /**
   * Waits for it: an API server that has just been given a CustomResourceDefinition does not serve
   * it at once, and JOSDK would not try again.
   *
   * @return false if this process is to stop
   */
  private boolean resourceIsServed() throws InterruptedException {
    String said = "";
    do {
      try {
        services().list(new ListOptionsBuilder().withLimit(1L).build());
        return true;
      } catch (KubernetesClientException e) {
        String why = String.valueOf(e.getMessage());
        if (!said.equals(why)) {
          log.warn("Waiting for the API server to list HAServices; is their CRD there? {}", why);
        }
        said = why;
      }
    } while (!stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    return false;
  }

  private AnyNamespaceOperation<HAService, ?, ?> services() {
    var all = watching.resources(HAService.class);
    return config
        .watched()
        .<AnyNamespaceOperation<HAService, ?, ?>>map(all::inNamespace)
        .orElseGet(all::inAnyNamespace);
  }

  private void operate() throws InterruptedException {
    Operator operator = operator();
    operator.start();
    synced.set(true);
    Canary canary = canary();
    canary.start();
    lease.start();
    log.atInfo()
        .addKeyValue("pod", config.pod())
        .addKeyValue("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
        .log("Caches are synced.");
    stopping.await();
    synced.set(false);
    canary.close();
    lease.stopWriting();
    operator.stop();
    lease.close();
    holder.close();
    log.info("Stopped.");
  }

  private Canary canary() {
    return new Canary(
        watching,
        reconciler.feeds(),
        Canary.Times.DEFAULT,
        new Canary.Listener() {
          @Override
          public void asked(Feed feed) {
            meters.watchAsked(feed.resource());
          }

          @Override
          public void mute(Feed feed, String object) {
            log.atWarn()
                .addKeyValue("resource", feed.resource())
                .addKeyValue("object", object)
                .log("A watch is open and mute: it is closed, so that another is opened.");
            meters.watchMute(feed.resource());
            watches.close(feed.path());
          }
        });
  }

  private void stop() {
    stopping.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Operator operator() {
    Operator operator =
        new Operator(override ->
            override
                .withKubernetesClient(watching)
                .withCloseClientOnStop(false)
                .withResourceCloner(OperatorMain::same)
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withPreviousAnnotationForDependentResources(false)
                .withCloneSecondaryResourcesWhenGettingFromCache(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    operator.register(reconciler, this::configure);
    return operator;
  }

  /** Passes change nothing of what is in a cache: no copy, by way of JSON, before each of them. */
  private static <R> R same(R cached) {
    return cached;
  }

  private void configure(ControllerConfigurationOverrider<HAService> override) {
    override
        .withGenerationAware(false)
        .withTriggerReconcilerOnAllEvents(true)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(RETRY_FIRST)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_LONGEST.toMillis())
                .withoutMaxAttempts())
        .withReconciliationMaxInterval(LOOK_AT_LEAST_EVERY);
    config.watched().ifPresentOrElse(override::settingNamespace, override::watchingAllNamespaces);
  }
}
