package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardedTest {
  private static final Service SERVICE =
      new ServiceBuilder().withNewSpec().addNewPort().withPort(80).endPort().endSpec().build();
  private static final Guarded GUARDED =
      new Guarded(new Scene().has(), Optional.of(SERVICE), List.of(), _ -> Optional.empty());

  /** Many a server that shuts down waits for whoever is connected. */
  @Test
  void aMemberIsLetGoOfWhenItIsToldToEnd() {
    Pod pod = Scene.healthy("a");
    Pod deleted =
        new PodBuilder(pod)
            .editMetadata()
            .withDeletionTimestamp("2026-11-28T07:00:00Z")
            .endMetadata()
            .build();
    assertThat(GUARDED.address(pod)).isPresent();
    assertThat(GUARDED.address(deleted)).isEmpty();
  }
}
