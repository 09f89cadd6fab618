package dev.understudy.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A world in which the operator, the ReplicaSet controller, kubelets and time take turns in an
 * order that a seed gives. The order is fair: whoever has something to do gets a turn in the end.
 * The operator passes only when something changed, or when it asked for it: if nobody has anything
 * to do, the walk is over. Invariants are checked after every turn.
 */
final class Walk {
  private static final int ENDLESS = 3_000;

  /** Something that can happen. */
  private record Turn(Actor actor, String what, Runnable run) {}

  private enum Actor {
    OPERATOR,
    CONTROLLER,
    KUBELET
  }

  /** Thrown where an invariant breaks. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String what, List<String> trace) {
      super(what + "\n  " + String.join("\n  ", trace));
    }
  }

  private final Random random;
  private final Function<Observation, Decision> decider;
  private final Actor hasty;
  private final List<String> trace = new ArrayList<>();
  private final Map<Long, MemberId> routedAt = new HashMap<>();
  private final Map<String, Runnable> onDeletion = new HashMap<>();
  private final Set<MemberId> led = new HashSet<>();
  private Predicate<Member> becomesReady = member -> true;
  private Optional<Consumer<Walk>> disturbance = Optional.empty();
  private int disturbedAt;
  private boolean doomedMayLead;
  private boolean crashes;
  private boolean lags;
  private boolean looksAgain = true;
  private boolean timeIsAwaited;
  private long epoch;
  private long leaseEpoch;
  private int atLeast;
  private int atMost = Integer.MAX_VALUE;
  private int leaders;
  private final List<Observation> past = new ArrayList<>();
  private final int[] looksAt = new int[4];
  final World world;

  Walk(long seed, World world, Function<Observation, Decision> decider) {
    this.random = new Random(seed);
    this.world = world;
    this.decider = decider;
    this.hasty = Actor.values()[random.nextInt(Actor.values().length)];
    trace.add("seed " + seed + ", haste of " + hasty);
  }

  /** The operator may crash between any two writes. */
  Walk withCrashes() {
    crashes = true;
    return this;
  }

  /** The operator may see each kind of object as it was some time ago. */
  Walk withLag() {
    lags = true;
    return this;
  }

  Walk inWhichOnlyThoseBecomeReady(Predicate<Member> which) {
    becomesReady = which;
    return this;
  }

  /** Something else happens, once, at some moment. */
  Walk disturbedBy(Consumer<Walk> what) {
    disturbance = Optional.of(what);
    disturbedAt = random.nextInt(60);
    return this;
  }

  Walk servingAtLeast(int members) {
    atLeast = members;
    return this;
  }

  Walk toldToKeepAtMost(int pods) {
    atMost = pods;
    return this;
  }

  Walk whenDeleted(String pod, Runnable check) {
    onDeletion.put(pod, check);
    return this;
  }

  /** A pod that was doomed before anybody led may become leader before it is deleted. */
  void allowDoomedLeader() {
    doomedMayLead = true;
  }

  /** How many members have led. */
  int leaders() {
    return leaders;
  }

  int random(int bound) {
    return random.nextInt(bound);
  }

  void note(String what) {
    trace.add("  * " + what);
    looksAgain = true;
  }

  /** Until nobody has anything to do. */
  Observation toTheEnd() {
    look();
    for (int turn = 0; turn < ENDLESS; turn++) {
      if (turn >= disturbedAt && disturbance.isPresent()) {
        disturb();
      }
      List<Turn> turns = turns();
      if (turns.isEmpty() && disturbance.isPresent()) {
        disturb();
      } else if (turns.isEmpty()) {
        return world.observe();
      } else {
        take(turns);
      }
      check();
    }
    throw new Broken("It never ends.", trace.subList(0, 60));
  }

  private void disturb() {
    Consumer<Walk> what = disturbance.orElseThrow();
    disturbance = Optional.empty();
    what.accept(this);
  }

  private void take(List<Turn> turns) {
    List<Turn> first = turns.stream().filter(turn -> turn.actor() == hasty).toList();
    List<Turn> from = first.isEmpty() || random.nextInt(4) == 0 ? turns : first;
    Turn turn = from.get(random.nextInt(from.size()));
    trace.add(turn.what());
    looksAgain |= turn.actor() != Actor.OPERATOR;
    turn.run().run();
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    if (looksAgain) {
      turns.add(new Turn(Actor.OPERATOR, "operator looks", this::pass));
    }
    world.sets.values().forEach(set -> control(set, turns));
    world.pods.values().forEach(member -> tend(member, turns));
    if (turns.isEmpty() && timeIsAwaited) {
      turns.add(new Turn(Actor.KUBELET, "time passes", world::timePasses));
    }
    return turns;
  }

  private void control(ReplicaSetView set, List<Turn> turns) {
    List<Member> staying = world.of(set.revision(), Member::isStaying);
    if (staying.size() < set.replicas()) {
      turns.add(
          new Turn(
              Actor.CONTROLLER, set.revision() + " makes a pod", () -> world.bear(set.revision())));
    } else if (staying.size() > set.replicas()) {
      Member victim = victim(staying);
      turns.add(
          new Turn(Actor.CONTROLLER, "deletes " + victim.pod(), () -> deleteByController(victim)));
    }
  }

  /** As the ReplicaSet controller ranks them: unready first, then by cost; else as it happens. */
  private Member victim(List<Member> staying) {
    List<Member> unready =
        staying.stream()
            .filter(it -> it.ineligibilities().contains(Ineligibility.NOT_READY))
            .toList();
    List<Member> from = unready.isEmpty() ? staying : unready;
    int least = from.stream().mapToInt(it -> it.marking().deletionCost()).min().orElseThrow();
    List<Member> cheapest =
        from.stream().filter(it -> it.marking().deletionCost() == least).toList();
    return cheapest.get(random.nextInt(cheapest.size()));
  }

  private void deleteByController(Member victim) {
    onDeletion.getOrDefault(victim.pod(), () -> {}).run();
    if (!doomedMayLead
        && !lags
        && world.policy.mode() == Mode.ACTIVE_PASSIVE
        && world.policy.replicas() > 0
        && world.lease.leader().equals(Optional.of(victim.id()))
        && victim.isEligible()) {
      fail("The leader is deleted: " + victim.pod());
    }
    world.delete(victim);
  }

  private void tend(Member member, List<Turn> turns) {
    if (!member.isStaying() && !member.stopped()) {
      turns.add(new Turn(Actor.KUBELET, member.pod() + " is gone", () -> world.isGone(member)));
    } else if (member.ineligibilities().contains(Ineligibility.NOT_READY)
        && becomesReady.test(member)) {
      turns.add(
          new Turn(
              Actor.KUBELET, member.pod() + " becomes ready", () -> world.becomesReady(member)));
    }
  }

  private void look() {
    past.add(world.observe());
  }

  /** Each kind of object as it is, or with lag as it was, but never older than seen before. */
  private Observation view() {
    Observation now = world.observe();
    if (!lags) {
      return now;
    }
    look();
    for (int kind = 0; kind < looksAt.length; kind++) {
      int behind = past.size() - 1 - looksAt[kind];
      looksAt[kind] += random.nextInt(3) == 0 ? behind : random.nextInt(behind + 1);
    }
    Observation service = past.get(looksAt[0]);
    Observation lease = past.get(looksAt[1]);
    Observation pods = past.get(looksAt[2]);
    Observation sets = past.get(looksAt[3]);
    return new Observation(
        now.policy(),
        service.service(),
        lease.lease(),
        pods.members(),
        sets.replicaSets(),
        now.impostors(),
        now.testimony(),
        now.failovers(),
        now.budgets(),
        now.standbys());
  }

  private void pass() {
    Observation seen = view();
    boolean current = seen.equals(world.observe());
    Decision decision = decider.apply(seen);
    List<Action> actions = decision.actions();
    Invariants.broken(seen, decision).ifPresent(what -> fail(what + ": " + decision.steps()));
    int done =
        crashes && random.nextBoolean() ? random.nextInt(actions.size() + 1) : actions.size();
    boolean refused = false;
    for (Action action : actions.subList(0, done)) {
      refused = !world.apply(action);
      trace.add("    " + action + (refused ? " refused" : ""));
      check();
      if (refused) {
        break;
      }
      if (lags) {
        look();
      }
    }
    if (refused && current) {
      fail("A write is refused though nothing changed.");
    }
    looksAgain = !actions.isEmpty() || !current;
    timeIsAwaited = decision.recheckAfter().isPresent();
  }

  private void check() {
    long before = epoch;
    if (world.service instanceof ServiceView.Claimed it) {
      epoch = it.epoch();
      if (it.route() instanceof Route.ToOne(MemberId to)) {
        MemberId at = routedAt.putIfAbsent(it.epoch(), to);
        if (at != null && !at.equals(to)) {
          fail("Two members are routed at epoch " + it.epoch() + ".");
        }
      }
    }
    if (epoch < before) {
      fail("The epoch of the Service goes back.");
    }
    if (world.lease.reached() < leaseEpoch) {
      fail("The epoch of the Lease goes back.");
    }
    leaseEpoch = world.lease.reached();
    world.lease.leader().filter(led::add).ifPresent(leader -> leaders++);
    world.lease.leader().ifPresent(this::checkThatOthersStopped);
    if (world.serving() < atLeast) {
      fail("Only " + world.serving() + " members serve, and not " + atLeast + ".");
    }
    int told = world.sets.values().stream().mapToInt(ReplicaSetView::replicas).sum();
    if (told > atMost) {
      fail(told + " pods are to be kept, and not at most " + atMost + ".");
    }
  }

  private void checkThatOthersStopped(MemberId leader) {
    if (world.policy.succession().fencing() == Fencing.STOP_LEADER) {
      led.stream()
          .filter(id -> !id.equals(leader))
          .flatMap(id -> world.pod(id).stream())
          .filter(member -> !member.stopped())
          .findFirst()
          .ifPresent(member -> fail("Another leads, and " + member.pod() + " has not stopped."));
    }
  }

  void fail(String what) {
    throw new Broken(what, trace);
  }
}
