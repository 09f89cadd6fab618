package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Audit;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator may do what it does, and nothing else: RBAC compared with the audit log. */
@ExtendWith(Cluster.class)
class RightsIT {
  @Test
  void everyRightIsUsedAndNoOtherIsMissed(Space space) {
    Instant since = Instant.now();
    givesBackAServiceWhoseHAServiceIsGone(space);
    startsWithoutAnOperatorLease(space);
    space.apply(Manifests.gated(2, "1"));
    space.awaitMembers(2);
    Space.Leader old = space.leader();
    space.apply(
        Manifests.updating("trialSeconds: 1, revisionHistoryLimit: 0", Manifests.gated(2, "2")));
    Space.Leader renewed = space.leaderAfter(old);
    Space.eventually(() -> assertThat(space.has().getStatus().updatedReplicas).isEqualTo(2));
    Space.eventually(() -> assertThat(replicaSets(space)).isEqualTo(1));
    assertThat(renewed.epoch()).isEqualTo(old.epoch() + 2);
    space.patch("{\"spec\": {\"replicas\": 3}}"); // applies the budget
    space.awaitMembers(3);
    space.patch("{\"spec\": {\"replicas\": 1}}"); // deletes it
    standbys(space, true);
    standbys(space, false);
    space.awaitMembers(1);
    space.order("nobody");
    Space.eventually(() -> assertThat(space.has().getStatus().switchover).isNotNull());
    adoptsWorkloads(space);

    List<Audit.Request> requests = new Audit(space.installation()).ofOperator(since);
    assertThat(requests)
        .as("refused for want of a right, and not because another story's namespace ends")
        .filteredOn(
            it -> Set.of(space.namespace(), Installation.NAMESPACE, "").contains(it.namespace()))
        .isNotEmpty()
        .extracting(Audit.Request::code)
        .doesNotContain(HttpURLConnection.HTTP_FORBIDDEN);
    Set<String> granted = granted(space.client());
    assertThat(used(requests)).containsExactlyInAnyOrderElementsOf(granted);
    assertThat(granted).noneMatch(it -> it.contains("*") || it.contains("secrets"));
    space.measured(granted.size() + " rights, each of them used");
  }

  @Test
  void whoMayEditDeploymentsMayEditHAServices(Space space) {
    for (String role : new String[] {"view", "edit"}) {
      space.apply(
          """
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: %1$s}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
          subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: who-may-%1$s}]
          """
              .formatted(role));
    }
    Space.eventually(() -> {
      assertThat(space.allows("who-may-edit", "update", "understudy.dev", "haservices")).isTrue();
      assertThat(space.allows("who-may-view", "get", "understudy.dev", "haservices")).isTrue();
    });
    assertThat(space.allows("who-may-view", "update", "understudy.dev", "haservices")).isFalse();
    assertThat(space.allows("who-may-edit", "patch", "understudy.dev", "haservices/status"))
        .isFalse();
  }

  private static void standbys(Space space, boolean declared) {
    space.patch("{\"spec\": {\"service\": {\"standbys\": " + declared + "}}}");
    var services = space.client().services().inNamespace(space.namespace());
    Space.eventually(() ->
        assertThat(services.withName(Space.NAME + "-standbys").get() != null).isEqualTo(declared));
  }

  private static void givesBackAServiceWhoseHAServiceIsGone(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: orders}
        spec: {selector: {app: legacy}, ports: [{name: http, port: 80, targetPort: http}]}
        """);
    space.apply(Manifests.activePassive(2));
    space.leader();
    Faults faults = new Faults(space);
    try {
      faults.scaleOperators(0);
      space.delete();
    } finally {
      faults.scaleOperators(2);
    }
    faults.awaitOperators(2);
    Space.eventually(() -> assertThat(space.selector()).containsOnlyKeys("app"));
    space.client().services().inNamespace(space.namespace()).withName(Space.NAME).delete();
    Space.eventually(() -> assertThat(space.members()).isEmpty());
  }

  /** Those that have no Service yet. */
  private static void adoptsWorkloads(Space space) {
    for (String kind : new String[] {"Deployment", "StatefulSet"}) {
      String name = kind.toLowerCase(Locale.ROOT);
      space.apply(
          Manifests.workload(kind, 1, "1", 0)
              .replaceFirst("(?s)^.*?---\n", "")
              .replace("metadata: {name: orders}", "metadata: {name: " + name + "}")
              .replace("app: orders", "app: " + name));
      space.apply(
          Manifests.adopting(kind, "ActivePassive")
              .replace("name: orders", "name: " + name)
              .replace("service: {name: " + name + "}", "service: {ports: [{port: 80}]}"));
      Space.eventually(
          () -> assertThat(space.service(name).getSpec().getSelector()).containsKey(Space.MEMBER));
    }
  }

  private static void startsWithoutAnOperatorLease(Space space) {
    space
        .client()
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.OPERATOR)
        .delete();
    new Faults(space).awaitOperators(2);
  }

  private static int replicaSets(Space space) {
    return space
        .client()
        .apps()
        .replicaSets()
        .inNamespace(space.namespace())
        .list()
        .getItems()
        .size();
  }

  /** Rights in the operator's own namespace count apart from those in all. */
  private static Set<String> granted(KubernetesClient client) {
    Stream<String> everywhere =
        client.rbac().clusterRoleBindings().list().getItems().stream()
            .filter(it -> it.getSubjects().stream().anyMatch(RightsIT::isOperator))
            .map(it ->
                client.rbac().clusterRoles().withName(it.getRoleRef().getName()).get().getRules())
            .flatMap(rules -> rights("everywhere", rules));
    Stream<String> here =
        client.rbac().roleBindings().inNamespace(Installation.NAMESPACE).list().getItems().stream()
            .filter(it -> it.getSubjects().stream().anyMatch(RightsIT::isOperator))
            .map(it ->
                client
                    .rbac()
                    .roles()
                    .inNamespace(Installation.NAMESPACE)
                    .withName(it.getRoleRef().getName())
                    .get()
                    .getRules())
            .flatMap(rules -> rights("at home", rules));
    return Stream.concat(everywhere, here).collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOperator(Subject subject) {
    return "ServiceAccount".equals(subject.getKind())
        && Installation.OPERATOR.equals(subject.getName())
        && Installation.NAMESPACE.equals(subject.getNamespace());
  }

  private static Stream<String> rights(String where, List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(rule ->
            rule.getApiGroups().stream()
                .flatMap(group ->
                    rule.getResources().stream()
                        .flatMap(resource ->
                            rule.getVerbs().stream()
                                .map(verb -> right(where, verb, group, resource)))));
  }

  private static Set<String> used(List<Audit.Request> requests) {
    Predicate<Audit.Request> atHome = it -> it.namespace().equals(Installation.NAMESPACE);
    return requests.stream()
        .flatMap(it ->
            verbs(it)
                .map(verb ->
                    right(
                        atHome.test(it) ? "at home" : "everywhere",
                        verb,
                        it.group(),
                        it.resource())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** An apply that creates needs the right to create, too. */
  private static Stream<String> verbs(Audit.Request request) {
    return "patch".equals(request.verb()) && request.code() == HttpURLConnection.HTTP_CREATED
        ? Stream.of("patch", "create")
        : Stream.of(request.verb());
  }

  private static String right(String where, String verb, String group, String resource) {
    return "%s %s %s".formatted(where, verb, group.isEmpty() ? resource : resource + "." + group);
  }
}
