package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Route;
import dev.understudy.decision.Step;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorTest {
  private static final MemberId B = new MemberId("b-id");
  private static final Action GRANT = new Action.GrantLease(B, 4, Fencing.NONE, "lease-1");
  private static final Action MOVE = new Action.MoveRoute(new Route.ToOne(B), 4, "service-1");
  private static final Action APPLY = new Action.ApplyReplicaSet("1", 2, "set-1");

  private static final Step PROMOTE = new Step(Reason.LeaderGone, "promote", List.of(GRANT, MOVE));
  private static final Step SCALE = new Step(Reason.Scaled, "scale", List.of(APPLY));
  private static final Step SERVING = new Step(Reason.Serving, "serving", List.of());

  /** What reached the API server, in order. */
  private final List<Action> asked = new ArrayList<>();

  /** What the API server does not accept, and its answer. */
  private Map<Action, KubernetesClientException> answers = Map.of();

  /** After so many writes another replica leads. */
  private int leadsFor = Integer.MAX_VALUE;

  private Outcome execute(Step... steps) {
    Executor executor = new Executor(this::write, () -> asked.size() < leadsFor, new Lanes());
    return executor.execute(new HAService(), new Decision(List.of(steps), Optional.empty()));
  }

  private void write(HAService has, Action action) {
    asked.add(action);
    if (answers.containsKey(action)) {
      throw answers.get(action);
    }
  }

  private static KubernetesClientException answer(int code) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage("in the API server's words").build());
  }

  @Test
  void writesEverythingInItsOrder() {
    Outcome outcome = execute(PROMOTE, SERVING, SCALE);
    assertThat(asked).containsExactly(GRANT, MOVE, APPLY);
    assertThat(outcome.done()).containsExactly(PROMOTE, SERVING, SCALE);
    assertThat(outcome.writes())
        .extracting(Outcome.Write::action)
        .containsExactly(GRANT, MOVE, APPLY);
    assertThat(outcome.stop()).isEmpty();
  }

  /** What was to follow was decided for a world that is no more. */
  @Nested
  class AtTheFirstWriteThatIsNotAccepted {
    @Test
    void writesNothingMore() {
      answers = Map.of(GRANT, answer(409));
      Outcome outcome = execute(PROMOTE, SCALE);
      assertThat(asked).containsExactly(GRANT);
      assertThat(outcome.done()).isEmpty();
      assertThat(outcome.writes()).isEmpty();
      assertThat(outcome.stop())
          .contains(new Outcome.Stop.Conflict(GRANT, "in the API server's words"));
    }

    /** A step that was written in part is not done: nobody is told that the leader changed. */
    @Test
    void hasDoneNoStepInPart() {
      answers = Map.of(MOVE, answer(422));
      Outcome outcome = execute(PROMOTE, SCALE);
      assertThat(asked).containsExactly(GRANT, MOVE);
      assertThat(outcome.done()).isEmpty();
      assertThat(outcome.writes()).extracting(Outcome.Write::action).containsExactly(GRANT);
      assertThat(outcome.stop())
          .contains(new Outcome.Stop.Refused(MOVE, "in the API server's words"));
    }

    @Test
    void hasDoneTheStepsBefore() {
      answers = Map.of(APPLY, answer(403));
      assertThat(execute(PROMOTE, SCALE, SERVING).done()).containsExactly(PROMOTE);
    }
  }

  @Nested
  class AtTheGate {
    @Test
    void writesNothingWhileAnotherReplicaLeads() {
      leadsFor = 0;
      Outcome outcome = execute(PROMOTE);
      assertThat(asked).isEmpty();
      assertThat(outcome.stop()).contains(new Outcome.Stop.NotLeading());
    }

    /** The operator lease can be lost between any two writes, also between Lease and Service. */
    @Test
    void stopsBetweenTwoWritesOfOneStep() {
      leadsFor = 1;
      Outcome outcome = execute(PROMOTE, SCALE);
      assertThat(asked).containsExactly(GRANT);
      assertThat(outcome.done()).isEmpty();
      assertThat(outcome.stop()).contains(new Outcome.Stop.NotLeading());
    }

    @Test
    void needsNoLeaseToWriteNothing() {
      leadsFor = 0;
      assertThat(execute(SERVING))
          .isEqualTo(new Outcome(List.of(SERVING), List.of(), Optional.empty()));
    }
  }

  @Nested
  class Verdict {
    private Optional<Outcome.Stop> on(Action action, KubernetesClientException answer) {
      answers = Map.of(action, answer);
      return execute(new Step(Reason.Scaled, "step", List.of(action))).stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409})
    void isConflictWhenTheObjectChangedOrIsGone(int code) {
      assertThat(on(MOVE, answer(code)))
          .contains(new Outcome.Stop.Conflict(MOVE, "in the API server's words"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 422})
    void isRefusedWhenTheAPIServerWillNotHaveIt(int code) {
      assertThat(on(MOVE, answer(code)))
          .contains(new Outcome.Stop.Refused(MOVE, "in the API server's words"));
    }

    /** So it answers to an apply with a field that does not exist, or of another type. */
    @Test
    void isRefusedOnAnApplyOfSomethingIllTyped() {
      assertThat(
              on(
                  APPLY,
                  new KubernetesClientException(
                      new StatusBuilder()
                          .withCode(500)
                          .withMessage("failed to create typed patch object (...): .spec.x: no")
                          .build())))
          .containsInstanceOf(Outcome.Stop.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 429, 500, 503, 504})
    void isNoneWhenItSaysNothingOfTheWrite(int code) {
      KubernetesClientException answer = answer(code);
      assertThat(on(APPLY, answer)).contains(new Outcome.Stop.Unanswered(APPLY, answer));
    }

    @Test
    void isNoneWithoutAnAnswer() {
      KubernetesClientException none = new KubernetesClientException("no answer in time");
      assertThat(on(APPLY, none)).contains(new Outcome.Stop.Unanswered(APPLY, none));
    }

    @Test
    void hasTheClientsWordsWhereTheServerHasNone() {
      assertThat(on(MOVE, new KubernetesClientException("the Service is gone", 404, null)))
          .contains(new Outcome.Stop.Conflict(MOVE, "the Service is gone"));
    }
  }
}
