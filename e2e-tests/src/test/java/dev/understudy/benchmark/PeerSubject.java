package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Load;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides by itself who leads, and whose clients know better than Kubernetes when it serves
 * again. Each fault hits the leader.
 */
abstract class PeerSubject extends Subject {
  /** By then every fault has shown, so that what answers afterwards has survived it. */
  private static final int SHOWN_SECONDS = 3;

  private static final int ANSWERS = 5;
  private static final Duration WHOLE = Duration.ofMinutes(3);

  private @Nullable Load load;

  PeerSubject(Space space, String title, int replicas) {
    super(space, title, replicas);
  }

  /** Where clients go. */
  abstract String url();

  /** All that it has is there, and follows the leader. */
  abstract void assertWhole();

  @Override
  final Load load() {
    load = Load.at(url(), space(), RATE);
    return load;
  }

  @Override
  List<Pod> pods() {
    return space().pods("app");
  }

  @Override
  final void awaitAllReady() {
    Space.eventually(
        WHOLE,
        () -> {
          assertThat(pods()).hasSize(replicas()).allMatch(Space::isReady);
          assertWhole();
        });
  }

  @Override
  final void awaitAnswerTo(Fault fault, Target target) {
    Load.go(SHOWN_SECONDS);
    Load clients = Objects.requireNonNull(load);
    Space.eventually(
        patience(fault).plusMinutes(1),
        () -> {
          for (int i = 0; i < ANSWERS; i++) {
            assertThat(clients.isAnswered()).as("answered").isTrue();
          }
        });
  }

  /** They end in order when they are told to. */
  @Override
  final void exit(Pod pod) {
    faults().signal(pod, "SIGTERM");
  }

  @Override
  final Optional<String> senseless(Fault fault) {
    if (fault == Fault.KILLED_WITH_OPERATOR) {
      return isPeer() ? Optional.of("it has no operator") : Optional.empty();
    }
    return fault.isPlanned() ? Optional.of("not compared where it is planned") : Optional.empty();
  }

  /** What the command prints in the pod. */
  final String exec(String pod, String command) {
    return space()
        .shell()
        .run("kubectl", "exec", "-n", space().namespace(), pod, "--", "sh", "-c", command);
  }
}
