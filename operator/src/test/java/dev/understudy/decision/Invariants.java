package dev.understudy.decision;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is true of every decision, and of every world in which nothing is left to do. */
final class Invariants {
  private static final Duration STEADY = Duration.ofSeconds(30);

  private Invariants() {}

  /** What is wrong with this decision on this observation, if anything. */
  static Optional<String> broken(Observation seen, Decision decision) {
    Check check = new Check();
    List<Action> actions = decision.actions();
    actions.forEach(action -> version(check, seen, action));
    order(check, actions);
    if (seen.isFollowing()) {
      follows(check, seen, decision);
    } else {
      actions.forEach(action -> epoch(check, seen, action));
      actions.forEach(action -> route(check, seen, actions, action));
      actions.forEach(action -> fenced(check, seen, action));
    }
    told(check, seen, actions);
    rotation(check, seen, actions);
    kinds(check, decision);
    noneTakenAwayDuringAPromotion(check, seen, actions);
    noMoveForNothing(check, seen, actions);
    check.that(
        !isUnseen(seen) || actions.stream().noneMatch(Invariants::isOfTraffic),
        "a leader that is not in view is taken for gone");
    failoversWait(check, seen, decision);
    tried(check, seen, actions);
    check.that(!seen.policy().paused() || actions.isEmpty(), "writes while paused");
    return check.complaint();
  }

  /** Lease and Service agree on a leader that is there, and that no cache shows. */
  private static boolean isUnseen(Observation seen) {
    return seen.lease()
        .leader()
        .filter(id -> seen.routed().equals(Optional.of(id)))
        .filter(id -> seen.routeEpoch() <= seen.lease().reached())
        .filter(id -> seen.epochTold() <= seen.lease().reached())
        .filter(seen.testimony().unseen()::contains)
        .isPresent();
  }

  private static boolean isOfTraffic(Action action) {
    return leaseWrite(action) || routeWrite(action).isPresent();
  }

  private static void version(Check check, Observation seen, Action action) {
    boolean conditional =
        switch (action) {
          case Action.CreateService it -> seen.service() instanceof ServiceView.Absent;
          case Action.AdoptService it -> isFree(seen, it.version());
          case Action.MoveRoute it -> isService(seen, it.version());
          case Action.ListOut it -> isService(seen, it.version());
          case Action.SetRotation it ->
              (isService(seen, it.decidedOn()) || isFree(seen, it.decidedOn()))
                  && seen.members().stream()
                      .anyMatch(member ->
                          member.uid().equals(it.uid()) && member.version().equals(it.version()));
          case Action.GiveBackService it -> isService(seen, it.version());
          case Action.ApplyService it -> isService(seen, it.version());
          case Action.CreateLease it -> seen.lease() instanceof LeaseView.Absent;
          case Action.GrantLease it -> isLease(seen, it.version());
          case Action.VacateLease it -> isLease(seen, it.version());
          case Action.NoteTrial it -> isLease(seen, it.version());
          case Action.AnswerUndo it ->
              seen.policy().undo().filter(undo -> undo.version().equals(it.version())).isPresent();
          case Action.TakeOrder it -> isOrder(seen, it.version());
          case Action.AnswerOrder it -> isOrder(seen, it.version());
          case Action.TellRole it ->
              seen.members().stream()
                  .anyMatch(member ->
                      member.uid().equals(it.uid()) && member.version().equals(it.version()));
          default -> true;
        };
    check.that(conditional, "a write does not depend on what was seen");
  }

  private static boolean isFree(Observation seen, String version) {
    return seen.service() instanceof ServiceView.Free free && free.version().equals(version);
  }

  private static boolean isService(Observation seen, String version) {
    return seen.service() instanceof ServiceView.Claimed claimed
        && claimed.version().equals(version);
  }

  private static boolean isOrder(Observation seen, String version) {
    return seen.policy().order().filter(it -> it.version().equals(version)).isPresent();
  }

  private static boolean isLease(Observation seen, String version) {
    return seen.lease() instanceof LeaseView.Ours ours && ours.version().equals(version);
  }

  private static void order(Check check, List<Action> actions) {
    int lease = -1;
    int route = -1;
    for (int at = 0; at < actions.size(); at++) {
      if (leaseWrite(actions.get(at))) {
        check.that(lease < 0, "two writes of the Lease");
        check.that(route < 0, "the Service is written before the Lease");
        check.that(
            actions.subList(0, at).stream().allMatch(Action.HoldMember.class::isInstance),
            "something is written before the Lease");
        lease = at;
      } else if (routeWrite(actions.get(at)).isPresent()) {
        check.that(route < 0, "two writes of the Service");
        check.that(at == lease + 1, "something is written before the Service");
        route = at;
      }
    }
  }

  private static boolean leaseWrite(Action action) {
    return action instanceof Action.CreateLease
        || action instanceof Action.GrantLease
        || action instanceof Action.VacateLease;
  }

  record RouteWrite(Route route, long epoch) {}

  static Optional<RouteWrite> routeWrite(Action action) {
    return switch (action) {
      case Action.CreateService it -> Optional.of(new RouteWrite(it.route(), it.epoch()));
      case Action.AdoptService it -> Optional.of(new RouteWrite(it.route(), it.epoch()));
      case Action.MoveRoute it -> Optional.of(new RouteWrite(it.route(), it.epoch()));
      default -> Optional.empty();
    };
  }

  /** The lease as a decision leaves it: holder and epoch. */
  record LeaseWrite(Optional<MemberId> holder, long epoch) {}

  private static Optional<LeaseWrite> leaseWritten(Action action) {
    return switch (action) {
      case Action.CreateLease it ->
          Optional.of(new LeaseWrite(Optional.of(it.holder()), it.epoch()));
      case Action.GrantLease it ->
          Optional.of(new LeaseWrite(Optional.of(it.holder()), it.epoch()));
      case Action.VacateLease it -> Optional.of(new LeaseWrite(Optional.empty(), it.epoch()));
      default -> Optional.empty();
    };
  }

  private static void epoch(Check check, Observation seen, Action action) {
    long ofLease = seen.lease().reached();
    long ofService = seen.service() instanceof ServiceView.Claimed it ? it.epoch() : 0;
    leaseWritten(action)
        .ifPresent(written ->
            check.that(
                written.epoch() > Math.max(ofLease, ofService),
                "a write of the Lease does not raise the epoch"));
    routeWrite(action)
        .ifPresent(written -> {
          check.that(written.epoch() >= ofService, "the epoch of the Service goes back");
          check.that(written.epoch() >= ofLease, "the Service stays behind the Lease");
          if (seen.service() instanceof ServiceView.Claimed now
              && now.route() instanceof Route.ToOne
              && written.route() instanceof Route.ToOne
              && !now.route().equals(written.route())) {
            check.that(written.epoch() > ofService, "another leader at the same epoch");
          }
        });
  }

  private static void route(Check check, Observation seen, List<Action> actions, Action action) {
    Optional<RouteWrite> written = routeWrite(action);
    if (written.isEmpty()) {
      return;
    }
    Route route = written.get().route();
    if (!seen.isActivePassive()) {
      check.that(route instanceof Route.ToAll, "not open to all in active-active");
      return;
    }
    check.that(!(route instanceof Route.ToAll), "open to all in active-passive");
    check.that(!(route instanceof Route.Foreign), "a foreign selector is written");
    if (route instanceof Route.ToOne(MemberId to)) {
      LeaseWrite lease =
          actions.stream()
              .flatMap(it -> leaseWritten(it).stream())
              .findFirst()
              .orElseGet(() -> new LeaseWrite(seen.lease().leader(), seen.lease().reached()));
      check.that(
          lease.equals(new LeaseWrite(Optional.of(to), written.get().epoch())),
          "open to a member that the Lease does not name at that epoch");
      boolean held =
          action instanceof Action.CreateService
              && seen.policy().succession().whenNoCandidate() == WhenNoCandidate.HOLD_LAST
              && seen.members().stream().noneMatch(Member::isEligible);
      check.that(
          held || seen.member(to).filter(it -> mayLead(seen, it)).isPresent(),
          "open to a member that may not lead");
    }
  }

  /** Also one that hangs and nothing else, if nobody else may, and no leader is left. */
  private static boolean mayLead(Observation seen, Member to) {
    boolean stopgap =
        to.ineligibilities().equals(Set.of(Ineligibility.HANGS))
            && seen.members().stream().noneMatch(Member::isEligible)
            && seen.policy().succession().whenNoCandidate() == WhenNoCandidate.HOLD_LAST;
    return to.isEligible() || stopgap;
  }

  /** A grant that was made fenced is not judged again: the view of who runs may be old. */
  private static void fenced(Check check, Observation seen, Action action) {
    if (!Gated.applies(seen)
        || (seen.lease() instanceof LeaseView.Ours lease
            && lease.holder().isPresent()
            && lease.fencing() == Fencing.STOP_LEADER)) {
      return;
    }
    if (routeWrite(action).map(RouteWrite::route).orElse(null) instanceof Route.ToOne(MemberId to)
        && !seen.routed().equals(Optional.of(to))) {
      check.that(
          ledBefore(seen).noneMatch(id -> !id.equals(to) && Gated.mayRun(seen, id)),
          "open to a member while another may run that led");
    }
  }

  private static Stream<MemberId> ledBefore(Observation seen) {
    return Stream.of(
            seen.routed().stream(),
            seen.lease().last().stream(),
            seen.members().stream().filter(it -> it.marking().held()).map(Member::id))
        .flatMap(them -> them);
  }

  /** Holds of every decision, and so of every state in which nothing is written. */
  private static void follows(Check check, Observation seen, Decision decision) {
    List<Action> actions = decision.actions();
    check.that(
        actions.stream().noneMatch(Invariants::leaseWrite), "the workload's Lease is written");
    check.that(
        seen.lease().leader().isEmpty() || decision.recheckAfter().isPresent(),
        "nobody looks again when the Lease lapses");
    Optional<RouteWrite> written =
        actions.stream().flatMap(it -> routeWrite(it).stream()).findFirst();
    written.ifPresent(it -> {
      check.that(it.epoch() > seen.routeEpoch(), "the route is written at an epoch that was");
      check.that(it.epoch() >= counted(seen), "the Service stays behind the Lease");
    });
    if (seen.policy().paused() || (written.isEmpty() && isUnclaimed(seen))) {
      return;
    }
    Route route = written.map(RouteWrite::route).orElseGet(() -> routeOf(seen));
    Optional<MemberId> live = seen.lease().leader();
    boolean mayOpen = seen.lease() instanceof LeaseView.Kept kept && kept.renewed();
    boolean isLabelled =
        live.flatMap(seen::member)
            .filter(it -> !it.ineligibilities().contains(Ineligibility.UNLABELLED))
            .isPresent();
    switch (route) {
      case Route.ToOne(MemberId to) -> {
        check.that(live.equals(Optional.of(to)), "open to a member that does not hold the Lease");
        check.that(
            seen.routed().equals(live) || (mayOpen && isLabelled),
            "opened to a holder that was not seen alive, or has no label");
      }
      case Route.Closed closed ->
          check.that(
              live.isEmpty() || !mayOpen || !isLabelled, "closed, though a holder was seen alive");
      case Route.ToAll all ->
          check.that(live.isPresent() && (!mayOpen || !isLabelled), "left open to all");
      case Route.Foreign foreign ->
          check.that(live.isPresent() && (!mayOpen || !isLabelled), "left as it is not ours");
    }
  }

  private static boolean isUnclaimed(Observation seen) {
    boolean waits = !(seen.lease() instanceof LeaseView.Kept kept && kept.renewed());
    return seen.service() instanceof ServiceView.Free
        && (waits
            || seen.lease().leader().flatMap(seen::member).isEmpty()
            || seen.holder().orElseThrow().ineligibilities().contains(Ineligibility.UNLABELLED));
  }

  private static Route routeOf(Observation seen) {
    return seen.service() instanceof ServiceView.Claimed claimed
        ? claimed.route()
        : new Route.Foreign();
  }

  private static long counted(Observation seen) {
    return seen.lease() instanceof LeaseView.Kept kept ? kept.transitions() : 0;
  }

  private static void told(Check check, Observation seen, List<Action> actions) {
    for (int at = 0; at < actions.size(); at++) {
      if (actions.get(at) instanceof Action.TellRole tell) {
        told(check, seen, actions.subList(0, at), tell);
      }
    }
  }

  private static void told(
      Check check, Observation seen, List<Action> before, Action.TellRole tell) {
    Member member =
        seen.members().stream().filter(it -> it.uid().equals(tell.uid())).findFirst().orElseThrow();
    long toldAt = member.marking().told().epoch();
    check.that(tell.now().epoch() >= toldAt, "the epoch that a pod is told goes back");
    check.that(
        before.stream().noneMatch(it -> it.podWritten().equals(Optional.of(tell.uid()))),
        "a role is told at a version that an earlier write has changed");
    switch (tell.now().role()) {
      case Role.Leader(long epoch) -> {
        check.that(
            isNamed(seen, before, member.id(), epoch) && tell.now().epoch() == epoch,
            "told that it leads, and the Lease does not say so");
        check.that(
            isRouted(seen, before, member.id(), epoch),
            "told that it leads before the route is open to it");
        check.that(
            seen.members().stream()
                .filter(it -> !it.id().equals(member.id()) && believesToLead(it))
                .filter(it -> it.isStaying() && it.marking().told().epoch() <= epoch)
                .allMatch(it -> isWritten(before, it)),
            "told that it leads before another is told that it does not");
      }
      case Role.Standby standby ->
          check.that(
              !isNamed(seen, before, member.id(), tell.now().epoch())
                  || !isRouted(seen, before, member.id(), tell.now().epoch()),
              "the leader is told that it stands by");
      case Role.None none -> check.that(!seen.isActivePassive(), "told nothing in active-passive");
      case Role.Foreign foreign -> check.that(false, "told what is not ours");
    }
    check.that(
        seen.isActivePassive() || tell.now().role() instanceof Role.None,
        "told a role in active-active");
  }

  private static boolean believesToLead(Member member) {
    return member.marking().told().role() instanceof Role.Leader;
  }

  private static boolean isWritten(List<Action> before, Member member) {
    return before.stream().anyMatch(it -> it.podWritten().equals(Optional.of(member.uid())));
  }

  private static boolean isNamed(
      Observation seen, List<Action> before, MemberId member, long epoch) {
    LeaseWrite lease =
        before.stream()
            .flatMap(it -> leaseWritten(it).stream())
            .reduce((one, other) -> other)
            .orElseGet(() -> new LeaseWrite(seen.lease().leader(), seen.lease().reached()));
    return lease.holder().equals(Optional.of(member))
        && (seen.isFollowing() || lease.epoch() == epoch);
  }

  private static boolean isRouted(
      Observation seen, List<Action> before, MemberId member, long epoch) {
    return before.stream()
        .flatMap(it -> routeWrite(it).stream())
        .reduce((one, other) -> other)
        .orElseGet(() -> new RouteWrite(routeOf(seen), seen.routeEpoch()))
        .equals(new RouteWrite(new Route.ToOne(member), epoch));
  }

  /** Also if a write stops halfway: nobody is out who is not listed, at any time. */
  private static void rotation(Check check, Observation seen, List<Action> actions) {
    Set<MemberId> listed = new HashSet<>(mayBeOut(seen));
    Set<MemberId> back = new HashSet<>();
    boolean written = false;
    for (Action action : actions) {
      if (action instanceof Action.ListOut list) {
        check.that(!written, "two lists of who may be out");
        written = true;
        listed.removeAll(list.members());
        listed.removeAll(back);
        check.that(
            listed.stream().noneMatch(id -> seen.member(id).filter(Member::isStaying).isPresent()),
            "taken from the list before it is put back");
        listed.clear();
        listed.addAll(list.members());
      } else if (action instanceof Action.SetRotation set) {
        Member member = written(seen, set);
        check.that(set.now() != Rotation.FOREIGN, "a foreign rotation is written");
        if (set.now() == Rotation.IN) {
          back.add(member.id());
        } else {
          check.that(written && listed.contains(member.id()), "put out, and not listed before");
          check.that(member.isLost(), "put out, and not lost");
          check.that(!seen.isActivePassive(), "put out in active-passive");
        }
      }
    }
    if (actions.stream().anyMatch(it -> isPutOut(it))) {
      halfStaysIn(check, seen, listed);
    }
  }

  private static void halfStaysIn(Check check, Observation seen, Set<MemberId> listed) {
    List<Member> staying = seen.members().stream().filter(Member::isStaying).toList();
    long out = staying.stream().filter(it -> isOut(it) || listed.contains(it.id())).count();
    check.that(out * 2 <= staying.size(), "more than half are out");
    check.that(seen.members().stream().anyMatch(seen::isServing), "nobody is left who serves");
  }

  private static Set<MemberId> mayBeOut(Observation seen) {
    return seen.service() instanceof ServiceView.Claimed it ? it.mayBeOut() : Set.of();
  }

  private static Member written(Observation seen, Action.SetRotation set) {
    return seen.members().stream()
        .filter(it -> it.uid().equals(set.uid()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isPutOut(Action action) {
    return action instanceof Action.SetRotation set && set.now() == Rotation.OUT;
  }

  private static boolean isOut(Member member) {
    return member.marking().rotation() != Rotation.IN;
  }

  private static void kinds(Check check, Decision decision) {
    for (Step step : decision.steps()) {
      switch (step.reason().kind()) {
        case CALM, WAITING ->
            check.that(step.actions().isEmpty(), "calm, and yet something is written");
        case CHANGE, QUIET ->
            check.that(!step.actions().isEmpty(), "a change, and yet nothing is written");
        case TROUBLE -> {}
      }
      check.that(!step.sentence().isBlank(), "a step without a sentence");
    }
  }

  /** Who may be spared was decided for the leader that was. */
  private static void noneTakenAwayDuringAPromotion(
      Check check, Observation seen, List<Action> actions) {
    if (seen.isActivePassive()
        && seen.policy().replicas() > 0
        && actions.stream()
            .anyMatch(it -> leaseWrite(it) || (seen.isFollowing() && routeWrite(it).isPresent()))) {
      check.that(
          actions.stream().noneMatch(action -> takesAway(seen, action)),
          "members are taken away in the pass that changes the leader");
    }
  }

  /** A leader that may go on is left for a better one alone: else leadership would swing. */
  private static void noMoveForNothing(Check check, Observation seen, List<Action> actions) {
    Optional<Member> leader = seen.holder().filter(it -> it.isEligible() && isRouted(seen, it));
    Optional<Member> next =
        actions.stream()
            .flatMap(it -> leaseWritten(it).stream())
            .flatMap(it -> it.holder().stream())
            .flatMap(it -> seen.member(it).stream())
            .findFirst();
    if (leader.isPresent()
        && next.isPresent()
        && !leader.equals(next)
        && !isOrdered(seen, next.get())) {
      Comparator<Member> planned = planned(seen, seen.policy());
      check.that(
          planned.compare(next.get(), leader.get()) < 0, "a leader is left for one no better");
      check.that(
          next.get().readyFor().compareTo(STEADY) >= 0
              || planned(seen, PolicyBuilder.like(seen.policy()).failback(Failback.NEVER).build())
                      .compare(next.get(), leader.get())
                  < 0,
          "back to a member that has just become ready");
    }
  }

  private static boolean isOrdered(Observation seen, Member next) {
    return seen.policy()
        .order()
        .filter(it -> it.from().equals(Optional.of(seen.lease().reached())))
        .filter(it -> it.to().filter(pod -> !pod.equals(next.pod())).isEmpty())
        .isPresent();
  }

  /** Of which revision a leader is lost in its trial, with others to take over. */
  private static Optional<String> failing(Observation seen) {
    return seen.lease().trial() instanceof Trial.On(String revision)
            && seen.policy().grantsLeases()
            && seen.policy().update().trial().isPositive()
            && seen.policy().revision().equals(revision)
            && isAnotherKept(seen, revision)
            && seen.holder()
                .filter(it -> it.revision().equals(revision))
                .flatMap(Member::ineligibility)
                .filter(Ineligibility::isFailure)
                .isPresent()
        ? Optional.of(revision)
        : Optional.empty();
  }

  private static boolean isAnotherKept(Observation seen, String revision) {
    return seen.replicaSets().stream()
        .anyMatch(set -> !set.revision().equals(revision) && set.replicas() > 0);
  }

  /** The revision that is declared, and failed in its trial now or before. */
  private static Optional<String> failed(Observation seen) {
    return failing(seen)
        .or(() ->
            seen.lease().trial() instanceof Trial.Failed(String revision)
                    && seen.policy().grantsLeases()
                    && seen.policy().update().trial().isPositive()
                    && seen.policy().revision().equals(revision)
                    && isAnotherKept(seen, revision)
                ? Optional.of(revision)
                : Optional.empty());
  }

  /** Also one that is declared no more, as long as members of it are kept. */
  private static Optional<String> behindAll(Observation seen) {
    return failed(seen)
        .or(() ->
            seen.lease().trial() instanceof Trial.Failed(String revision)
                    && !seen.policy().revision().equals(revision)
                    && seen.replicaSets().stream()
                        .anyMatch(set -> set.revision().equals(revision) && set.replicas() > 0)
                ? Optional.of(revision)
                : Optional.empty());
  }

  private static Optional<Trial> trialWritten(Action action) {
    return switch (action) {
      case Action.GrantLease it -> Optional.of(it.trial());
      case Action.VacateLease it -> Optional.of(it.trial());
      case Action.NoteTrial it -> Optional.of(it.now());
      default -> Optional.empty();
    };
  }

  /** By its hook, before another might lead. */
  private static boolean isCalled(Observation seen, Member member) {
    return seen.testimony().calls().keySet().stream()
        .anyMatch(it -> it.hook() == Hook.PROMOTE && it.member().equals(member.id()));
  }

  private static void tried(Check check, Observation seen, List<Action> actions) {
    Optional<String> failed = failed(seen);
    for (Action action : actions) {
      Optional<Trial> written = trialWritten(action);
      failed.ifPresent(revision -> {
        check.that(
            written.filter(it -> !it.equals(new Trial.Failed(revision))).isEmpty(),
            "a revision failed in its trial, and that is lost");
        check.that(
            leaseWritten(action)
                .flatMap(LeaseWrite::holder)
                .filter(it -> !seen.routed().equals(Optional.of(it))) // who leads already
                .flatMap(seen::member)
                .filter(it -> it.revision().equals(revision))
                .filter(it -> !isCalled(seen, it))
                .filter(it ->
                    seen.members().stream()
                        .anyMatch(
                            other -> other.isEligible() && !other.revision().equals(revision)))
                .isEmpty(),
            "a revision that failed in its trial leads, and another may");
        check.that(
            !(action instanceof Action.CreateReplicaSet)
                && !(action instanceof Action.ApplyReplicaSet apply
                    && seen.replicaSets().stream()
                        .anyMatch(set ->
                            set.revision().equals(revision) && set.replicas() < apply.replicas())),
            "more members of a revision that failed in its trial");
      });
      boolean goesOn =
          seen.lease().trial() instanceof Trial.On
              && Trials.isOn(seen)
              && seen.policy().replicas() > 0;
      check.that(
          !goesOn
              || !(action instanceof Action.ScaleReplicaSet scale
                  && !scale.revision().equals(seen.policy().revision())),
          "members of the revision before are taken away during a trial");
    }
  }

  /** Where leaders fail again and again, and nowhere else. */
  private static void failoversWait(Check check, Observation seen, Decision decision) {
    long recent =
        seen.failovers().stream().filter(it -> it.compareTo(Duration.ofMinutes(5)) < 0).count();
    Optional<Ineligibility> why =
        seen.holder().filter(it -> isRouted(seen, it)).flatMap(Member::ineligibility);
    if (recent >= 3 && seen.failovers().getFirst().compareTo(Duration.ofSeconds(10)) < 0) {
      check.that(
          why.filter(Ineligibility::isFailure).isEmpty()
              || seen.members().stream().noneMatch(Member::isEligible)
              || failing(seen).isPresent()
              || decision.actions().stream().noneMatch(Invariants::leaseWrite),
          "the fourth failover comes at once");
    }
    if (decision.reason() == Reason.BackingOff) {
      check.that(recent >= 3, "one of the first failovers waits");
      check.that(
          why.isEmpty() || why.get().isFailure(), "a failover waits though nobody comes back");
    }
  }

  private static boolean isRouted(Observation seen, Member member) {
    return seen.service() instanceof ServiceView.Claimed now
        && now.route().equals(new Route.ToOne(member.id()))
        && now.epoch() == seen.lease().reached();
  }

  /** What it is worth to change a leader for; the best first. */
  private static Comparator<Member> planned(Observation seen, Policy policy) {
    boolean ranked = policy.succession().failback() == Failback.PREFERRED;
    Optional<String> failed = behindAll(seen);
    return Comparator.comparing((Member it) -> failed.equals(Optional.of(it.revision())))
        .thenComparing(it -> it.place().cordoned())
        .thenComparing(it -> !it.revision().equals(policy.revision()))
        .thenComparingInt(it -> ranked ? it.rank() : 0);
  }

  private static boolean takesAway(Observation seen, Action action) {
    return action instanceof Action.ScaleReplicaSet
        || (action instanceof Action.ApplyReplicaSet apply
            && seen.replicaSets().stream()
                .anyMatch(set ->
                    set.revision().equals(apply.revision()) && set.replicas() > apply.replicas()));
  }

  /** What is wrong with a world in which nothing is left to do, if anything. */
  static Optional<String> unfinished(Observation end) {
    Check check = new Check();
    if (end.isActivePassive()) {
      finishedActivePassive(check, end);
    } else {
      finishedActiveActive(check, end);
    }
    check.that(
        end.members().stream()
            .noneMatch(member ->
                member.isStaying() && member.ineligibilities().contains(Ineligibility.UNLABELLED)),
        "a member without its label");
    check.that(end.impostors().isEmpty(), "an impostor with a label");
    end.members().stream()
        .filter(Member::isStaying)
        .forEach(it -> check.that(isToldRight(end, it), "a member was not told its part"));
    check.that(
        !(end.service() instanceof ServiceView.Claimed it) || it.asDeclared(),
        "the Service is not as declared");
    check.that(
        end.policy().order().filter(it -> isAnswerable(end, it)).isEmpty(),
        "an order is not answered");
    return check.complaint();
  }

  /** Not if it ends a leadership that is yet to be seen, or one that ended and nobody leads now. */
  private static boolean isAnswerable(Observation end, Order order) {
    long reached = end.lease().reached();
    return !end.isActivePassive()
        || order
            .from()
            .filter(from -> from > reached || (from < reached && leader(end).isEmpty()))
            .isEmpty();
  }

  private static Optional<Member> leader(Observation end) {
    return Standing.after(end, List.of()).leader().flatMap(end::member);
  }

  /** What was told at a later epoch is by hand, and stays until somebody may lead. */
  private static boolean isToldRight(Observation end, Member member) {
    long epoch = end.epoch();
    boolean leads =
        isNamed(end, List.of(), member.id(), epoch) && isRouted(end, List.of(), member.id(), epoch);
    Told told = member.marking().told();
    return switch (told.role()) {
      case Role.Leader(long at) when at == epoch && leads -> true;
      case Role.Standby standby when !leads -> end.isActivePassive();
      case Role.None none when !end.isActivePassive() -> true;
      default -> end.isActivePassive() && told.epoch() > epoch && isIdle(end);
    };
  }

  private static boolean isIdle(Observation end) {
    return end.isFollowing() || end.holder().filter(Member::isEligible).isEmpty();
  }

  private static void finishedActiveActive(Check check, Observation end) {
    long serving = end.members().stream().filter(end::isServing).count();
    boolean waitsToAdopt =
        end.service() instanceof ServiceView.Free
            && (serving == 0 || serving < end.policy().replicas());
    check.that(
        waitsToAdopt
            || (end.service() instanceof ServiceView.Claimed it
                && it.route() instanceof Route.ToAll),
        "active-active, and not open to all");
    if (end.service() instanceof ServiceView.Claimed) {
      finishedRotation(check, end);
    }
  }

  private static void finishedRotation(Check check, Observation end) {
    List<Member> staying = end.members().stream().filter(Member::isStaying).toList();
    List<Member> out = staying.stream().filter(it -> isOut(it)).toList();
    List<Member> lost = staying.stream().filter(Member::isLost).toList();
    check.that(out.size() * 2 <= staying.size(), "more than half are out");
    check.that(
        out.stream().noneMatch(it -> it.isServing() && it.answers()),
        "a member answers and is out of the rotation");
    check.that(
        lost.size() * 2 > staying.size()
            || out.size() * 2 + 1 >= staying.size()
            || staying.stream().noneMatch(end::isServing)
            || lost.stream()
                .allMatch(
                    it -> isOut(it) || it.ineligibilities().contains(Ineligibility.NOT_READY)),
        "a member is lost and in the rotation");
  }

  private static void finishedActivePassive(Check check, Observation end) {
    if (end.isFollowing()) {
      check.that(!(end.service() instanceof ServiceView.Absent), "there is no Service");
      return; // all else is demanded of every decision
    }
    if (isAwaitingAStop(end)) {
      check.that(
          end.service() instanceof ServiceView.Free
              || (end.service() instanceof ServiceView.Claimed it
                  && it.route() instanceof Route.Closed),
          "the old leader is awaited, and the route is not closed");
    } else if (end.members().stream().anyMatch(Member::isEligible)) {
      Optional<MemberId> routed =
          end.service() instanceof ServiceView.Claimed it
                  && it.route() instanceof Route.ToOne(MemberId to)
                  && it.epoch() == end.lease().reached()
              ? Optional.of(to)
              : Optional.empty();
      check.that(routed.isPresent(), "a member may lead, and the route is not open to one");
      check.that(end.lease().leader().equals(routed), "Lease and route name different members");
      check.that(
          end.holder().filter(Member::isEligible).isPresent(),
          "the route is open to a member that may not lead");
      end.holder().ifPresent(leader -> finishedFailback(check, end, leader));
    } else if (end.policy().succession().whenNoCandidate() == WhenNoCandidate.CLOSE) {
      check.that(
          end.service() instanceof ServiceView.Free
              || (end.service() instanceof ServiceView.Claimed it
                  && it.route() instanceof Route.Closed),
          "nobody may lead, and the route is not closed");
      check.that(
          end.service() instanceof ServiceView.Free || end.lease().leader().isEmpty(),
          "nobody may lead, and the Lease is not vacant");
    } else {
      check.that(!(end.service() instanceof ServiceView.Absent), "there is no Service");
    }
  }

  private static void finishedFailback(Check check, Observation end, Member leader) {
    check.that(
        failed(end).filter(leader.revision()::equals).isEmpty()
            || end.members().stream()
                .noneMatch(it -> it.isEligible() && !it.revision().equals(leader.revision())),
        "a revision that failed in its trial leads in the end, and another may");
    check.that(!(end.lease().trial() instanceof Trial.On), "a trial never ends");
    String newest = end.policy().revision();
    check.that(
        end.policy().succession().failback() == Failback.NEVER
            || !leader.revision().equals(newest)
            || end.members().stream()
                .filter(it -> it.isEligible() && !it.place().cordoned())
                .filter(it -> it.revision().equals(newest))
                .allMatch(it -> it.rank() >= leader.rank()),
        "a member may lead that is preferred to the leader");
  }

  /** Who led before is not known to have stopped, and nobody may lead meanwhile. */
  private static boolean isAwaitingAStop(Observation end) {
    return Gated.applies(end)
        && end.lease().leader().isEmpty()
        && ledBefore(end).anyMatch(id -> Gated.mayRun(end, id))
        && end.members().stream().anyMatch(Member::isEligible);
  }

  /** The same seen in another order. */
  static Observation reordered(Observation seen) {
    return new Observation(
        seen.policy(),
        seen.service(),
        seen.lease(),
        seen.members().reversed(),
        seen.replicaSets().stream()
            .sorted(Comparator.comparing(ReplicaSetView::revision).reversed())
            .toList(),
        seen.impostors().reversed(),
        seen.testimony(),
        seen.failovers().reversed(),
        seen.budgets(),
        seen.standbys());
  }

  /** The first complaint. */
  private static final class Check {
    private String complaint = "";

    void that(boolean holds, String otherwise) {
      if (!holds && complaint.isEmpty()) {
        complaint = Objects.requireNonNull(otherwise);
      }
    }

    Optional<String> complaint() {
      return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
    }
  }
}
