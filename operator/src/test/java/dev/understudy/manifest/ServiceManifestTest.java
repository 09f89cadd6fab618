package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.decision.Route;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServiceManifestTest {
  private final HAService has =
      Read.spec(
          """
          service:
            annotations: {example.com/pool: blue}
            ports:
            - {name: http, port: 80, targetPort: 8080}
            - {name: grpc, port: 9090, appProtocol: kubernetes.io/h2c}
          """);

  /** As the API server shows the Service that was created: it has filled in its defaults. */
  private ServiceBuilder shown() {
    return new ServiceBuilder(ServiceManifest.created(has, new Route.ToAll(), 0))
        .editSpec()
        .withType("ClusterIP")
        .withClusterIP("10.96.7.7")
        .endSpec();
  }

  @Nested
  class IsAsDeclared {
    private boolean with(UnaryOperator<ServiceBuilder> change) {
      return ServiceManifest.isAsDeclared(has, change.apply(shown()).build());
    }

    private boolean withFirstPort(Consumer<ServicePort> change) {
      return with(it -> {
        var service = it.build();
        change.accept(service.getSpec().getPorts().getFirst());
        return new ServiceBuilder(service);
      });
    }

    @Test
    void onceItWasCreated() {
      assertThat(with(it -> it)).isTrue();
    }

    @Test
    void whateverElseItHas() {
      assertThat(
              with(it ->
                  it.editMetadata()
                      .addToAnnotations("of", "others")
                      .endMetadata()
                      .editSpec()
                      .withSelector(null)
                      .withSessionAffinity("ClientIP")
                      .endSpec()))
          .isTrue();
    }

    /** Kubernetes chooses one unless one is declared. */
    @Test
    void withTheNodePortThatKubernetesChose() {
      assertThat(withFirstPort(port -> port.setNodePort(31234))).isTrue();
    }

    @Test
    void butNotWithAnAnnotationThatIsDeclaredNoMore() {
      Service before = shown().build();
      HAService now = Read.spec("service: {ports: [{name: http, port: 80, targetPort: 8080}]}");
      assertThat(ServiceManifest.isAsDeclared(now, before)).isFalse();
      assertThat(ServiceManifest.annotations(now, before)).containsOnlyKeys("understudy.dev/epoch");
    }

    @Test
    void butNotWithAnotherType() {
      assertThat(with(it -> it.editSpec().withType("NodePort").endSpec())).isFalse();
    }

    @Test
    void butNotWithoutADeclaredAnnotation() {
      assertThat(
              with(it -> it.editMetadata().removeFromAnnotations("example.com/pool").endMetadata()))
          .isFalse();
      assertThat(
              with(it ->
                  it.editMetadata().addToAnnotations("example.com/pool", "red").endMetadata()))
          .isFalse();
    }

    @Test
    void butNotWithOtherPorts() {
      assertThat(with(it -> it.editSpec().removeFromPorts(port(it, 0)).endSpec())).isFalse();
      assertThat(withFirstPort(port -> port.setName("web"))).isFalse();
      assertThat(withFirstPort(port -> port.setPort(81))).isFalse();
      assertThat(withFirstPort(port -> port.setTargetPort(new IntOrString(8081)))).isFalse();
      assertThat(withFirstPort(port -> port.setProtocol("UDP"))).isFalse();
      assertThat(withFirstPort(port -> port.setAppProtocol("http"))).isFalse();
    }

    @Test
    void butNotWithAnotherNodePortThanTheDeclaredOne() {
      ServiceManifest.firstPort(has).orElseThrow().nodePort = 30080;
      assertThat(withFirstPort(port -> port.setNodePort(31234))).isFalse();
      assertThat(withFirstPort(port -> port.setNodePort(30080))).isTrue();
    }

    private static ServicePort port(ServiceBuilder service, int index) {
      return service.buildSpec().getPorts().get(index);
    }
  }
}
