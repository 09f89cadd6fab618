package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a member is connected to. */
class ServingTest {
  private static final String IP = "10.244.1.7";

  private static Pod pod(UnaryOperator<ContainerBuilder> container) {
    Pod healthy = Scene.healthy("a");
    return new PodBuilder(healthy)
        .editSpec()
        .withContainers(
            new ContainerBuilder().withName("sidecar").build(),
            container
                .apply(new ContainerBuilder(healthy.getSpec().getContainers().getFirst()))
                .build())
        .endSpec()
        .build();
  }

  private static Service service(@Nullable IntOrString target) {
    return new ServiceBuilder()
        .withNewSpec()
        .addNewPort()
        .withPort(80)
        .withTargetPort(target)
        .endPort()
        .endSpec()
        .build();
  }

  /** Of the pod as it is, and as the cache keeps it. */
  private static Optional<InetSocketAddress> address(Pod pod, Optional<Service> service) {
    Optional<InetSocketAddress> address = Serving.address(pod, service);
    assertThat(Serving.address(Trim.pod(pod), service)).isEqualTo(address);
    return address;
  }

  private static Optional<InetSocketAddress> probed(UnaryOperator<ContainerBuilder> container) {
    return address(pod(container), Optional.empty());
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(IP, port);
  }

  @Test
  void isThePortOfTheReadinessProbe() {
    assertThat(
            probed(it ->
                it.withNewReadinessProbe()
                    .withNewHttpGet()
                    .withPort(new IntOrString(8081))
                    .endHttpGet()
                    .endReadinessProbe()))
        .contains(at(8081));
    assertThat(
            probed(it ->
                it.withNewReadinessProbe()
                    .withNewTcpSocket()
                    .withPort(new IntOrString("http"))
                    .endTcpSocket()
                    .endReadinessProbe()))
        .contains(at(8080));
    assertThat(
            probed(it ->
                it.withNewReadinessProbe().withNewGrpc().withPort(9).endGrpc().endReadinessProbe()))
        .contains(at(9));
  }

  @Test
  void isThePortOfTheServiceIfACommandTellsReadiness() {
    Pod pod =
        pod(it ->
            it.withNewReadinessProbe()
                .withNewExec()
                .withCommand("true")
                .endExec()
                .endReadinessProbe());
    assertThat(address(pod, Optional.of(service(new IntOrString("http"))))).contains(at(8080));
    assertThat(address(pod, Optional.of(service(new IntOrString(7))))).contains(at(7));
    assertThat(address(pod, Optional.of(service(null)))).contains(at(80));
    assertThat(address(pod, Optional.empty())).isEmpty();
  }

  @Test
  void isNotThatOfAnotherHost() {
    assertThat(
            probed(it ->
                it.withNewReadinessProbe()
                    .withNewHttpGet()
                    .withHost("example.org")
                    .withPort(new IntOrString(8081))
                    .endHttpGet()
                    .endReadinessProbe()))
        .isEmpty();
  }

  @Test
  void isThePortOfItsKubeletForANode() {
    Node node = Scene.kept("node", Node.class);
    assertThat(Serving.kubelet(node)).contains(new InetSocketAddress("172.18.0.3", 10250));
    assertThat(Serving.kubelet(Trim.node(node))).isEqualTo(Serving.kubelet(node));
    assertThat(Serving.kubelet(new NodeBuilder(node).withStatus(null).build())).isEmpty();
    assertThat(
            Serving.kubelet(new NodeBuilder(node).editStatus().withAddresses().endStatus().build()))
        .isEmpty();
    assertThat(
            Serving.kubelet(
                new NodeBuilder(node).editStatus().withDaemonEndpoints(null).endStatus().build()))
        .isEmpty();
  }

  @Test
  void isUnknownForANameThatNoPortHas() {
    assertThat(address(pod(it -> it), Optional.of(service(new IntOrString("metrics"))))).isEmpty();
  }

  @Test
  void isUnknownUntilThePodHasAnAddress() {
    Optional<Service> service = Optional.of(service(new IntOrString(7)));
    Pod pod = pod(it -> it);
    assertThat(
            address(new PodBuilder(pod).editStatus().withPodIP(null).endStatus().build(), service))
        .isEmpty();
    assertThat(address(new PodBuilder(pod).editStatus().withPodIP("").endStatus().build(), service))
        .isEmpty();
    assertThat(address(new PodBuilder(pod).withStatus(null).build(), service)).isEmpty();
  }
}
