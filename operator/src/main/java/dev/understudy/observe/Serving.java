package dev.understudy.observe;

import dev.understudy.detect.Question;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a pod serves: the port that its readiness is told by, because that is the one that has to
 * answer; if it is told by a command, the port that the Service sends its clients to. And what it
 * is asked there.
 */
final class Serving {
  private Serving() {}

  /** Empty as long as the pod has no address, or if nothing says where it serves. */
  static Optional<InetSocketAddress> address(Pod pod, Optional<Service> service) {
    return Optional.ofNullable(pod.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getPodIP()))
        .filter(ip -> !ip.isEmpty())
        .flatMap(ip ->
            port(pod, service).map(port -> new InetSocketAddress(InetAddress.ofLiteral(ip), port)));
  }

  /** Where the kubelet of a node answers. */
  static Optional<InetSocketAddress> kubelet(Node node) {
    return Optional.ofNullable(node.getStatus())
        .filter(status -> status.getDaemonEndpoints() != null)
        .flatMap(status -> Optional.ofNullable(status.getDaemonEndpoints().getKubeletEndpoint()))
        .flatMap(endpoint -> Optional.ofNullable(endpoint.getPort()))
        .flatMap(port ->
            node.getStatus().getAddresses().stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .findFirst()
                .map(address ->
                    new InetSocketAddress(InetAddress.ofLiteral(address.getAddress()), port)));
  }

  /** What its readiness probe asks it; empty if that is a command, or no more than a connection. */
  static Optional<Question> question(Pod pod, InetSocketAddress address) {
    return containers(pod)
        .filter(container -> probed(container).isPresent())
        .findFirst()
        .flatMap(container -> question(container.getReadinessProbe(), address));
  }

  private static Optional<Question> question(Probe probe, InetSocketAddress address) {
    if (probe.getGrpc() != null) {
      String service = Objects.requireNonNullElse(probe.getGrpc().getService(), "");
      return Optional.of(new Question.Grpc(address, service));
    }
    return Optional.ofNullable(probe.getHttpGet())
        .map(get ->
            new Question.Http(
                address,
                "HTTPS".equalsIgnoreCase(get.getScheme()),
                Objects.requireNonNullElse(get.getPath(), "/"),
                get.getHttpHeaders().stream()
                    .map(header -> new Question.Header(header.getName(), header.getValue()))
                    .toList()));
  }

  private static Optional<Integer> port(Pod pod, Optional<Service> service) {
    return probed(pod)
        .or(() ->
            service.stream()
                .flatMap(it -> it.getSpec().getPorts().stream())
                .map(port ->
                    Optional.ofNullable(port.getTargetPort())
                        .orElseGet(() -> new IntOrString(port.getPort())))
                .findFirst()
                .flatMap(port -> number(port, containers(pod))));
  }

  private static Optional<Integer> probed(Pod pod) {
    return containers(pod).flatMap(container -> probed(container).stream()).findFirst();
  }

  private static Optional<Integer> probed(Container container) {
    Probe probe = container.getReadinessProbe();
    if (probe == null) {
      return Optional.empty();
    }
    if (probe.getGrpc() != null) {
      return Optional.ofNullable(probe.getGrpc().getPort());
    }
    return Stream.of(
            Optional.ofNullable(probe.getHttpGet())
                .filter(it -> it.getHost() == null) // else it asks somebody else
                .map(it -> it.getPort()),
            Optional.ofNullable(probe.getTcpSocket())
                .filter(it -> it.getHost() == null)
                .map(it -> it.getPort()))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(port -> number(port, Stream.of(container)));
  }

  private static Optional<Integer> number(IntOrString port, Stream<Container> containers) {
    return port.getIntVal() != null
        ? Optional.of(port.getIntVal())
        : containers
            .flatMap(container -> container.getPorts().stream())
            .filter(it -> Objects.equals(it.getName(), port.getStrVal()))
            .map(ContainerPort::getContainerPort)
            .findFirst();
  }

  private static Stream<Container> containers(Pod pod) {
    return pod.getSpec().getContainers().stream();
  }
}
