package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be done is refused, or reported, in a sentence that says what to do. */
@ExtendWith(Cluster.class)
class BadInputIT {
  private static final String GOOD = Manifests.activePassive(2);

  @Test
  void refusedAtOnce(Space space) {
    assertThat(space.refusal(GOOD.replace("mode: ActivePassive", "mode: Primary")))
        .contains("spec.mode", "ActiveActive", "ActivePassive");
    assertThat(space.refusal(GOOD.replace("replicas: 2", "replicas: -1")))
        .contains("spec.replicas", "greater than or equal to 0");
    assertThat(space.refusal(GOOD.replace("replicas: 2", "replicas: 100000")))
        .contains("spec.replicas", "less than or equal to 1000");
    assertThat(space.refusal(GOOD.replace("targetPort: http", "targetPort: 70000")))
        .contains("give a number from 1 to 65535");
    assertThat(space.refusal(GOOD.replace("targetPort: http", "targetPort: web")))
        .contains("add the name to the container's ports, or give the port's number");
    assertThat(
            space.refusal(
                GOOD.replace(
                    "template:\n",
                    "template:\n    metadata: {labels: {understudy.dev/service: mine}}\n")))
        .contains("are set by Understudy; remove them");
    assertThat(
            space.refusal(
                GOOD.replace(
                    "service: {ports",
                    "service: {annotations: {understudy.dev/epoch: \"9\"}, ports")))
        .contains("begin with understudy.dev/ are set by Understudy; remove them");
    assertThat(space.refusal(preferring("[{zone: a, names: Ascending}]")))
        .contains("give exactly one of zone, nodeLabel, podLabel and names");
    assertThat(space.refusal(preferring("[{}]"))).contains("give exactly one of zone");
    assertThat(space.refusal(preferring("[{names: Ascending}, {zone: a}]")))
        .contains("write it last");
    assertThat(
            space.refusal(
                preferring("[{zone: a}]")
                    .replace("activePassive: {", "activePassive: {lease: {keeper: Workload}, ")))
        .contains("leave preference and failback out");
    assertThat(space.refusal(handover("lease: {keeper: Workload}", "{}")))
        .contains("leave handover out");
    assertThat(space.refusal(handover("fencing: StopLeader", "{route: Gap}")))
        .contains("leave handover out, and set terminationGracePeriodSeconds");
    assertThat(space.refusal(handover("fencing: None", "{route: Jump}")))
        .contains("spec.activePassive.handover.route", "\"Gap\", \"Overlap\"");
    assertThat(space.refusal(handover("fencing: None", "{drainSeconds: 1}")))
        .contains("spec.activePassive.handover.drainSeconds", "greater than or equal to 2");
    assertThat(space.refusal(hooks("lease: {keeper: Workload}", "onPromote", "/promote")))
        .contains("leave hooks out");
    assertThat(space.refusal(hooks("fencing: StopLeader", "onDemote", "/demote")))
        .contains("leave onDemote out");
    assertThat(space.refusal(hooks("fencing: None", "onPromote", "promote")))
        .contains("must begin with / and have no blanks, as /promote");
    assertThat(
            space.refusal(
                hooks("fencing: None", "onPromote", "/promote").replace("port: 1", "port: 0")))
        .contains("spec.activePassive.hooks.onPromote.http.port", "greater than or equal to 1");
    assertThat(
            space.refusal(
                hooks("fencing: None", "onPromote", "/promote")
                    .replace("onPromote: {", "onPromote: {exec: {command: [a]}, ")))
        .contains("give either http, a request to the member, or exec, a command in it");
    assertThat(
            space.refusal(
                hooks("fencing: None", "onPromote", "/promote")
                    .replaceFirst("http: \\{[^}]*}", "exec: {command: []}")))
        .contains("spec.activePassive.hooks.onPromote.exec.command", "at least 1 items");
    assertThat(
            space.refusal(
                updating("trialSeconds: 5")
                    .replace("activePassive: {", "activePassive: {lease: {keeper: Workload}, ")))
        .contains("leave trialSeconds out");
    assertThat(space.refusal(updating("trialSeconds: -1")))
        .contains("spec.update.trialSeconds", "greater than or equal to 0");
    assertThat(space.refusal(updating("revisionHistoryLimit: 101")))
        .contains("spec.update.revisionHistoryLimit", "less than or equal to 100");
    assertThat(space.refusal(preferring("[{nodeLabel: {key: disk}}]"))).contains("nodeLabel.value");
    assertThat(
            space.refusal(
                GOOD.replace("activePassive: {", "activePassive: {failback: Preferred, ")))
        .contains("add activePassive.preference");
    assertThat(space.refusal(roleFile("role"))).contains("must be the absolute path of a file");
    assertThat(space.refusal(roleFile("/etc/../role"))).contains("must be the absolute path");
    for (String folder : new String[] {"", "/etc", "/var/lib", "/proc/self"}) {
      assertThat(space.refusal(roleFile(folder + "/role")))
          .contains("give the file a folder of its own, as /etc/understudy/role");
    }
    assertThat(space.refusal(GOOD.replace("health:\n", "health:\n    detection: Quick\n")))
        .contains("spec.health.detection", "\"Balanced\", \"Fast\", \"Tolerant\"");
    refusesAWorkloadThatCannotBe(space);
    assertThat(space.refusal(Manifests.surviving("Region", GOOD)))
        .contains("spec.activeActive.survive", "\"Node\", \"Zone\"");
    assertThat(space.refusal(GOOD.replace("name: orders}", "name: " + "o".repeat(53) + "}")))
        .contains("use at most 52 characters");
    assertThat(
            space
                .client()
                .resources(dev.understudy.api.HAService.class)
                .inNamespace(space.namespace())
                .list()
                .getItems())
        .as("nothing was created")
        .isEmpty();
  }

  private static void refusesAWorkloadThatCannotBe(Space space) {
    String adopting = Manifests.adopting("StatefulSet", "ActivePassive");
    assertThat(space.refusal(adopting.replace("kind: StatefulSet", "kind: DaemonSet")))
        .contains("spec.workloadRef.kind", "\"Deployment\", \"StatefulSet\"");
    assertThat(
            space.refusal(adopting.replace("kind: StatefulSet, name: orders", "kind: Deployment")))
        .contains("spec.workloadRef.name", "Required value");
    assertThat(space.refusal(adopting.replaceFirst("workloadRef: .*", "paused: false")))
        .contains("give either template", "or workloadRef");
    assertThat(
            space.refusal(
                GOOD.replace("health:\n", "workloadRef: {kind: Deployment, name: a}\n  health:\n")))
        .contains("give either template", "or workloadRef");
    assertThat(space.refusal(adopting.replace("service:", "update: {paused: true}\n  service:")))
        .contains("update means nothing beside workloadRef");
    assertThat(space.refusal(adopting.replace("service:", "replicas: 3\n  service:")))
        .contains("replicas means nothing beside workloadRef", "scale the workload itself");
    assertThat(
            space.refusal(
                adopting.replace(
                    "service:", "health: {readinessProbe: {tcpSocket: {port: 80}}}\n  service:")))
        .contains("write the probe into the workload itself");
    assertThat(
            space.refusal(
                adopting.replace("activePassive: {", "activePassive: {roleFile: /etc/u/role, ")))
        .contains("by a volume of type downwardAPI");
  }

  private static String roleFile(String path) {
    return GOOD.replace("activePassive: {", "activePassive: {roleFile: \"" + path + "\", ");
  }

  private static String handover(String beside, String handover) {
    return GOOD.replace(
        "activePassive: {", "activePassive: {" + beside + ", handover: " + handover + ", ");
  }

  private static String hooks(String beside, String hook, String path) {
    return GOOD.replace(
        "activePassive: {",
        "activePassive: {%s, hooks: {%s: {http: {path: '%s', port: 1}}}, "
            .formatted(beside, hook, path));
  }

  private static String updating(String update) {
    return Manifests.updating(update, GOOD);
  }

  private static String preferring(String preference) {
    return GOOD.replace("activePassive: {", "activePassive: {preference: " + preference + ", ");
  }

  @Test
  void immutableFieldsAndForgedLabelsAndStatus(Space space) {
    space.apply(GOOD);
    space.awaitMembers(2);
    Space.Leader leader = space.leader();
    assertThat(space.refusal(GOOD.replace("service: {ports", "service: {name: other, ports")))
        .contains("service.name cannot be changed");
    assertThat(
            space.refusal(
                GOOD.replace("activePassive: {", "activePassive: {lease: {name: other}, ")))
        .contains("activePassive.lease.name cannot be changed");
    assertThat(space.refusal(Manifests.adopting("Deployment", "ActivePassive")))
        .contains("workloadRef cannot be changed");
    String member = Space.labels(leader.pod()).get(Space.MEMBER);
    assertThat(
            space.refusal(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: forged, labels: {understudy.dev/service: orders, understudy.dev/member: %s}}
                spec: {containers: [{name: forged, image: none}]}
                """
                    .formatted(member)))
        .contains("only Understudy sets it");
    space
        .shell()
        .run(
            "kubectl",
            "patch",
            "has/orders",
            "-n",
            space.namespace(),
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"leader\":\"nobody\",\"epoch\":99}}");
    Space.Leader same = space.leader();
    assertThat(same.name() + same.epoch()).isEqualTo(leader.name() + leader.epoch());
  }

  @Test
  void aSingleMemberHasNoStandby(Space space) {
    space.apply(Manifests.activePassive(1));
    assertThat(space.awaitCondition(Space.NAME, "StandbyReady", "False", "NoStandbyDeclared"))
        .contains("set replicas to 2 or more");
  }

  @Test
  void theServiceOfAnother(Space space) {
    space.apply(GOOD);
    Space.Leader leader = space.leader();
    space.apply(
        Manifests.orders("second", "ActivePassive", 2, "HoldLast", "1", 0)
            .replace("service: {ports", "service: {name: orders, ports"));
    assertThat(space.awaitCondition("second", "Ready", "False", "ServiceTaken"))
        .contains("give another name in service.name");
    assertThat(space.leader().name()).isEqualTo(leader.name());
  }

  @Test
  void theLeaseOfAnother(Space space) {
    space.apply(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: orders}
        spec: {holderIdentity: somebody, leaseDurationSeconds: 15}
        """);
    space.apply(GOOD);
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "LeaseTaken"))
        .contains("give another name in activePassive.lease.name, or delete that Lease");
    assertThat(space.lease().getSpec().getHolderIdentity()).isEqualTo("somebody");
  }

  @Test
  void aReplicaSetOfAnotherByTheSameName(Space space) {
    space.apply(GOOD);
    space.awaitMembers(2);
    var sets = space.client().apps().replicaSets().inNamespace(space.namespace());
    ReplicaSet set = sets.list().getItems().getFirst();
    space.client().resource(space.has()).delete();
    Space.eventually(() -> assertThat(sets.list().getItems()).isEmpty());
    set.getMetadata().setOwnerReferences(List.of());
    set.getMetadata().setResourceVersion(null);
    set.getSpec().setReplicas(0);
    space.client().resource(set).create();
    space.apply(GOOD);
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "WriteRefused"))
        .contains("delete it, or give the HAService another name");
    assertThat(sets.list().getItems()).hasSize(1);
    space.client().resource(set).delete();
    space.awaitMembers(2);
  }

  @Test
  void aTemplateThatTheApiServerRefuses(Space space) {
    space.apply(GOOD.replace("imagePullPolicy: Never", "imagePullPolicy: Perhaps"));
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "WriteRefused"))
        .contains("imagePullPolicy");
    space.apply(GOOD);
    space.awaitMembers(2);
    assertThat(space.leader().epoch()).isPositive();
  }

  /** Members come first: one that was born meanwhile can lead. */
  @Test
  void aServiceThatTheApiServerRefuses(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: first}
        spec: {type: NodePort, selector: {app: first}, ports: [{port: 80}]}
        """);
    int taken = space.service("first").getSpec().getPorts().getFirst().getNodePort();
    Space.Leader before = space.led();
    space.apply(
        GOOD.replace("service: {ports", "service: {type: NodePort, ports")
            .replace("targetPort: http}", "targetPort: http, nodePort: " + taken + "}"));
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "WriteRefused"))
        .contains("provided port is already allocated");
    var faults = new Faults(space);
    space.members().stream()
        .filter(it -> !Space.name(it).equals(before.name()))
        .forEach(faults::deleteByForce);
    space.awaitMembers(2);
    faults.deleteByForce(before.pod());
    assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
    space.apply(GOOD);
    space.awaitCondition(Space.NAME, "Ready", "True", "Serving");
  }

  @Test
  void aTemplateThatCannotBeReadHarmsNobodyElse(Space space) {
    Space.Leader before = space.led();
    space.apply(
        Manifests.orders("second", "ActivePassive", 2, "HoldLast", "1", 0)
            + "command: \"sleep 1\"\n".indent(8));
    assertThat(space.awaitCondition("second", "Ready", "False", "TemplateUnreadable"))
        .contains("spec.containers[0].command must be a list, not a string");
    Faults faults = new Faults(space);
    faults.crashOperators();
    faults.deleteByForce(before.pod());
    assertThat(space.leaderAfter(before).name()).isNotEqualTo(before.name());
    assertThat(space.awaitCondition("second", "Ready", "False", "TemplateUnreadable"))
        .contains("kubectl explain deployment.spec.template");
  }

  @Test
  void aRoleFileWhereSomethingIsMounted(Space space) {
    space.apply(
        Manifests.told(2)
            + "volumeMounts: [{name: own, mountPath: /etc/understudy}]\n".indent(8)
            + "volumes: [{name: own, emptyDir: {}}]\n".indent(6));
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "TemplateUnreadable"))
        .contains("container orders mounts volume own at /etc/understudy")
        .contains("give the file a folder in which nothing else is mounted");
  }

  @Test
  void membersThatAQuotaRefuses(Space space) {
    space.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: small}
        spec: {hard: {pods: "1"}}
        """);
    space.apply(GOOD);
    assertThat(space.awaitCondition(Space.NAME, "Ready", "False", "RolloutRefused"))
        .contains("exceeded quota: small");
    Space.Leader only = space.leader();
    space.client().resourceQuotas().inNamespace(space.namespace()).withName("small").delete();
    space.awaitMembers(2);
    assertThat(space.leader().name()).as("who led before").isEqualTo(only.name());
  }
}
