package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Step;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Carries decisions out: one conditional write for each action, in order. The first write that is
 * not accepted ends the pass: what was to follow was decided for a world that is no more.
 */
public final class Executor {
  private static final int UNPROCESSABLE = 422;

  /** Somebody was there first, or the object is gone: what was decided on is no longer so. */
  private static final Set<Integer> CHANGED =
      Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

  private static final Set<Integer> REFUSED =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
          UNPROCESSABLE);

  private final BiConsumer<HAService, Action> write;
  private final WriteGate gate;
  private final Lanes lanes;

  public Executor(Writes writes, WriteGate gate, Lanes lanes) {
    this(writes::perform, gate, lanes);
  }

  Executor(BiConsumer<HAService, Action> write, WriteGate gate, Lanes lanes) {
    this.write = write;
    this.gate = gate;
    this.lanes = lanes;
  }

  public Outcome execute(HAService has, Decision decision) {
    List<Step> done = new ArrayList<>();
    List<Outcome.Write> written = new ArrayList<>();
    for (Step step : decision.steps()) {
      Optional<Outcome.Stop> stop = inItsLane(has, decision, step, written);
      if (stop.isPresent()) {
        return new Outcome(done, written, stop);
      }
      done.add(step);
    }
    return new Outcome(done, written, Optional.empty());
  }

  private Optional<Outcome.Stop> inItsLane(
      HAService has, Decision decision, Step step, List<Outcome.Write> written) {
    if (step.actions().isEmpty()) {
      return Optional.empty();
    }
    Supplier<Optional<Outcome.Stop>> writes = () -> write(has, step, written);
    return step.equals(decision.steps().getFirst()) ? lanes.traffic(writes) : lanes.others(writes);
  }

  private Optional<Outcome.Stop> write(HAService has, Step step, List<Outcome.Write> written) {
    for (Action action : step.actions()) {
      Optional<Outcome.Stop> stop = write(has, action, written);
      if (stop.isPresent()) {
        return stop;
      }
    }
    return Optional.empty();
  }

  private Optional<Outcome.Stop> write(HAService has, Action action, List<Outcome.Write> written) {
    if (!gate.isOpen()) {
      return Optional.of(new Outcome.Stop.NotLeading());
    }
    long start = System.nanoTime();
    try {
      write.accept(has, action);
    } catch (KubernetesClientException e) {
      return Optional.of(verdict(action, e));
    }
    written.add(new Outcome.Write(action, Duration.ofNanos(System.nanoTime() - start)));
    return Optional.empty();
  }

  private static Outcome.Stop verdict(Action action, KubernetesClientException e) {
    String words =
        Optional.ofNullable(e.getStatus())
            .map(status -> status.getMessage())
            .or(() -> Optional.ofNullable(e.getMessage()))
            .orElse(e.toString());
    if (CHANGED.contains(e.getCode())) {
      return new Outcome.Stop.Conflict(action, words);
    }
    if (REFUSED.contains(e.getCode()) || isIllTyped(e, words)) {
      return new Outcome.Stop.Refused(action, words);
    }
    return new Outcome.Stop.Unanswered(action, e);
  }

  /** To an apply of a field that does not exist the API server answers with an internal error. */
  private static boolean isIllTyped(KubernetesClientException e, String words) {
    return e.getCode() == HttpURLConnection.HTTP_INTERNAL_ERROR
        && words.contains("failed to create typed patch object");
  }
}
