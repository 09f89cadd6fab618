package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has the API server refuse the operator's writes of chosen resources in chosen namespaces: whoever
 * is then killed was killed between the writes before and those refused.
 */
public final class Denials implements AutoCloseable {
  static final String NAME = "e2e-denials";
  private static final String LABEL = "e2e.understudy.dev/refuses";

  private final KubernetesClient client;
  private final String manifest;

  /** One policy for all namespaces: each says by its label what it refuses. */
  public Denials(Installation installation) {
    client = installation.client();
    manifest =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: e2e-denials}
        spec:
          matchConstraints:
            namespaceSelector: {matchExpressions: [{key: e2e.understudy.dev/refuses, operator: Exists}]}
            resourceRules:
            - {apiGroups: [""], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [pods, services, configmaps]}
            - {apiGroups: [apps], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [replicasets]}
            - {apiGroups: [policy], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [poddisruptionbudgets]}
            - {apiGroups: [coordination.k8s.io], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [leases]}
            - {apiGroups: [events.k8s.io], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [events]}
            - {apiGroups: [understudy.dev], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [haservices/status]}
          matchConditions:
          - name: by-the-operator-or-to-try
            expression: "request.userInfo.username == '%s' || request.resource.resource == 'configmaps'"
          validations:
          - expression: >-
              !(request.resource.resource in (namespaceObject.metadata.labels['e2e.understudy.dev/refuses'] + '_configmaps').split('_'))
            message: a story refuses this write
            reason: Forbidden
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: e2e-denials}
        spec: {policyName: e2e-denials, validationActions: [Deny]}
        """
            .formatted(installation.operatorUser());
    client.load(stream()).serverSideApply();
  }

  /**
   * Returns once the API server refuses.
   *
   * @param resources in the plural, joined by {@code _}
   */
  public void refuse(Space space, String resources) {
    label(space, resources);
    Space.eventually(() -> assertThat(isInForce(space)).as("writes are refused").isTrue());
  }

  /** Returns once the API server accepts again. */
  public void accept(Space space) {
    label(space, null);
    Space.eventually(() -> assertThat(isInForce(space)).as("writes are refused").isFalse());
  }

  @Override
  public void close() {
    client.load(stream()).delete();
  }

  private void label(Space space, @Nullable String resources) {
    client
        .namespaces()
        .withName(space.namespace())
        .edit(it -> {
          Map<String, String> labels = it.getMetadata().getLabels();
          if (resources == null) {
            labels.remove(LABEL);
          } else {
            labels.put(LABEL, resources);
          }
          return it;
        });
  }

  private boolean isInForce(Space space) {
    try {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("refused")
                  .withNamespace(space.namespace())
                  .endMetadata()
                  .build())
          .dryRun()
          .create();
      return false;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isEqualTo(403);
      return true;
    }
  }

  private ByteArrayInputStream stream() {
    return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
  }
}
