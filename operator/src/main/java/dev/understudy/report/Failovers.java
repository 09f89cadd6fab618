package dev.understudy.report;

import dev.understudy.api.FailoverStatus;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Route;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.Step;
import dev.understudy.execute.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The changes of leadership that this process made, until status has them. */
public final class Failovers {
  private static final int KEPT = 5;

  private final Map<String, List<FailoverStatus>> byService = new ConcurrentHashMap<>();
  private final Map<String, Long> announced = new ConcurrentHashMap<>();
  private final Map<String, Begun> begun = new ConcurrentHashMap<>();

  private record Begun(long epoch, String reason, String sentence) {}

  public List<FailoverStatus> of(HAService has) {
    return byService.getOrDefault(has.getMetadata().getUid(), List.of());
  }

  /**
   * The changes of leadership that people have not been told of yet. Among them may be one that
   * another replica made, or a former self, and was stopped before it could report it: nobody knows
   * why it was made, but that it was made is in Lease and Service.
   */
  public List<FailoverStatus> unreported(HAService has, Observation seen, String now) {
    long told = told(has);
    seen.holder()
        .filter(leader -> seen.epoch() > told && leads(seen, leader.id()))
        .filter(leader -> of(has).stream().noneMatch(it -> isOf(it, seen.epoch())))
        .ifPresent(leader -> add(has, found(has, leader, seen.epoch(), now)));
    return of(has).stream().filter(it -> it.epoch != null && it.epoch > told).toList();
  }

  /** The change is in an Event now. */
  public void announced(HAService has, FailoverStatus change) {
    announced.merge(
        has.getMetadata().getUid(), Objects.requireNonNull(change.epoch, "epoch"), Math::max);
  }

  /** The latest epoch that people have been told of. */
  private long told(HAService has) {
    long here = announced.getOrDefault(has.getMetadata().getUid(), 0L);
    return has.getStatus() == null || has.getStatus().epoch == null
        ? here
        : Math.max(here, has.getStatus().epoch);
  }

  private static boolean isOf(FailoverStatus change, long epoch) {
    return change.epoch != null && change.epoch == epoch;
  }

  private static boolean leads(Observation seen, MemberId id) {
    return seen.isActivePassive()
        && seen.service() instanceof ServiceView.Claimed claimed
        && claimed.epoch() == seen.epoch()
        && claimed.route().equals(new Route.ToOne(id));
  }

  private static FailoverStatus found(HAService has, Member leader, long epoch, String now) {
    FailoverStatus change = new FailoverStatus();
    change.epoch = epoch;
    change.time = now;
    change.reason = Reason.PromotionCompleted.name();
    change.message =
        leader.pod()
            + " leads from epoch "
            + epoch
            + ": whoever promoted it was stopped before it could say why.";
    change.to = leader.pod();
    change.from = has.getStatus() == null ? null : has.getStatus().leader;
    return change;
  }

  /** Keeps the change of leadership that the traffic step of the pass made, if it made one. */
  public void keep(HAService has, StatusReport.Pass pass, Duration decide, String now) {
    Step step = pass.decision().steps().getFirst();
    if (!pass.outcome().done().contains(step)) {
      begun(has, pass);
      return;
    }
    opened(step)
        .ifPresent(to -> {
          FailoverStatus change = change(pass, step, to, decide, now);
          whyBegun(has, change);
          if (changesLeader(pass, step, to)) {
            add(has, change);
          } else {
            announced(has, change); // by the Event of the step: the leader stays
          }
        });
  }

  /**
   * Remembers why a leadership was granted whose route could not be opened in the same pass: the
   * pass that opens it knows only that it was granted.
   */
  public void begun(HAService has, StatusReport.Pass pass) {
    Step step = pass.decision().steps().getFirst();
    pass.outcome().writes().stream()
        .flatMap(write -> granted(write.action()).stream())
        .findFirst()
        .ifPresent(epoch ->
            begun.put(
                has.getMetadata().getUid(),
                new Begun(epoch, step.reason().name(), step.sentence())));
  }

  private void whyBegun(HAService has, FailoverStatus change) {
    Begun why = begun.remove(has.getMetadata().getUid());
    if (why != null && isOf(change, why.epoch())) {
      change.reason = why.reason();
      change.message = why.sentence();
    }
  }

  private static Optional<Long> granted(Action action) {
    return switch (action) {
      case Action.CreateLease lease -> Optional.of(lease.epoch());
      case Action.GrantLease lease -> Optional.of(lease.epoch());
      default -> Optional.empty();
    };
  }

  /** Whether the change is what the step did. */
  static boolean tells(FailoverStatus change, Step step) {
    return step.actions().stream()
            .filter(Action.MoveRoute.class::isInstance)
            .anyMatch(move -> isOf(change, ((Action.MoveRoute) move).epoch()))
        || step.sentence().equals(change.message);
  }

  /** Whether the step opened the route to another holder of a Lease that the workload keeps. */
  static boolean follows(Step step) {
    return step.reason() == Reason.HolderFollowed && opened(step).isPresent();
  }

  private static boolean changesLeader(StatusReport.Pass pass, Step step, MemberId to) {
    return step.reason() != Reason.ModeChanged
        && step.reason() != Reason.RouteRepaired
        && !pass.seen().routed().equals(Optional.of(to));
  }

  public void forget(HAService has) {
    byService.remove(has.getMetadata().getUid());
    announced.remove(has.getMetadata().getUid());
    begun.remove(has.getMetadata().getUid());
  }

  private void add(HAService has, FailoverStatus change) {
    byService.merge(
        has.getMetadata().getUid(),
        List.of(change),
        (before, added) -> {
          List<FailoverStatus> all = new ArrayList<>(added);
          all.addAll(before);
          return List.copyOf(all.subList(0, Math.min(KEPT, all.size())));
        });
  }

  private static FailoverStatus change(
      StatusReport.Pass pass, Step step, MemberId to, Duration decide, String now) {
    FailoverStatus change = new FailoverStatus();
    change.time = now;
    change.reason = step.reason().name();
    change.message = step.sentence();
    change.to = pod(pass.seen(), to);
    change.from =
        pass.seen()
            .lease()
            .leader()
            .filter(from -> !from.equals(to))
            .or(pass.seen()::routed)
            .map(from -> pod(pass.seen(), from))
            .orElse(null);
    change.decideMillis = decide.toMillis();
    for (Outcome.Write write : pass.outcome().writes()) {
      switch (write.action()) {
        case Action.CreateLease lease -> change.leaseMillis = write.took().toMillis();
        case Action.GrantLease lease -> change.leaseMillis = write.took().toMillis();
        case Action.MoveRoute move -> route(change, write, move.epoch());
        case Action.AdoptService adopt -> route(change, write, adopt.epoch());
        case Action.CreateService create -> route(change, write, create.epoch());
        default -> {}
      }
    }
    return change;
  }

  private static void route(FailoverStatus change, Outcome.Write write, long epoch) {
    change.routeMillis = write.took().toMillis();
    change.epoch = epoch;
  }

  private static Optional<MemberId> opened(Step step) {
    return step.actions().stream()
        .flatMap(action -> action.routed().stream())
        .filter(Route.ToOne.class::isInstance)
        .map(route -> ((Route.ToOne) route).member())
        .findFirst();
  }

  private static String pod(Observation seen, MemberId id) {
    return seen.member(id).map(Member::pod).orElse(id.value());
  }
}
