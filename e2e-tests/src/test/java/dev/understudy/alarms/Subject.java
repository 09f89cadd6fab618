package dev.understudy.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A service of two members under light load, and who leads it. */
final class Subject implements AutoCloseable {
  /** A second; and a fifth of it on kept connections. */
  private static final int RATE = 10;

  /** For a machine that has just had six processes spinning, and a kubelet that waits. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Profile profile;
  private final Space space;
  private @Nullable Load load;

  Subject(Installation installation, Profile profile) {
    this.profile = profile;
    this.space = Space.create(installation, "alarms-" + profile.word());
    space.apply(profile.manifest());
  }

  Profile profile() {
    return profile;
  }

  Space space() {
    return space;
  }

  /** Waits until both members are ready and one of them leads. */
  Space.Leader settled() {
    Space.eventually(
        PATIENCE,
        () -> {
          assertThat(space.members()).as("members of " + profile).hasSize(2);
          assertThat(space.readyMembers()).as("ready members of " + profile).hasSize(2);
        });
    return space.leader();
  }

  void load() {
    load = Load.on(space, RATE, RATE / 5);
  }

  /** What became of all requests since {@link #load}. */
  Analysis unload() {
    Load running = Objects.requireNonNull(load, "there is no load");
    load = null;
    return running.end();
  }

  long epoch() {
    return space.lease().getSpec().getLeaseTransitions();
  }

  /** Those that began since that epoch. */
  List<Stretch.Change> changesSince(long epoch) {
    Map<Long, String> reasons = reasons();
    List<Stretch.Change> changes = new ArrayList<>();
    for (long each = epoch + 1; each <= epoch(); each++) {
      changes.add(new Stretch.Change(each, reasons.getOrDefault(each, "?")));
    }
    return changes;
  }

  /** Of the last few epochs. */
  private Map<Long, String> reasons() {
    return Optional.ofNullable(space.has().getStatus())
        .flatMap(it -> Optional.ofNullable(it.failovers))
        .orElse(List.of())
        .stream()
        .filter(it -> it.epoch != null && it.reason != null)
        .collect(Collectors.toMap(Subject::epoch, Subject::reason, (one, _) -> one));
  }

  private static long epoch(FailoverStatus of) {
    return Objects.requireNonNull(of.epoch);
  }

  private static String reason(FailoverStatus of) {
    return Objects.requireNonNull(of.reason);
  }

  @Override
  public void close() {
    try {
      space.close();
    } catch (KubernetesClientException e) {
      System.out.println("left behind: namespace " + space.namespace() + ": " + e.getMessage());
    }
  }
}
