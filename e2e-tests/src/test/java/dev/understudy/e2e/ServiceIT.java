package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Service follows what is declared, and what somebody else does to it is put right. */
@ExtendWith(Cluster.class)
class ServiceIT {
  private static final String DECLARED =
      "service: {ports: [{name: http, port: 80, targetPort: http}]}";

  @Test
  void followsWhatIsDeclared(Space space) {
    String plain = Manifests.activePassive(2);
    space.apply(plain);
    space.awaitMembers(2);
    Space.Leader leader = space.leader();
    Load load = Load.on(space);
    space.apply(
        plain.replace(
            DECLARED,
            """
            service:
                type: NodePort
                annotations: {example.com/pool: blue}
                ports:
                - {name: more, port: 81, targetPort: http}
                - {name: http, port: 80, targetPort: http}\
            """));
    Space.eventually(() -> {
      assertThat(space.service().getSpec().getType()).isEqualTo("NodePort");
      assertThat(space.service().getSpec().getPorts())
          .extracting(ServicePort::getName)
          .containsExactly("more", "http");
      assertThat(space.service().getMetadata().getAnnotations())
          .containsEntry("example.com/pool", "blue");
    });
    space.apply(plain);
    Space.eventually(() -> {
      assertThat(space.service().getSpec().getType()).isEqualTo("ClusterIP");
      assertThat(space.service().getSpec().getPorts())
          .extracting(ServicePort::getName)
          .containsExactly("http");
      assertThat(space.service().getMetadata().getAnnotations())
          .containsOnlyKeys("understudy.dev/epoch");
    });
    String settled = space.service().getMetadata().getResourceVersion();
    Load.go(2);
    Analysis analysis = load.stop();
    space.measured("type, ports and annotations there and back: " + Load.outage(analysis));
    Load.assertNothingFailed(analysis);
    assertThat(space.service().getMetadata().getResourceVersion())
        .as("nothing more is written")
        .isEqualTo(settled);
    assertThat(space.leader().epoch()).isEqualTo(leader.epoch());
  }

  @Test
  void whatOthersDoToItIsPutRight(Space space) {
    Space.Leader before = space.led();

    edit(space, it -> it.getMetadata().getLabels().clear());
    Space.eventually(() ->
        assertThat(space.service().getMetadata().getLabels())
            .containsEntry("understudy.dev/service", Space.NAME));
    edit(space, it -> it.getSpec().setSelector(Map.of("app", "somebody-else")));
    space.leader();
    edit(space, it -> it.getMetadata().setAnnotations(null));
    new Faults(space).deleteByForce(before.pod());
    Space.Leader after = space.leaderAfter(before);
    assertThat(after.epoch()).as("though the Service forgot it").isEqualTo(before.epoch() + 1);

    space.client().resource(space.service()).delete();
    Space.eventually(() ->
        assertThat(space.selector())
            .containsEntry(Space.MEMBER, Space.labels(after.pod()).get(Space.MEMBER)));
    assertThat(space.leader().epoch()).as("of a Service made anew").isEqualTo(after.epoch());

    space.client().resource(space.lease()).delete();
    Space.Leader last = space.leaderAfter(after);
    assertThat(last.name()).as("the leader stays").isEqualTo(after.name());
    assertThat(last.epoch()).as("of a Lease made anew").isEqualTo(after.epoch() + 1);
  }

  /** By them it is seen, and its pods are known to be members. */
  @Test
  void aReplicaSetGetsItsLabelsBack(Space space) {
    Space.Leader before = space.led();
    String name = before.pod().getMetadata().getOwnerReferences().getFirst().getName();
    var set = space.client().apps().replicaSets().inNamespace(space.namespace()).withName(name);
    var labels = set.get().getMetadata().getLabels();
    set.edit(it -> {
      it.getMetadata().setLabels(Map.of("team", "sales"));
      return it;
    });
    Space.eventually(() ->
        assertThat(set.get().getMetadata().getLabels())
            .containsAllEntriesOf(labels)
            .containsEntry("team", "sales"));
    space.apply(Manifests.activePassive(3));
    space.awaitMembers(3);
    assertThat(space.leader().epoch()).as("nobody was deposed").isEqualTo(before.epoch());
  }

  private static void edit(Space space, Consumer<Service> change) {
    space
        .client()
        .services()
        .inNamespace(space.namespace())
        .withName(Space.NAME)
        .edit(it -> {
          change.accept(it);
          return it;
        });
  }
}
