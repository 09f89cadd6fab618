package dev.understudy.report;

import dev.understudy.decision.Decision;
import dev.understudy.decision.Maker;
import dev.understudy.decision.Member;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Step;
import dev.understudy.decision.Survival;
import dev.understudy.execute.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The few conditions: {@code Ready}, the service does what was declared; {@code Progressing}, an
 * update goes on, or is not needed; {@code LeaderPresent} and {@code StandbyReady}, in
 * active-passive; {@code Survivable}, in active-active where a loss is declared that is to be
 * survived.
 */
final class Conditions {
  private static final Set<Reason.Kind> NOT_READY =
      Set.of(Reason.Kind.TROUBLE, Reason.Kind.WAITING);

  /** What somebody did wrong who was told so; the service is as ready as before. */
  private static final Set<Reason> HARMLESS =
      Set.of(
          Reason.LabelForged,
          Reason.SwitchoverRefused,
          Reason.UndoRefused,
          Reason.BudgetTaken,
          Reason.BudgetsClash,
          Reason.StandbysTaken);

  /** No member is replaced by one of the newest revision before somebody does something. */
  private static final Set<Reason> STUCK =
      Set.of(
          Reason.Paused,
          Reason.UpdatePaused,
          Reason.TrialFailed,
          Reason.RolloutRefused,
          Reason.TemplateUnreadable,
          Reason.WorkloadUnfit,
          Reason.RightsMissing);

  private static final Set<Reason> ON_ITS_WAY =
      Set.of(Reason.Scaled, Reason.RolloutProgressed, Reason.RolloutWaiting);

  private final Observation seen;
  private final Decision decision;
  private final Outcome outcome;
  private final long generation;

  Conditions(Observation seen, Decision decision, Outcome outcome, long generation) {
    this.seen = seen;
    this.decision = decision;
    this.outcome = outcome;
    this.generation = generation;
  }

  List<Condition> all(List<Condition> before, String now) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(ready());
    conditions.add(progressing());
    if (seen.isActivePassive()) {
      conditions.add(leaderPresent());
      conditions.add(standbyReady());
    }
    Survival.of(seen).map(this::survivable).ifPresent(conditions::add);
    return conditions.stream().map(condition -> dated(condition, before, now)).toList();
  }

  private Condition ready() {
    if (outcome.stop().orElse(null) instanceof Outcome.Stop.Refused refused) {
      return condition(
          "Ready",
          false,
          Reason.WriteRefused,
          "The API server refused "
              + refused.action().getClass().getSimpleName()
              + ": "
              + refused.words());
    }
    Optional<Step> trouble =
        decision.steps().stream()
            .filter(step -> NOT_READY.contains(step.reason().kind()))
            .filter(step -> !HARMLESS.contains(step.reason()))
            .min(Comparator.comparingInt(Conditions::distance));
    if (trouble.isPresent()) {
      return condition("Ready", false, trouble.get().reason(), trouble.get().sentence());
    }
    if (seen.policy().paused()) {
      Step paused = decision.steps().getFirst();
      return condition("Ready", enough(), paused.reason(), paused.sentence());
    }
    String serving = serving() + " of " + seen.policy().replicas() + " members are ready.";
    return enough()
        ? condition("Ready", true, Reason.Serving, serving)
        : condition("Ready", false, Reason.RolloutWaiting, serving);
  }

  /** How far a reason is from the root of the trouble: the nearest is the one to show. */
  private static int distance(Step step) {
    return switch (step.reason()) {
      case RolloutRefused, TemplateUnreadable, WorkloadUnfit, RightsMissing -> 0;
      default -> step.reason().kind() == Reason.Kind.TROUBLE ? 1 : 2;
    };
  }

  private Condition progressing() {
    return step(STUCK)
        .map(step -> condition("Progressing", false, step.reason(), step.sentence()))
        .or(() ->
            step(ON_ITS_WAY)
                .map(step -> condition("Progressing", true, step.reason(), step.sentence())))
        .orElseGet(() -> condition("Progressing", true, Reason.Serving, "Nothing is to be done."));
  }

  private Optional<Step> step(Set<Reason> reasons) {
    return decision.steps().stream().filter(step -> reasons.contains(step.reason())).findFirst();
  }

  private Condition leaderPresent() {
    Optional<Member> leader = seen.leading();
    boolean present = leader.filter(Member::isEligible).isPresent();
    String words =
        leader
            .map(member ->
                member
                    .ineligibility()
                    .map(why -> member.pod() + " leads but " + why.sentence() + ".")
                    .orElse(member.pod() + " leads at epoch " + seen.epoch() + "."))
            .orElseGet(this::whyNobodyLeads);
    return condition("LeaderPresent", present, present ? Reason.Serving : decision.reason(), words);
  }

  private String whyNobodyLeads() {
    return seen.isFollowing() ? decision.steps().getFirst().sentence() : "No member leads.";
  }

  private Condition standbyReady() {
    if (seen.policy().replicas() < 2) {
      return condition("StandbyReady", false, Reason.NoStandbyDeclared, whyNoStandby());
    }
    long standbys =
        seen.members().stream()
            .filter(Member::isEligible)
            .filter(member -> !seen.isLeader(member))
            .count();
    if (standbys == 0 && isDrained(seen.leading())) {
      return condition(
          "StandbyReady",
          false,
          Reason.DrainWaiting,
          "No standby is ready to lead, and the node of "
              + seen.leading().map(Member::pod).orElseThrow()
              + ", which leads, is about to be drained: that waits until a member is ready"
              + " elsewhere.");
    }
    return condition(
        "StandbyReady",
        standbys > 0,
        standbys > 0 ? Reason.Serving : Reason.WaitingForMembers,
        standbys + (standbys == 1 ? " standby is" : " standbys are") + " ready to lead.");
  }

  private String whyNoStandby() {
    Maker maker = seen.policy().maker();
    int replicas = seen.policy().replicas();
    return maker.isAdopted()
        ? "The %s has %d replicas: nobody can take the leader's place; scale it to 2 or more."
            .formatted(maker.word(), replicas)
        : "replicas is %d: nobody can take the leader's place; set replicas to 2 or more."
            .formatted(replicas);
  }

  private static boolean isDrained(Optional<Member> leader) {
    return leader.filter(it -> it.isEligible() && it.place().cordoned()).isPresent();
  }

  private Condition survivable(Survival survival) {
    return condition(
        "Survivable",
        survival.holds(),
        survival.holds() ? Reason.Serving : Reason.LossTooLarge,
        survival.sentence());
  }

  private long serving() {
    return seen.members().stream().filter(seen::isServing).count();
  }

  private boolean enough() {
    return serving() >= seen.policy().replicas();
  }

  private Condition condition(String type, boolean holds, Reason reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(holds ? "True" : "False")
        .withReason(reason.name())
        .withMessage(message)
        .withObservedGeneration(generation)
        .build();
  }

  private static Condition dated(Condition condition, List<Condition> before, String now) {
    String since =
        before.stream()
            .filter(old -> condition.getType().equals(old.getType()))
            .filter(old -> condition.getStatus().equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElse(now);
    return new ConditionBuilder(condition).withLastTransitionTime(since).build();
  }
}
