package dev.understudy.report;

import dev.understudy.api.DetectionStatus;
import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.api.MemberStatus;
import dev.understudy.decision.Budget;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Member;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Route;
import dev.understudy.decision.ServiceView;
import dev.understudy.execute.Outcome;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.OrderMarks;
import dev.understudy.manifest.UndoMarks;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pass saw and did, as status. Pure. */
public final class StatusReport {
  private static final int FAILOVERS = 5;

  private StatusReport() {}

  /**
   * @param failovers changes of leadership that this process knows of
   * @param now what the clock says, for people
   */
  public static HAServiceStatus of(
      HAService has, Pass pass, List<FailoverStatus> failovers, String now) {
    Observation seen = pass.seen();
    HAServiceStatus before = has.getStatus();
    HAServiceStatus status = new HAServiceStatus();
    List<Member> staying = seen.members().stream().filter(Member::isStaying).toList();
    long serving = seen.members().stream().filter(seen::isServing).count();
    status.observedGeneration = has.getMetadata().getGeneration();
    status.ready = serving + "/" + seen.policy().replicas();
    status.replicas = (long) staying.size();
    status.readyReplicas = serving;
    status.updatedReplicas = updated(seen.policy(), staying);
    status.selector = Marks.SERVICE + "=" + has.getMetadata().getName();
    status.revision = blankAsNull(seen.policy().revision());
    status.leader = seen.isActivePassive() ? seen.leading().map(Member::pod).orElse(null) : null;
    status.epoch = epoch(seen);
    status.route = route(seen);
    status.members = seen.members().stream().map(member -> member(has, seen, member)).toList();
    status.detection = pass.detection();
    status.disruptionBudget = Budget.inForce(seen);
    status.switchover = OrderMarks.answer(has).orElse(null);
    status.undo = UndoMarks.answer(has).orElse(null);
    status.failovers = latest(failovers, before == null ? null : before.failovers);
    status.conditions =
        new Conditions(seen, pass.decision(), pass.outcome(), has.getMetadata().getGeneration())
            .all(conditions(before), now);
    return status;
  }

  /** Of a workload that does not say which revision is its newest that is not known. */
  private static @Nullable Long updated(Policy policy, List<Member> members) {
    return policy.maker().isAdopted() && policy.revision().isEmpty()
        ? null
        : members.stream().filter(it -> it.revision().equals(policy.revision())).count();
  }

  private static @Nullable String blankAsNull(String revision) {
    return revision.isEmpty() ? null : revision;
  }

  /** One pass, whole. */
  public record Pass(
      Observation seen, Decision decision, Outcome outcome, DetectionStatus detection) {}

  private static List<Condition> conditions(@Nullable HAServiceStatus of) {
    return of == null || of.conditions == null ? List.of() : of.conditions;
  }

  /** Also while the Lease is gone: the Service remembers. */
  private static long epoch(Observation seen) {
    return Math.max(seen.service().epochWritten(), seen.lease().reached());
  }

  private static String route(Observation seen) {
    if (!(seen.service() instanceof ServiceView.Claimed claimed)) {
      return "None";
    }
    return switch (claimed.route()) {
      case Route.ToOne one -> "One";
      case Route.ToAll all -> "All";
      case Route.Closed closed -> "Closed";
      case Route.Foreign foreign -> "Foreign";
    };
  }

  private static MemberStatus member(HAService has, Observation seen, Member member) {
    MemberStatus status = new MemberStatus();
    status.name = member.pod();
    status.role = role(seen, member);
    status.revision = blankAsNull(member.revision());
    status.node = member.place().node().isEmpty() ? null : member.place().node();
    status.rank = seen.isActivePassive() && isPreferenceDeclared(has) ? (long) member.rank() : null;
    status.ineligible = member.ineligibility().map(why -> why.sentence()).orElse(null);
    return status;
  }

  private static boolean isPreferenceDeclared(HAService has) {
    return has.getSpec().activePassive != null && has.getSpec().activePassive.preference != null;
  }

  private static MemberStatus.Role role(Observation seen, Member member) {
    if (!seen.isActivePassive()) {
      return member.marking().rotation() == Rotation.IN
          ? MemberStatus.Role.Active
          : MemberStatus.Role.Out;
    }
    return seen.leading().equals(Optional.of(member))
        ? MemberStatus.Role.Leader
        : MemberStatus.Role.Standby;
  }

  /** What status tells already stands: this process knows of some changes only that they were. */
  private static List<FailoverStatus> latest(
      List<FailoverStatus> known, @Nullable List<FailoverStatus> told) {
    List<FailoverStatus> before = told == null ? List.of() : told;
    List<Long> epochs = before.stream().map(it -> it.epoch).toList();
    return Stream.concat(known.stream().filter(it -> !epochs.contains(it.epoch)), before.stream())
        .sorted(
            Comparator.comparingLong((FailoverStatus it) -> it.epoch == null ? 0 : it.epoch)
                .reversed())
        .limit(FAILOVERS)
        .toList();
  }
}
