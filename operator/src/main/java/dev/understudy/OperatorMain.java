package dev.understudy;

import dev.understudy.api.HAService;
import dev.understudy.execute.Executor;
import dev.understudy.execute.Lanes;
import dev.understudy.execute.Orphans;
import dev.understudy.execute.Patches;
import dev.understudy.execute.Writes;
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
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
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

  private final OperatorConfig config;
  private final KubernetesClient reading = Clients.reading();
  private final KubernetesClient writing = Clients.writing();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean synced = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final HolderTether holder;
  private final OperatorLease lease;
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
    Writes writes = new Writes(writing);
    Lanes lanes = new Lanes();
    this.reconciler =
        new HAServiceReconciler(
            reading,
            new Observer(new Sightings(System::nanoTime)),
            new Executor(writes, lease::mayWrite, lanes),
            new Reporter(
                new StatusWriter(new Patches(writing)),
                new Events(writing, config.pod()),
                new Meters(meters, lease::mayWrite, lanes::waiting),
                lease::mayWrite,
                lanes),
            new Orphans(reading, writes),
            lease::mayWrite,
            config.tethers());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      new OperatorMain(OperatorConfig.from(System.getenv())).run();
    } catch (RuntimeException e) {
      log.error("Cannot go on; the kubelet starts another process.", e);
      System.exit(1); // threads that are left would keep this one alive, doing nothing
    }
  }

  private void lookAtLease() {
    lease.look();
  }

  private void lead() {
    Thread.ofVirtual().name("lead").start(reconciler::lead);
  }

  private void run() throws IOException, InterruptedException {
    new JvmMemoryMetrics().bindTo(meters);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try (JvmGcMetrics gc = new JvmGcMetrics();
        Endpoints endpoints =
            new Endpoints(config.httpPort(), lease::isAlive, synced::get, meters)) {
      gc.bindTo(meters);
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
    var all = reading.resources(HAService.class);
    return config
        .watched()
        .<AnyNamespaceOperation<HAService, ?, ?>>map(all::inNamespace)
        .orElseGet(all::inAnyNamespace);
  }

  private void operate() throws InterruptedException {
    Operator operator = operator();
    operator.start();
    synced.set(true);
    lease.start();
    log.atInfo()
        .addKeyValue("pod", config.pod())
        .addKeyValue("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
        .log("Caches are synced.");
    stopping.await();
    synced.set(false);
    lease.stopWriting();
    operator.stop();
    lease.close();
    holder.close();
    log.info("Stopped.");
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
                .withKubernetesClient(reading)
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withPreviousAnnotationForDependentResources(false)
                .withCloneSecondaryResourcesWhenGettingFromCache(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    operator.register(reconciler, this::configure);
    return operator;
  }

  private void configure(ControllerConfigurationOverrider<HAService> override) {
    override
        .withGenerationAware(false)
        .withTriggerReconcilerOnAllEvents(true)
        .withReconciliationMaxInterval(LOOK_AT_LEAST_EVERY);
    config.watched().ifPresentOrElse(override::settingNamespace, override::watchingAllNamespaces);
  }
}
