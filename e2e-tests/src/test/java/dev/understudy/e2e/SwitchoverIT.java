package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FailoverStatus;
import dev.understudy.api.OrderStatus;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Load;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import dev.understudy.harness.Space.Leader;
import dev.understudy.load.Analysis;
import dev.understudy.load.Answers;
import dev.understudy.load.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody orders that another member leads. */
@ExtendWith(Cluster.class)
class SwitchoverIT {
  private static final String ORDER = "understudy.dev/switchover";

  @Test
  void toAny(Space space) {
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader old = space.leader();
    Load load = Load.on(space);
    space.order("any");
    Leader next = space.leaderAfter(old);
    assertAnswered(space, "any", OrderStatus.Answer.Done, next.name() + " leads from epoch 2.");
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(next.epoch()).isEqualTo(old.epoch() + 1);
    Load.assertNothingFailed(analysis.only(Kind.FRESH));
    List<Answers> turns = analysis.only(Kind.FRESH).turns(); // the old leader answers what it has
    assertThat(turns.getFirst().pod()).isEqualTo(old.name());
    assertThat(turns.getLast().pod()).isEqualTo(next.name());
    assertToldOf(space, next);
    assertThat(space.members()).extracting(Space::name).contains(old.name(), next.name());
    space.measured("switchover by order: " + Load.outage(analysis));
  }

  private static void assertToldOf(Space space, Leader next) {
    List<FailoverStatus> changes =
        Objects.requireNonNull(space.has().getStatus().failovers, "failovers");
    assertThat(changes.getFirst().reason).isEqualTo("SwitchedOver");
    assertThat(changes.getFirst().to).isEqualTo(next.name());
    assertThat(space.promotionsTo(next.epoch()))
        .singleElement()
        .satisfies(it -> assertThat(it.getReason()).isEqualTo("SwitchedOver"));
  }

  @Test
  void toOneThatIsNamed(Space space) {
    space.apply(Manifests.activePassive(3));
    space.awaitMembers(3);
    Leader first = space.leader();
    String named =
        space.members().stream()
            .map(Space::name)
            .filter(it -> !it.equals(first.name()))
            .toList()
            .getLast();
    space.order(named);
    Leader next = space.leaderAfter(first);
    assertThat(next.name()).isEqualTo(named);
    assertAnswered(
        space, named, OrderStatus.Answer.Done, named + " leads from epoch " + next.epoch() + ".");
    space.order(named);
    assertAnswered(space, named, OrderStatus.Answer.Done, named + " leads already.");
    space.assertStillLeads(next);
  }

  /** The last one counts; how far the first one came is as it happens. */
  @Test
  void orderedTwiceAtOnce(Space space) {
    space.apply(Manifests.activePassive(3));
    space.awaitMembers(3);
    Leader first = space.leader();
    List<String> others =
        space.members().stream().map(Space::name).filter(it -> !it.equals(first.name())).toList();
    others.forEach(
        it -> space.patch("{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(ORDER, it)));
    Space.eventually(() -> {
      assertThat(annotations(space)).doesNotContainKey(ORDER);
      assertThat(answer(space).order).isEqualTo(others.getLast());
    });
    Leader last = space.leader();
    assertThat(answer(space).answer)
        .as(answer(space).message)
        .isEqualTo(
            last.name().equals(others.getLast())
                ? OrderStatus.Answer.Done
                : OrderStatus.Answer.Refused);
    assertThat(last.epoch()).isBetween(first.epoch() + 1, first.epoch() + 2);
  }

  @Test
  void whatCannotBeIsRefused(Space space) {
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader leader = space.leader();
    String standby =
        space.members().stream()
            .map(Space::name)
            .filter(it -> !it.equals(leader.name()))
            .findFirst()
            .orElseThrow();
    space.order("orders-0");
    assertRefused(space, "orders-0", "No member is called 'orders-0'; there are these: ");
    space.order("");
    assertRefused(space, "", "No member is called ''; there are these: ");
    new Faults(space).unready(space.pod(standby));
    space.awaitCondition(Space.NAME, "StandbyReady", "False", "WaitingForMembers");
    space.order("any");
    assertRefused(space, "any", "Nobody else may lead: " + standby + " is not ready.");
    space.assertStillLeads(leader);
    assertThat(space.events())
        .anyMatch(
            it -> "SwitchoverRefused".equals(it.getReason()) && "Warning".equals(it.getType()));
    space.patch("{\"spec\":{\"mode\":\"ActiveActive\"}}");
    space.order("any");
    assertRefused(space, "any", "All members take traffic in ActiveActive; nobody leads.");
  }

  @Test
  void waitsWhilePaused(Space space) {
    space.apply(Manifests.activePassive(2));
    space.awaitMembers(2);
    Leader old = space.leader();
    space.patch("{\"spec\":{\"paused\":true}}");
    space.order("any");
    space.awaitCondition(Space.NAME, "Ready", "True", "Paused");
    Space.eventually(() ->
        assertThat(space.condition(Space.NAME, "Ready").orElseThrow().getMessage())
            .contains("SwitchoverOrdered"));
    space.assertStillLeads(old);
    space.patch("{\"spec\":{\"paused\":false}}");
    assertThat(space.leaderAfter(old).epoch()).isEqualTo(old.epoch() + 1);
  }

  /** The old leader has stopped before the next one leads, which is the one that was ordered. */
  @Test
  void underStopLeader(Space space) {
    space.apply(Manifests.gated(3, "1"));
    space.awaitMembers(3);
    Leader old = space.leader();
    String named =
        space.members().stream()
            .map(Space::name)
            .filter(it -> !it.equals(old.name()))
            .toList()
            .getLast();
    space.order(named);
    Leader next = space.leaderAfter(old);
    assertThat(next.name()).isEqualTo(named);
    assertThat(next.epoch()).isEqualTo(old.epoch() + 2);
    assertAnswered(
        space, named, OrderStatus.Answer.Done, named + " leads from epoch " + next.epoch() + ".");
  }

  /** Nobody is served for as long as was declared, and the old leader answers whom it has. */
  @Test
  void withAGap(Space space) {
    space.apply(
        Manifests.activePassive(2)
            .replace(
                "activePassive: {", "activePassive: {handover: {route: Gap, drainSeconds: 4}, "));
    space.awaitMembers(2);
    Leader old = space.leader();
    Load load = Load.on(space);
    space.order("any");
    Space.eventually(() -> assertThat(space.has().getStatus().route).isEqualTo("Closed"));
    Leader next = space.leaderAfter(old);
    assertThat(next.epoch()).isEqualTo(old.epoch() + 2);
    assertAnswered(
        space,
        "any",
        OrderStatus.Answer.Done,
        next.name() + " leads from epoch " + next.epoch() + ".");
    Load.go(2);
    Analysis analysis = load.stop();
    assertThat(analysis.only(Kind.FRESH).turns())
        .extracting(Answers::pod)
        .containsExactly(old.name(), next.name());
    assertThat(analysis.only(Kind.FRESH).overlaps()).isEmpty();
    assertThat(analysis.only(Kind.FRESH).outages())
        .as("clients were refused for a while")
        .isNotEmpty();
    space.measured("switchover with a gap of 4 s: " + Load.outage(analysis));
  }

  private static void assertRefused(Space space, String order, String why) {
    assertAnswered(space, order, OrderStatus.Answer.Refused, why);
  }

  private static void assertAnswered(
      Space space, String order, OrderStatus.Answer answer, String words) {
    Space.eventually(() -> {
      assertThat(annotations(space)).doesNotContainKey(ORDER);
      OrderStatus answered = answer(space);
      assertThat(answered.order).isEqualTo(order);
      assertThat(answered.answer).as(answered.message).isEqualTo(answer);
      assertThat(answered.message).startsWith(words);
    });
  }

  private static OrderStatus answer(Space space) {
    return Objects.requireNonNullElseGet(space.has().getStatus().switchover, OrderStatus::new);
  }

  private static Map<String, String> annotations(Space space) {
    return space.has().getMetadata().getAnnotations();
  }
}
