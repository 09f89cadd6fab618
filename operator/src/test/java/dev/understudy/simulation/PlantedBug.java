package dev.understudy.simulation;

import dev.understudy.decision.Action;
import dev.understudy.decision.Call;
import dev.understudy.decision.CallResult;
import dev.understudy.decision.Decider;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberBuilder;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Observation;
import dev.understudy.decision.ObservationBuilder;
import dev.understudy.decision.Order;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Reason;
import dev.understudy.decision.Role;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Route;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.Step;
import dev.understudy.decision.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Mistakes that somebody could make, each as code. The simulation must find every one. */
enum PlantedBug implements Conduct {
  // In the decision.

  HOOK_NOT_AWAITED("a member leads as soon as its hook is called") {
    @Override
    public Decision decide(Observation seen) {
      Map<Call, CallResult> done = new HashMap<>();
      seen.testimony().calls().keySet().forEach(it -> done.put(it, new CallResult.Done()));
      return Decider.decide(seen.with(done));
    }
  },
  GAP_SKIPPED("with a gap the next leader does not wait for the old one") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(settled(seen));
    }
  },
  ORDERED_AGAIN("an order is carried out at whichever epoch it is found") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(ordering(seen, it -> Optional.of(seen.lease().reached())));
    }
  },
  ORDERED_AT_ONCE("an order is carried out without being taken up") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(ordering(seen, it -> it.or(() -> Optional.of(seen.lease().reached()))));
    }
  },
  ORDER_UNANSWERED("an order is carried out, and not answered") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.AnswerOrder);
    }
  },
  ROUTE_BEFORE_GRANT("the route is opened before the Lease is granted") {
    @Override
    public Decision decide(Observation seen) {
      return steps(seen, step -> isPromotion(step) ? with(step, step.actions().reversed()) : step);
    }
  },
  ROUTE_WITHOUT_GRANT("the route is opened and the Lease forgotten") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.GrantLease);
    }
  },
  SAME_EPOCH("the Lease is granted without a new epoch") {
    @Override
    public Decision decide(Observation seen) {
      return actions(
          seen,
          it ->
              switch (it) {
                case Action.GrantLease grant ->
                    new Action.GrantLease(
                        grant.holder(),
                        Math.max(1, grant.epoch() - 1),
                        grant.fencing(),
                        grant.trial(),
                        grant.version());
                case Action.MoveRoute move when isPromotion(seen) ->
                    new Action.MoveRoute(
                        move.route(), Math.max(1, move.epoch() - 1), move.version());
                default -> it;
              });
    }
  },
  EPOCH_OF_THE_LEASE_ALONE("the next epoch is counted from the Lease, whatever the Service knows") {
    @Override
    public Decision decide(Observation seen) {
      long next = seen.lease().reached() + 1;
      return actions(
          seen,
          it ->
              switch (it) {
                case Action.GrantLease grant ->
                    new Action.GrantLease(
                        grant.holder(), next, grant.fencing(), grant.trial(), grant.version());
                case Action.CreateLease create ->
                    new Action.CreateLease(create.holder(), next, create.fencing());
                case Action.MoveRoute move when isPromotion(seen) ->
                    new Action.MoveRoute(move.route(), next, move.version());
                default -> it;
              });
    }
  },
  LEASE_BELIEVED("the Lease is believed, though the Service has seen a later epoch") {
    @Override
    public Decision decide(Observation seen) {
      return seen.isActivePassive()
              && seen.service() instanceof ServiceView.Claimed claimed
              && claimed.epoch() >= seen.lease().reached()
              && seen.holder().filter(Member::isEligible).isPresent()
              && !claimed.routed().equals(seen.lease().leader())
          ? only(
              Reason.PromotionCompleted,
              new Action.MoveRoute(
                  new Route.ToOne(seen.lease().leader().orElseThrow()),
                  seen.lease().reached(),
                  claimed.version()))
          : Decider.decide(seen);
    }
  },
  UNREADY_PROMOTED("whoever comes first by name is promoted, ready or not") {
    @Override
    public Decision decide(Observation seen) {
      return seen.members().isEmpty()
          ? Decider.decide(seen)
          : actions(
              seen,
              it ->
                  it instanceof Action.GrantLease grant
                      ? new Action.GrantLease(
                          seen.members().getFirst().id(),
                          grant.epoch(),
                          grant.fencing(),
                          grant.trial(),
                          grant.version())
                      : it);
    }
  },
  NEVER_COMPLETED("a promotion that another began is not completed") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, Set.of(Reason.PromotionCompleted));
    }
  },
  LOSS_IGNORED("a leader that is not ready, or whose node is not, is kept") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, Set.of(Reason.LeaderNodeNotReady, Reason.LeaderNotReady));
    }
  },
  LABEL_MOVED("leadership passes by moving a label from pod to pod, in two writes") {
    @Override
    public Decision decide(Observation seen) {
      return steps(seen, step -> seen.holder().isPresent() ? labelMoved(seen, step) : step);
    }
  },
  LABEL_REUSED("a new pod gets the label of the leader that is gone") {
    @Override
    public Decision decide(Observation seen) {
      return actions(
          seen,
          it ->
              it instanceof Action.LabelMember(String pod, String uid, MemberId id)
                  ? new Action.LabelMember(pod, uid, seen.lease().leader().orElse(id))
                  : it);
    }
  },
  OPEN_TO_ALL("without a leader the route is opened to all") {
    @Override
    public Decision decide(Observation seen) {
      return actions(
          seen,
          it ->
              it instanceof Action.MoveRoute(Route.Closed closed, long epoch, String version)
                  ? new Action.MoveRoute(new Route.ToAll(), epoch, version)
                  : it);
    }
  },
  PAUSE_IGNORED("a pause is ignored") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(ObservationBuilder.like(seen).policy(PolicyBuilder::unpaused).build());
    }
  },
  NO_SETTLING("members are taken away though the route has just moved") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(
          seen.service() instanceof ServiceView.Claimed now
              ? ObservationBuilder.like(seen)
                  .service(
                      new ServiceView.Claimed(
                          now.route(),
                          now.epoch(),
                          now.version(),
                          Duration.ofHours(1),
                          now.adopted(),
                          now.asDeclared(),
                          now.mayBeOut()))
                  .build()
              : seen);
    }
  },
  NEVER_CALM("something is written in every pass") {
    @Override
    public Decision decide(Observation seen) {
      Decision right = Decider.decide(seen);
      return seen.members().isEmpty() || seen.policy().paused()
          ? right
          : and(right, dearer(seen.members().getFirst()));
    }
  },

  TRIAL_SKIPPED("the old revision goes as soon as the new one leads, on trial or not") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(
          seen.holder().filter(Member::isEligible).isPresent() ? tried(seen, Trial.NONE) : seen);
    }
  },
  TRIAL_CUT_SHORT("a trial passes as soon as the leader is seen to lead") {
    @Override
    public Decision decide(Observation seen) {
      Decision right = Decider.decide(seen);
      return seen.lease().trial() instanceof Trial.On
              && right.actions().isEmpty()
              && seen.lease() instanceof LeaseView.Ours lease
              && seen.policy().grantsLeases()
              && !seen.policy().paused()
          ? only(Reason.TrialPassed, new Action.NoteTrial(Trial.NONE, lease.version()))
          : right;
    }
  },
  TRIAL_FORGOTTEN("that a revision failed in its trial is not written down") {
    @Override
    public Decision decide(Observation seen) {
      return actions(
          seen,
          it ->
              switch (it) {
                case Action.GrantLease grant when grant.trial() instanceof Trial.Failed ->
                    new Action.GrantLease(
                        grant.holder(), grant.epoch(), grant.fencing(), grant.version());
                case Action.VacateLease vacate when vacate.trial() instanceof Trial.Failed ->
                    new Action.VacateLease(vacate.last(), vacate.epoch(), vacate.version());
                default -> it;
              });
    }
  },

  // In the gated order.

  BARRIER_SKIPPED("the Lease is vacated, and the route not closed") {
    @Override
    public Decision decide(Observation seen) {
      return without(
          seen, it -> it instanceof Action.MoveRoute move && move.route() instanceof Route.Closed);
    }
  },
  NO_PROOF("the old leader is asked to stop, and the next one promoted at once") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(
          !seen.lease().last().isEmpty()
              ? ObservationBuilder.like(seen).members(it -> it.stopped(true)).build()
              : seen);
    }
  },
  NEVER_STOPPED("nobody asks the old leader to stop") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.StopMember);
    }
  },
  FENCING_FORGOTTEN("fencing is only known to those who vacate, and not to those who grant") {
    @Override
    public Decision decide(Observation seen) {
      return seen.lease() instanceof LeaseView.Ours lease && !lease.last().isEmpty()
          ? Decider.decide(
              ObservationBuilder.like(seen)
                  .members(it -> it.held(false))
                  .lease(
                      new LeaseView.Ours(
                          lease.holder(),
                          lease.epoch(),
                          lease.version(),
                          List.of(),
                          lease.fencing()))
                  .build())
          : Decider.decide(seen);
    }
  },
  NOT_HELD("the pod of the leader is not held") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.HoldMember);
    }
  },
  RELEASED_BY_THE_LEASE("whoever is not the holder is released, running or not") {
    @Override
    public Decision decide(Observation seen) {
      Decision right = Decider.decide(seen);
      List<Action> released =
          seen.members().stream()
              .filter(it -> it.marking().held())
              .filter(it -> !seen.lease().leader().equals(Optional.of(it.id())))
              .<Action>map(it -> new Action.ReleaseMember(it.pod(), it.uid()))
              .toList();
      return released.isEmpty() ? right : and(right, released.getFirst());
    }
  },
  NEVER_RELEASED("whoever led is held for ever") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.ReleaseMember);
    }
  },

  // In following a Lease that the workload keeps.

  KEPT_BY_WALL_CLOCK("when a Lease lapses is told by the clock of whoever renewed it") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new MistakenReader(
          caches,
          clock,
          (reader, kept) ->
              like(kept, kept.renewed(), reader.lapses().minusMillis(clock.millis())));
    }
  },
  KEPT_BY_FIRST_SIGHT("whoever the Lease names is taken for alive, not seen to renew it") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new MistakenReader(caches, clock, (reader, kept) -> like(kept, true, kept.left()));
    }
  },
  KEPT_FOR_EVER("a Lease never lapses") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new MistakenReader(
          caches, clock, (reader, kept) -> like(kept, kept.renewed(), Duration.ofHours(1)));
    }
  },
  KEPT_SINCE_TAKEN("a Lease lapses its duration after it was taken, renewed or not") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new MistakenReader(
          caches,
          clock,
          (reader, kept) ->
              like(
                  kept,
                  kept.renewed(),
                  reader.duration().minus(reader.unchangedFor("taken", List.of(kept.holder())))));
    }
  },
  KEPT_NOT_ASKED("the route is moved by what the watch showed of the Lease, old or not") {
    @Override
    public boolean asksBeforeMoves() {
      return false;
    }
  },
  KEPT_BY_PREFIX("a holder is a member if its name begins like that of one") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new MistakenReader(
          caches,
          clock,
          (reader, kept) ->
              reader
                  .beginsLikeHolder()
                  .<LeaseView>map(id ->
                      new LeaseView.Kept(
                          new Holder.Of(id), kept.renewed(), kept.left(), kept.transitions()))
                  .orElse(kept));
    }
  },
  KEPT_STRANGER_IGNORED("a holder that is no member is ignored, and the route left as it is") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, Set.of(Reason.HolderUnknown));
    }
  },
  KEPT_GONE_IGNORED("a holder whose pod is gone keeps the route") {
    @Override
    public Decision decide(Observation seen) {
      return seen.isFollowing() ? without(seen, Set.of(Reason.LeaderGone)) : Decider.decide(seen);
    }
  },
  KEPT_LAST_HELD("the route stays when nobody holds the Lease") {
    @Override
    public Decision decide(Observation seen) {
      return seen.lease() instanceof LeaseView.Kept kept && kept.holder() instanceof Holder.Nobody
          ? without(seen, Set.of(Reason.HolderFollowed))
          : Decider.decide(seen);
    }
  },
  KEPT_UNSEEN_AS_GONE("a holder whose pod is not in the cache is taken for gone") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return askingOnly(caches, clock, reader -> reader.keptLeaseSeen().isEmpty());
    }
  },
  KEPT_EPOCH("the epoch of the route is what the Lease counts") {
    @Override
    public Decision decide(Observation seen) {
      return seen.lease() instanceof LeaseView.Kept kept
          ? actions(
              seen,
              it ->
                  it instanceof Action.MoveRoute(Route route, long epoch, String version)
                      ? new Action.MoveRoute(route, kept.transitions() + 1, version)
                      : it)
          : Decider.decide(seen);
    }
  },
  KEPT_TAKEN_AWAY("a Lease that has lapsed is vacated for the workload") {
    @Override
    public Decision decide(Observation seen) {
      Decision right = Decider.decide(seen);
      return right.reason() == Reason.LeaseLapsed && !seen.members().isEmpty()
          ? and(right, new Action.VacateLease(List.of(seen.members().getFirst().id()), 1, "1"))
          : right;
    }
  },

  // In what members are told.

  NEVER_TOLD("nobody is told that it leads") {
    @Override
    public Decision decide(Observation seen) {
      return without(
          seen,
          it -> it instanceof Action.TellRole tell && tell.now().role() instanceof Role.Leader);
    }
  },
  TOLD_TOO_SOON("whoever is to lead is told so before the Lease is granted") {
    @Override
    public Decision decide(Observation seen) {
      List<Step> steps = new ArrayList<>(Decider.decide(seen).steps());
      Collections.sort(steps, Comparator.comparing(step -> step.reason() != Reason.RolesTold));
      return new Decision(steps, Decider.decide(seen).recheckAfter());
    }
  },
  TOLD_BY_THE_LEASE("whatever the Lease says is told, though the pod was told something later") {
    @Override
    public Decision decide(Observation seen) {
      return Decider.decide(ObservationBuilder.like(seen).members(PlantedBug::toldLongAgo).build());
    }
  },
  TOLD_UNCONDITIONAL("pods are told their part at whatever version they are") {
    @Override
    public Request send(Request request, ApiServer now) {
      return request.action() instanceof Action.TellRole
          ? new Request(request.action(), Optional.empty(), request.uid())
          : request;
    }
  },
  TOLD_UNCONDITIONAL_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return TOLD_UNCONDITIONAL.send(request, now);
    }
  },

  // In who is out of the rotation.

  ALL_EJECTED("every member that is lost is put out of the rotation, however many are") {
    @Override
    public Decision decide(Observation seen) {
      Decision right = Decider.decide(seen);
      return right.reason() == Reason.EjectionHeld
          ? new Decision(List.of(ejected(seen)), right.recheckAfter())
          : right;
    }
  },
  EJECTED_UNLISTED("who is out is told by the labels of the pods alone, and no list is kept") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.ListOut);
    }
  },
  NEVER_RETURNED("who is out of the rotation stays out") {
    @Override
    public Decision decide(Observation seen) {
      return without(seen, it -> it instanceof Action.SetRotation set && set.now() == Rotation.IN);
    }
  },

  // In the execution.

  ROUTE_UNCONDITIONAL("the route is moved without the Service's version") {
    @Override
    public Request send(Request request, ApiServer now) {
      return request.action() instanceof Action.MoveRoute ? request.withoutPrecondition() : request;
    }
  },
  GRANT_UNCONDITIONAL("the Lease is granted without its version") {
    @Override
    public Request send(Request request, ApiServer now) {
      return request.action() instanceof Action.GrantLease
          ? request.withoutPrecondition()
          : request;
    }
  },
  ROUTE_UNCONDITIONAL_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return ROUTE_UNCONDITIONAL.send(request, now);
    }
  },
  GRANT_UNCONDITIONAL_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return GRANT_UNCONDITIONAL.send(request, now);
    }
  },
  REPLICA_SET_UNCONDITIONAL("a ReplicaSet is written without its version") {
    @Override
    public Request send(Request request, ApiServer now) {
      return isOfReplicaSet(request) ? request.withoutPrecondition() : request;
    }
  },
  REPLICA_SET_UNCONDITIONAL_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return REPLICA_SET_UNCONDITIONAL.send(request, now);
    }
  },
  REPLICA_SET_APPLIED("a ReplicaSet that was not seen is applied, whether or not there is one") {
    @Override
    public Request send(Request request, ApiServer now) {
      return request.action()
              instanceof Action.CreateReplicaSet(String revision, int replicas, int number)
          ? new Request(
              new Action.ApplyReplicaSet(revision, replicas, number, ""),
              Optional.empty(),
              Optional.empty())
          : request;
    }
  },
  REPLICA_SET_APPLIED_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return REPLICA_SET_APPLIED.send(request, now);
    }
  },
  UID_FORGOTTEN("pods are written by their name alone") {
    @Override
    public Request send(Request request, ApiServer now) {
      return request.isOfPod() ? request.withoutPrecondition() : request;
    }
  },
  FRESH_VERSION("a version is read anew just before each write") {
    @Override
    public Request send(Request request, ApiServer now) {
      return fresh(request, now);
    }
  },
  FRESH_VERSION_UNSEEN("the same, by its consequences alone", true) {
    @Override
    public Request send(Request request, ApiServer now) {
      return fresh(request, now);
    }
  },
  CONFLICT_IGNORED("after a conflict the next write is done all the same") {
    @Override
    public boolean goesOnAfter(Answer answer) {
      return true;
    }
  },

  // In the observation.

  UNSYNCED("a cache that is not filled yet is taken for empty, and nobody is asked") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return askingOnly(caches, clock, reader -> false);
    }

    @Override
    public boolean waitsForCaches() {
      return false;
    }
  },
  STATUS_AS_TRUTH("whom this operator promoted last is taken for the holder") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        private Optional<MemberId> status = Optional.empty();

        @Override
        LeaseView lease() {
          LeaseView lease = super.lease();
          if (!(lease instanceof LeaseView.Ours ours) || ours.holder().isEmpty()) {
            return lease;
          }
          status = status.or(ours::holder);
          return new LeaseView.Ours(
              status, ours.epoch(), ours.version(), ours.last(), ours.fencing());
        }
      };
    }
  },
  BY_NAME("a pod is taken for a member by its name, not its uid") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        Member member(Stored.Pod pod) {
          Member right = super.member(pod);
          return caches().lease().flatMap(Stored.Lease::holder).stream()
              .filter(holder -> holder.value().startsWith(pod.name() + "."))
              .map(holder -> MemberBuilder.like(right).id(holder).build())
              .findFirst()
              .orElse(right);
        }
      };
    }
  },
  READINESS_AS_ALL("a member is eligible if it is ready, whatever else is known") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        Member member(Stored.Pod pod) {
          return pod.status().ready()
              ? MemberBuilder.like(super.member(pod)).why(Set.of()).build()
              : super.member(pod);
        }
      };
    }
  },
  WALL_CLOCK("how long the route stands is told by the clock of whoever wrote it") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        Duration unchangedFor(String thing, Object value) {
          return Duration.ofMillis(clock.offset()).plus(super.unchangedFor(thing, value));
        }
      };
    }
  },
  TERMINATED_AS_OVER("a container that terminated is taken for proof") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        boolean isOver(Stored.Pod pod) {
          return pod.status().terminated();
        }
      };
    }
  },
  PHASE_AS_OVER("a phase that ends is taken for proof, whoever wrote it") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        boolean isOver(Stored.Pod pod) {
          return pod.status().ended();
        }
      };
    }
  },
  WRITTEN_OFF_AS_OVER("a phase that ends is taken for proof if the last process known has ended") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        boolean isOver(Stored.Pod pod) {
          return pod.status().ended() && pod.status().terminated();
        }
      };
    }
  },
  UNREACHABLE_AS_STOPPED("a node that is not ready is taken for one that is out of service") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        boolean isOutOfService(String node) {
          return caches().node(node).filter(it -> !it.ready()).isPresent();
        }
      };
    }
  },
  UNSEEN_AS_GONE("a leader that is not in the cache is taken for lost") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return askingOnly(caches, clock, reader -> reader.keptLeaseSeen().isPresent());
    }
  },
  ABSENT_AS_GONE("pods on their way out are left out of the view, and what is not in it is gone") {
    @Override
    public CacheReader reader(Caches caches, LocalClock clock) {
      return new CacheReader(caches, clock) {
        @Override
        List<Stored.Pod> pods() {
          return super.pods().stream().filter(pod -> !pod.isDeleting()).toList();
        }

        @Override
        boolean isGone(MemberId id) {
          return true;
        }
      };
    }

    // Such a view also misses whom to hold, and whom to let go.
    @Override
    Set<Guarantee> unchecked() {
      return EnumSet.of(Guarantee.STABLE, Guarantee.LEADER_HELD);
    }
  };

  private final String sentence;
  private final boolean byConsequences;

  PlantedBug(String sentence) {
    this(sentence, false);
  }

  PlantedBug(String sentence, boolean byConsequences) {
    this.sentence = sentence;
    this.byConsequences = byConsequences;
  }

  String sentence() {
    return sentence;
  }

  /** What a write rests on is not looked at, so that the bug is found by what comes of it. */
  Set<Guarantee> unchecked() {
    return byConsequences
        ? EnumSet.of(Guarantee.PRECONDITION, Guarantee.STALE_REFUSED)
        : EnumSet.noneOf(Guarantee.class);
  }

  // Ways to be wrong.

  private static Decision steps(Observation seen, UnaryOperator<Step> how) {
    Decision right = Decider.decide(seen);
    return new Decision(right.steps().stream().map(how).toList(), right.recheckAfter());
  }

  private static Decision actions(Observation seen, UnaryOperator<Action> how) {
    return steps(seen, step -> with(step, step.actions().stream().map(how).toList()));
  }

  private static Decision without(Observation seen, Predicate<Action> what) {
    return steps(
        seen, step -> with(step, step.actions().stream().filter(it -> !what.test(it)).toList()));
  }

  private static Decision without(Observation seen, Set<Reason> reasons) {
    return steps(seen, step -> reasons.contains(step.reason()) ? with(step, List.of()) : step);
  }

  private static Step with(Step step, List<Action> actions) {
    return new Step(step.reason(), step.sentence(), actions);
  }

  private static Decision only(Reason reason, Action action) {
    return new Decision(List.of(new Step(reason, "A bug.", List.of(action))), Optional.empty());
  }

  private static Decision and(Decision right, Action more) {
    List<Step> steps = new ArrayList<>(right.steps());
    steps.add(new Step(Reason.MembersLabelled, "A bug.", List.of(more)));
    return new Decision(steps, right.recheckAfter());
  }

  private static boolean isPromotion(Step step) {
    return step.actions().stream()
        .anyMatch(it -> it instanceof Action.GrantLease || it instanceof Action.CreateLease);
  }

  private static boolean isPromotion(Observation seen) {
    return Decider.decide(seen).steps().stream().anyMatch(PlantedBug::isPromotion);
  }

  private static Step labelMoved(Observation seen, Step step) {
    MemberId old = seen.lease().leader().orElseThrow();
    return with(
        step,
        step.actions().stream()
            .map(it ->
                it instanceof Action.GrantLease grant
                    ? seen.member(grant.holder())
                        .<Action>map(to -> new Action.LabelMember(to.pod(), to.uid(), old))
                        .orElse(it)
                    : it)
            .toList());
  }

  private static Step ejected(Observation seen) {
    ServiceView.Claimed service = (ServiceView.Claimed) seen.service();
    List<Action> actions = new ArrayList<>();
    List<Member> lost = seen.members().stream().filter(Member::isLost).toList();
    actions.add(new Action.ListOut(lost.stream().map(Member::id).toList(), service.version()));
    lost.forEach(it ->
        actions.add(
            new Action.SetRotation(
                it.pod(), it.uid(), it.version(), Rotation.OUT, service.version())));
    return new Step(Reason.MemberEjected, "A bug.", actions);
  }

  private static MemberBuilder toldLongAgo(MemberBuilder member) {
    return member.told(member.build().marking().told().role(), 0);
  }

  private static Action dearer(Member member) {
    int cost = member.marking().deletionCost() == 7 ? 8 : 7;
    return new Action.SetDeletionCost(member.pod(), member.uid(), Optional.of(cost));
  }

  /** A reader that asks for a leader which it does not see only then. */
  private static CacheReader askingOnly(
      Caches caches, LocalClock clock, Predicate<CacheReader> when) {
    return new CacheReader(caches, clock) {
      @Override
      boolean isThere(MemberId id) {
        return when.test(this) && super.isThere(id);
      }
    };
  }

  /** To whom the Lease that the workload keeps is another. */
  private static final class MistakenReader extends CacheReader {
    private final BiFunction<MistakenReader, LeaseView.Kept, LeaseView> mistake;

    private MistakenReader(
        Caches caches,
        LocalClock clock,
        BiFunction<MistakenReader, LeaseView.Kept, LeaseView> mistake) {
      super(caches, clock);
      this.mistake = mistake;
    }

    @Override
    LeaseView keptLease(List<Stored.Pod> members) {
      LeaseView right = super.keptLease(members);
      return right instanceof LeaseView.Kept kept ? mistake.apply(this, kept) : right;
    }

    private Duration duration() {
      return Duration.ofSeconds(keptLeaseSeen().orElseThrow().seconds());
    }

    /** By the clock of whoever wrote it, since its beginning. */
    private Duration lapses() {
      return duration().plusMillis(keptLeaseSeen().orElseThrow().renewed());
    }

    private Optional<MemberId> beginsLikeHolder() {
      String holder = keptLeaseSeen().orElseThrow().holder();
      return caches().pods().stream()
          .filter(pod -> holder.startsWith(pod.name()))
          .map(Stored.Pod::id)
          .findFirst();
    }
  }

  private static Observation settled(Observation seen) {
    return seen.service() instanceof ServiceView.Claimed now
            && seen.lease().leader().isEmpty()
            && now.route() instanceof Route.Closed
        ? ObservationBuilder.like(seen)
            .service(
                new ServiceView.Claimed(
                    now.route(),
                    now.epoch(),
                    now.version(),
                    Duration.ofHours(1),
                    now.adopted(),
                    now.asDeclared(),
                    now.mayBeOut()))
            .build()
        : seen;
  }

  private static Observation tried(Observation seen, Trial trial) {
    return seen.lease().trial() instanceof Trial.On
        ? ObservationBuilder.like(seen).trial(trial).build()
        : seen;
  }

  private static Observation ordering(Observation seen, UnaryOperator<Optional<Long>> from) {
    return seen.policy()
        .order()
        .map(it -> new Order(it.words(), it.to(), from.apply(it.from()), it.version()))
        .map(order ->
            ObservationBuilder.like(seen).policy(it -> it.order(Optional.of(order))).build())
        .orElse(seen);
  }

  private static LeaseView like(LeaseView.Kept kept, boolean renewed, Duration left) {
    return new LeaseView.Kept(
        kept.holder(), renewed, left.isNegative() ? Duration.ZERO : left, kept.transitions());
  }

  private static boolean isOfReplicaSet(Request request) {
    return request.conditionalOn().filter(it -> it.kind() == Kind.REPLICA_SET).isPresent();
  }

  private static Request fresh(Request request, ApiServer now) {
    Optional<Long> version = request.conditionalOn().flatMap(now::version);
    return new Request(request.action(), version, request.uid());
  }
}
