package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Cluster;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Understudy made goes with the HAService, and is not made again. */
@ExtendWith(Cluster.class)
class DeletionIT {
  @Test
  void inTheBackground(Space space) {
    allGoes(space, "background");
  }

  /** The HAService stays until all of its own is gone. */
  @Test
  void inTheForeground(Space space) {
    allGoes(space, "foreground");
  }

  private static void allGoes(Space space, String cascade) {
    space.led();
    assertThat(remains(space))
        .extracting(HasMetadata::getKind)
        .contains("Pod", "ReplicaSet", "Lease", "Service");
    space
        .shell()
        .run("kubectl", "delete", "has/orders", "-n", space.namespace(), "--cascade=" + cascade);
    Space.eventually(() -> assertThat(remains(space)).isEmpty());
    Load.go(2);
    assertThat(remains(space)).as("made again").isEmpty();
  }

  private static List<HasMetadata> remains(Space space) {
    var client = space.client();
    String namespace = space.namespace();
    return Stream.of(
            client.pods().inNamespace(namespace).list().getItems(),
            client.apps().replicaSets().inNamespace(namespace).list().getItems(),
            client.leases().inNamespace(namespace).list().getItems(),
            client.services().inNamespace(namespace).list().getItems())
        .<HasMetadata>flatMap(List::stream)
        .toList();
  }
}
