package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal pods have equal revisions: a revision that changed for nothing would replace them all. */
class RevisionTest {
  private static final String SPEC =
      """
      mode: ActivePassive
      replicas: 2
      service: {ports: [{port: 80, targetPort: 8080}]}
      template:
        metadata: {labels: {app: orders, team: sales}}
        spec:
          nodeSelector: {disk: ssd, zone: a}
          containers:
          - name: orders
            image: orders:1
            resources: {limits: {memory: 64Mi}, requests: {cpu: 100m, memory: 64Mi}}
      """;

  private static String revision(String spec) {
    return WorkloadManifest.revision(Read.spec(spec));
  }

  private static String changed(String what, String to) {
    String spec = SPEC.replace(what, to);
    assertThat(spec).isNotEqualTo(SPEC);
    return revision(spec);
  }

  @Test
  void isAPartOfAName() {
    assertThat(revision(SPEC)).matches("[0-9a-f]{10}");
  }

  @Test
  void staysWhenTheSameIsWrittenOtherwise() {
    assertThat(
            revision(
                """
                template:
                  spec:
                    containers:
                    - resources:
                        requests:
                          memory: "64Mi"
                          cpu: "100m"
                        limits:
                          memory: "64Mi"
                      image: 'orders:1'
                      name: 'orders'
                    nodeSelector:
                      zone: a
                      disk: ssd
                  metadata:
                    labels:
                      team: sales
                      app: orders
                service:
                  ports:
                  - targetPort: 8080
                    port: 80
                replicas: 2
                mode: ActivePassive
                """))
        .isEqualTo(revision(SPEC));
  }

  @Test
  void staysWhenThePodsDo() {
    String revision = revision(SPEC);
    assertThat(changed("replicas: 2", "replicas: 7")).isEqualTo(revision);
    assertThat(changed("ActivePassive", "ActiveActive")).isEqualTo(revision);
    assertThat(changed("port: 80,", "port: 81,")).isEqualTo(revision);
    assertThat(changed("port: 80,", "name: http, protocol: TCP, port: 80,")).isEqualTo(revision);
    assertThat(changed("service: {", "service: {type: NodePort, annotations: {a: b}, "))
        .isEqualTo(revision);
    assertThat(changed("replicas: 2", "paused: true")).isEqualTo(revision);
    assertThat(changed("replicas: 2", "activePassive: {whenNoCandidate: Close}"))
        .isEqualTo(revision);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image: orders:2", "image: orders:1\n      env: [{name: A, value: b}]"})
  void changesWithTheContainer(String image) {
    assertThat(changed("image: orders:1", image)).isNotEqualTo(revision(SPEC));
  }

  @Test
  void changesWithTheTemplatesLabels() {
    assertThat(changed("team: sales", "team: stock")).isNotEqualTo(revision(SPEC));
  }

  /** The default probe connects to the port. */
  @Test
  void changesWithThePortThatIsProbed() {
    assertThat(changed("targetPort: 8080", "targetPort: 8081")).isNotEqualTo(revision(SPEC));
    assertThat(changed("targetPort: 8080", "targetPort: 8080, protocol: UDP"))
        .isNotEqualTo(revision(SPEC));
  }

  @Test
  void changesWithTheProbe() {
    String probed = changed("mode:", "health: {readinessProbe: {tcpSocket: {port: 8080}}}\nmode:");
    assertThat(probed).isNotEqualTo(revision(SPEC));
    assertThat(changed("mode:", "health: {readinessProbe: {tcpSocket: {port: 9}}}\nmode:"))
        .isNotEqualTo(probed);
  }

  @Test
  void changesWithTheRoleFile() {
    String told = changed("mode:", "activePassive: {roleFile: /etc/understudy/role}\nmode:");
    assertThat(told).isNotEqualTo(revision(SPEC));
    assertThat(changed("mode:", "activePassive: {roleFile: /etc/understudy/part}\nmode:"))
        .isNotEqualTo(told);
  }

  /** Fields newer than this release reach the pods too. */
  @Test
  void changesWithAFieldThatThisReleaseDoesNotKnow() {
    assertThat(changed("nodeSelector:", "fieldOfTomorrow: 1\n    nodeSelector:"))
        .isNotEqualTo(changed("nodeSelector:", "fieldOfTomorrow: 2\n    nodeSelector:"));
  }
}
