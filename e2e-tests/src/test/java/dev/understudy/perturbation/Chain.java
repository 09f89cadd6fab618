package dev.understudy.perturbation;

import io.fabric8.kubernetes.client.KubernetesClient;

/** One process of the operator after the other, behind one proxy. */
final class Chain implements AutoCloseable {
  private final Proxy proxy;
  private final Operator.Make make;
  private final String namespace;
  private Operator operator;

  /**
   * @param namespace of the operator lease, to be made
   */
  Chain(KubernetesClient client, Proxy proxy, Operator.Make make, String namespace) {
    this.proxy = proxy;
    this.make = make;
    this.namespace = namespace;
    ControlPlane.namespace(client, namespace);
    this.operator = next();
  }

  Proxy proxy() {
    return proxy;
  }

  /** The operator is killed, and another process of it started. */
  synchronized void restart() {
    operator.close();
    proxy.cut();
    operator = next();
  }

  /** Ends the operator in good order. */
  synchronized void stop() throws InterruptedException {
    operator.stop();
  }

  private Operator next() {
    proxy.operatorStarts();
    return new Operator(make, namespace, proxy.url());
  }

  @Override
  public synchronized void close() {
    operator.close();
    proxy.close();
  }
}
