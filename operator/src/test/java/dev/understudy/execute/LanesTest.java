package dev.understudy.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Route;
import dev.understudy.decision.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node dies, and hundreds of services lose their leaders at once. */
class LanesTest {
  private static final int SERVICES = 300;
  private static final MemberId B = new MemberId("b-id");
  private static final Action GRANT = new Action.GrantLease(B, 4, Fencing.NONE, "lease-1");
  private static final Action MOVE = new Action.MoveRoute(new Route.ToOne(B), 4, "service-1");
  private static final Action SCALE = new Action.ScaleReplicaSet("old", 0, "set-1");
  private static final Decision PROMOTION =
      new Decision(
          List.of(
              new Step(Reason.LeaderGone, "promote", List.of(GRANT, MOVE)),
              new Step(Reason.RolloutProgressed, "scale", List.of(SCALE))),
          Optional.empty());

  /** A write as the API server got it. */
  private record Write(String service, Action action) {}

  private final Lanes lanes = new Lanes();
  private final Executor executor = new Executor(this::write, () -> true, lanes);
  private final ConcurrentLinkedQueue<Write> asked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Most promotions = new Most();
  private final Most others = new Most();
  private final Most halfDone = new Most();
  private final CountDownLatch answering = new CountDownLatch(1);

  /** How many there were at once. */
  private static final class Most {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    void begin() {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
    }

    void end() {
      now.decrementAndGet();
    }
  }

  private void write(HAService has, Action action) {
    Most lane = action.equals(SCALE) ? others : promotions;
    lane.begin();
    inFlight.incrementAndGet();
    if (action.equals(GRANT)) {
      halfDone.begin();
    }
    awaitAnswer();
    asked.add(new Write(has.getMetadata().getName(), action));
    if (action.equals(MOVE)) {
      halfDone.end();
    }
    inFlight.decrementAndGet();
    lane.end();
  }

  private void awaitAnswer() {
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(int number) {
    HAService has = new HAService();
    has.getMetadata().setName("service-" + number);
    executor.execute(has, PROMOTION);
  }

  @Test
  void manyPromotionsKeepToTheirNumberInFlight() {
    try (ExecutorService passes = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, SERVICES).forEach(number -> passes.execute(() -> pass(number)));
      await().until(() -> inFlight.get() + lanes.waiting() == SERVICES);
      assertThat(inFlight).hasValue(Lanes.TRAFFIC);
      answering.countDown();
    }
    System.out.printf(
        "Storm: %d services promoted by %d writes, at most %d in flight%n",
        SERVICES, 2 * SERVICES, promotions.most.get());
    assertThat(promotions.most).hasValue(Lanes.TRAFFIC);
    assertThat(others.most.get()).isLessThanOrEqualTo(Lanes.OTHERS);
    assertThat(halfDone.most)
        .as("services whose Lease is granted and whose route is not open")
        .hasValue(Lanes.TRAFFIC);
    assertThat(lanes.waiting()).isZero();
    Map<String, List<Action>> writes = new HashMap<>();
    asked.forEach(write ->
        writes.merge(
            write.service(),
            List.of(write.action()),
            (before, more) -> Stream.concat(before.stream(), more.stream()).toList()));
    assertThat(writes)
        .as("each service once, and in order")
        .hasSize(SERVICES)
        .allSatisfy((service, actions) -> assertThat(actions).containsExactly(GRANT, MOVE, SCALE));
  }

  /** However many reports there are to write. */
  @Test
  void aPromotionStandsBehindNoReport() {
    try (ExecutorService reports = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, SERVICES)
          .forEach(number -> reports.execute(() -> lanes.others(this::reported)));
      await().until(() -> lanes.waiting() == SERVICES - Lanes.OTHERS);
      assertThat(lanes.<String>traffic(() -> "promoted")).isEqualTo("promoted");
      answering.countDown();
    }
    assertThat(lanes.waiting()).isZero();
  }

  private boolean reported() {
    awaitAnswer();
    return true;
  }

  @Test
  void aWriteThatFailsLeavesItsPlaceToOthers() {
    for (int i = 0; i <= Lanes.TRAFFIC; i++) {
      assertThat(
              catchThrowable(() ->
                  lanes.traffic(() -> {
                    throw new IllegalStateException("no answer");
                  })))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
