package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Shell;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The chart is upgraded, narrowed to one namespace, and taken away, under load. */
@ExtendWith(Cluster.class)
class HelmIT {
  @AfterEach
  void asBefore(Space space) {
    space.installation().helm();
    new Faults(space).awaitOperators(2);
  }

  @Test
  void upgradedWithOtherValues(Space space) {
    Space.Leader before = space.led();
    Load load = Load.on(space);
    space.installation().helm("replicas=3", "logLevel=debug");
    new Faults(space).awaitOperators(3);
    Load.go(1);
    Analysis analysis = load.stop();
    space.measured("upgraded to other values: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    space.assertStillLeads(before);
  }

  /** A leader, and members that all serve, do not notice that another operator keeps them. */
  @Test
  void upgradedToAnotherImage(Space space) {
    String image = Installation.OPERATOR_IMAGE.replaceFirst(":.*", ":next");
    space
        .shell()
        .run(
            "sh",
            "-c",
            "printf 'FROM %s\nLABEL next=yes\n' \"$0\" | docker build -q -t \"$1\" -",
            Installation.OPERATOR_IMAGE,
            image);
    space.shell().run("e2e-tests/cluster/load", image);
    Space.Leader before = space.led();
    Space all = Space.create(space.installation(), "HelmIT.all");
    all.apply(Manifests.activeActive(2));
    all.awaitMembers(2);
    Load onLeader = Load.on(space);
    Load onAll = Load.on(all);
    space.installation().helm("image.tag=next");
    Faults faults = new Faults(space);
    faults.awaitOperators(2);
    assertThat(faults.operators())
        .extracting(it -> it.getSpec().getContainers().getFirst().getImage())
        .allMatch(it -> it.endsWith(":next"));
    Load.go(1);
    for (Load load : List.of(onLeader, onAll)) {
      Analysis analysis = load.stop();
      space.measured("upgraded to another image: " + Load.outage(analysis));
      Load.assertNothingFailed(analysis);
    }
    space.assertStillLeads(before);
  }

  /** The release before had another column. */
  @Test
  void anUpgradeBringsTheDefinitionUpToDate(Space space, @TempDir Path folder) throws IOException {
    space
        .shell()
        .run("cp", "-r", space.installation().root() + "/helm/understudy", folder.toString());
    Path older = folder.resolve("understudy");
    Path definition = older.resolve("files/haservices.understudy.dev.yaml");
    Files.writeString(
        definition, Files.readString(definition).replace("name: Reason\n", "name: Older\n"));
    helm(space, "upgrade", "understudy", older.toString(), "--reuse-values", "--wait");
    assertThat(columns(space)).contains("Older").doesNotContain("Reason");
    space.installation().helm();
    assertThat(columns(space)).contains("Reason").doesNotContain("Older");
  }

  @Test
  void aValueThatMakesNoSenseIsRefused(Space space) {
    String chart = space.installation().root() + "/helm/understudy";
    for (String value : new String[] {"replicas=none", "replica=3", "logLevel=loud"}) {
      Shell.Result said =
          space.shell().attempt("helm", "template", "understudy", chart, "--set", value);
      assertThat(said.code()).as(value).isNotZero();
      assertThat(said.all()).contains(value.split("=", 2)[0], "don't meet the specifications");
    }
  }

  @Test
  void fitsIntoARestrictedNamespace(Space space) {
    Shell.Result said =
        space
            .shell()
            .attempt(
                "kubectl",
                "label",
                "--dry-run=server",
                "namespace",
                Installation.NAMESPACE,
                "pod-security.kubernetes.io/enforce=restricted");
    assertThat(said.code()).as(said.all()).isZero();
    assertThat(said.all()).as("pods that Pod Security refuses").doesNotContain("Warning");
  }

  @Test
  void withoutItsAdmissionPolicyAForgedLabelIsRemoved(Space space) {
    space.installation().helm("admissionPolicy.enabled=false");
    Space.Leader leader = space.led();
    String forged =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: forged, labels: {understudy.dev/service: orders, understudy.dev/member: %s}}
        spec: {containers: [{name: forged, image: %s, imagePullPolicy: Never}]}
        """
            .formatted(Space.labels(leader.pod()).get(Space.MEMBER), Installation.SAMPLE_IMAGE);
    Space.eventually(() -> space.apply(forged)); // the policy may live on for a moment
    Space.eventually(
        () -> assertThat(Space.labels(space.pod("forged"))).doesNotContainKey(Space.MEMBER));
    Space.eventually(() ->
        assertThat(space.events())
            .anyMatch(
                it -> "LabelForged".equals(it.getReason()) && it.getNote().contains("forged")));
    space.client().resource(space.pod("forged")).withGracePeriod(0).delete();
    space.assertStillLeads(leader);
  }

  @Test
  void narrowedToOneNamespace(Space space) {
    Space other = Space.create(space.installation(), "HelmIT.other");
    space.installation().helm("watchNamespace=" + space.namespace());
    Space.Leader before = space.led();
    other.apply(Manifests.activePassive(2));
    assertThat(mayListPods(space)).isTrue();
    assertThat(mayListPods(other)).isFalse();
    new Faults(space).deleteByForce(before.pod());
    assertThat(space.leaderAfter(before).epoch()).isEqualTo(before.epoch() + 1);
    assertThat(other.members()).as("of another namespace").isEmpty();
    assertThat(other.has().getStatus()).isNull();
    space.installation().helm();
    other.awaitMembers(2);
    assertThat(other.leader().epoch()).isEqualTo(1);
  }

  @Test
  void uninstalled(Space space) {
    Space.Leader before = space.led();
    Space kept = Space.create(space.installation(), "HelmIT.kept");
    Space.Leader leaderOfKept = kept.led();
    Load load = Load.on(space);
    Shell.Result said =
        space
            .shell()
            .attempt("helm", "uninstall", "understudy", "-n", Installation.NAMESPACE, "--wait");
    assertThat(said.code()).as(said.all()).isZero();
    assertThat(said.all())
        .contains("nobody fails over", "Workloads and routes keep working as they are");
    Space.eventually(() -> assertThat(new Faults(space).operators()).isEmpty());
    Load.go(3);
    Analysis analysis = load.stop();
    space.measured("uninstalled: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    space.assertStillLeads(before);

    space.delete();
    Space.eventually(() -> assertThat(space.members()).isEmpty());
    space.installation().helm();
    kept.assertStillLeads(leaderOfKept);
  }

  private static void helm(Space space, String... arguments) {
    space
        .shell()
        .run(
            Stream.concat(
                    Stream.of("helm", "--namespace", Installation.NAMESPACE), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static List<String> columns(Space space) {
    return List.of(
        space
            .shell()
            .run(
                "kubectl",
                "get",
                "crd/haservices.understudy.dev",
                "-o",
                "jsonpath={.spec.versions[0].additionalPrinterColumns[*].name}")
            .split(" "));
  }

  private static boolean mayListPods(Space space) {
    return space.allows(space.installation().operatorUser(), "list", "", "pods");
  }
}
