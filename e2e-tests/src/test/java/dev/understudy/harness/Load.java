package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.load.Analysis;
import dev.understudy.load.Kind;
import dev.understudy.load.Outage;
import dev.understudy.load.Records;
import dev.understudy.load.Report;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a constant rate from a pod in the cluster, each accounted for. The pod runs on the
 * control plane, where no story drains the node.
 */
public final class Load {
  private static final int PORT = 8090;

  /** As clients of the benchmark have it, which counts what they lose. */
  private static final Duration IMPATIENT = Duration.ofSeconds(2);

  /**
   * What stands still with a busy machine is late, and not lost: a request that goes where nobody
   * is goes there again with each of its packets, and fails all the same.
   */
  private static final Duration PATIENT = Duration.ofSeconds(6);

  private final Space space;
  private final String pod;

  private Load(Space space, String pod) {
    this.space = space;
    this.pod = pod;
  }

  /** Against the Service orders; returns once it has been answered. */
  public static Load on(Space space) {
    return on(space, 100, 25, PATIENT);
  }

  /** As {@link #on(Space)}, with a patience of 2 s a request. */
  public static Load on(Space space, int rate, int keptRate) {
    return on(space, rate, keptRate, IMPATIENT);
  }

  private static Load on(Space space, int rate, int keptRate, Duration timeout) {
    String address = space.service().getSpec().getClusterIP();
    return at("http://" + address + ":80/", space, rate, keptRate, timeout);
  }

  /** Fresh connections to what need not be a Service, with a patience of 2 s each. */
  public static Load at(String url, Space space, int rate) {
    return at(url, space, rate, 0, IMPATIENT);
  }

  private static Load at(String url, Space space, int rate, int keptRate, Duration timeout) {
    String pod = "load";
    space
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace(space.namespace())
                .endMetadata()
                .withNewSpec()
                .withNodeName(space.installation().controlPlane())
                .withTerminationGracePeriodSeconds(0L)
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("load")
                .withImage(Installation.SAMPLE_IMAGE)
                .withImagePullPolicy("Never")
                .withArgs("dev.understudy.load.LoadClient")
                .addNewEnv()
                .withName("TARGET")
                .withValue(url)
                .endEnv()
                .addNewEnv()
                .withName("RATE")
                .withValue(Integer.toString(rate))
                .endEnv()
                .addNewEnv()
                .withName("KEPT_RATE")
                .withValue(Integer.toString(keptRate))
                .endEnv()
                .addNewEnv()
                .withName("TIMEOUT_MILLIS")
                .withValue(Long.toString(timeout.toMillis()))
                .endEnv()
                .addNewEnv()
                .withName("WAIT_FOR_START")
                .withValue("true")
                .endEnv()
                .endContainer()
                .endSpec()
                .build())
        .create();
    var load = new Load(space, pod);
    // From its node: kube-proxy gets there after status and endpoints say that there is a route.
    Space.eventually(() -> assertThat(load.isAnswered()).isTrue());
    load.call("POST", "/start");
    Space.eventually(() -> assertThat(load.call("GET", "/summary")).contains("\"OK\":"));
    return load;
  }

  /** Whether one more request, which does not count, is answered. */
  public boolean isAnswered() {
    return call("GET", "/try").equals("OK\n");
  }

  /** Ends it and tells what became of every request. */
  public Analysis stop() {
    Analysis analysis = end();
    System.out.print(Report.of(analysis.attempts()).indent(4));
    return analysis;
  }

  /** As {@link #stop}, without a word. */
  public Analysis end() {
    call("POST", "/stop");
    Records records = Records.parse(call("GET", "/records?from=0"));
    assertThat(records.complete()).as("records are complete").isTrue();
    space.client().pods().inNamespace(space.namespace()).withName(pod).withGracePeriod(0).delete();
    return Analysis.of(records.attempts());
  }

  /** Lets it run for a while, to see what was not there to be waited for. */
  public static void go(int seconds) {
    Instant end = Instant.now().plusSeconds(seconds);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  public static void assertNothingFailed(Analysis analysis) {
    assertThat(analysis.requests()).isPositive();
    assertThat(analysis.failed()).as("failed, of %s", analysis.outcomes()).isZero();
  }

  public static String outage(Analysis analysis) {
    return analysis
            .only(Kind.FRESH)
            .longestOutage()
            .map(Outage::length)
            .map(it -> "outage %.1f ms".formatted(it.toNanos() / 1e6))
            .orElse("no outage")
        + ", %d of %d requests failed".formatted(analysis.failed(), analysis.requests());
  }

  private String call(String method, String path) {
    KubernetesClient client = space.client();
    return Faults.proxy(client, space.namespace(), pod, PORT, method, path);
  }
}
