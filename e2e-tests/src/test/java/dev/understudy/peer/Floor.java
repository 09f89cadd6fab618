package dev.understudy.peer;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that can fail over: holds a connection to the leader, and when it ends and no other one
 * is accepted, writes the Lease and the Service, and nothing else. It serves two pods of a
 * StatefulSet, knows no other loss than an ended connection, asks nobody, and promises nothing.
 *
 * <p>Environment: {@code NAMESPACE}. Prints {@code holds POD}.
 */
public final class Floor {
  /** Of the Service, the Lease and the StatefulSet. */
  public static final String NAME = "orders";

  public static final String POD = "statefulset.kubernetes.io/pod-name";
  private static final int PORT = 8080;
  private static final int DIAL_MILLIS = 200;
  private static final long RETRY_NANOS = 50_000_000;
  private static final int REHEARSALS = 20;

  private final KubernetesClient client;
  private final String namespace;
  private int epoch;

  private Floor(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.epoch =
        Objects.requireNonNullElse(
            client
                .leases()
                .inNamespace(namespace)
                .withName(NAME)
                .get()
                .getSpec()
                .getLeaseTransitions(),
            0);
  }

  static void main() {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      new Floor(client, System.getenv("NAMESPACE")).run();
    }
  }

  private void run() {
    String leader = routed();
    // the first writes of a process take their time
    for (int i = 0; i < REHEARSALS; i++) {
      promote(leader);
    }
    while (true) {
      holdUntilLost(leader);
      leader = leader.endsWith("-0") ? NAME + "-1" : NAME + "-0";
      promote(leader);
    }
  }

  private String routed() {
    Map<String, String> selector =
        client.services().inNamespace(namespace).withName(NAME).get().getSpec().getSelector();
    return Objects.requireNonNull(selector.get(POD));
  }

  private void promote(String leader) {
    epoch++;
    client
        .leases()
        .inNamespace(namespace)
        .withName(NAME)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"holderIdentity\":\"%s\",\"leaseTransitions\":%d}}"
                .formatted(leader, epoch));
    client
        .services()
        .inNamespace(namespace)
        .withName(NAME)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"selector\":{\"%s\":\"%s\"}}}".formatted(POD, leader));
  }

  private void holdUntilLost(String leader) {
    InetSocketAddress address = awaitAccepting(leader);
    System.out.println("holds " + leader);
    while (true) {
      try (Socket connection = dial(address)) {
        awaitEnd(connection);
      } catch (IOException _) {
        return;
      }
    }
  }

  private InetSocketAddress awaitAccepting(String leader) {
    while (true) {
      String ip =
          client.pods().inNamespace(namespace).withName(leader).get().getStatus().getPodIP();
      var address = new InetSocketAddress(Objects.requireNonNullElse(ip, "127.0.0.1"), PORT);
      try (Socket _ = dial(address)) {
        return address;
      } catch (IOException _) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private static Socket dial(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(address, DIAL_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns when the other side ends it, in order or not. */
  private static void awaitEnd(Socket connection) {
    try {
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // That is an end, too.
    }
  }
}
