package dev.understudy.execute;

import dev.understudy.decision.Action;
import dev.understudy.decision.Step;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a decision.
 *
 * @param done the steps of which every write was accepted
 * @param writes every write that was accepted, with the time that it took
 */
public record Outcome(List<Step> done, List<Write> writes, Optional<Stop> stop) {
  public Outcome {
    done = List.copyOf(done);
    writes = List.copyOf(writes);
  }

  /** An accepted write. */
  public record Write(Action action, Duration took) {}

  /** Why the rest was not written. */
  public sealed interface Stop {
    /** The world had changed: normal; look again. */
    record Conflict(Action action, String words) implements Stop {}

    /** The API server would not have it. */
    record Refused(Action action, String words) implements Stop {}

    /** Nobody knows whether it was written: decide anew. */
    record Unanswered(Action action, KubernetesClientException cause) implements Stop {}

    /** Another replica of the operator writes now. */
    record NotLeading() implements Stop {}
  }
}
