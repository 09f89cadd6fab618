package dev.understudy.simulation;

import dev.understudy.decision.Observation;
import dev.understudy.decision.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One replica of the operator: a process with its own caches and its own clock, which can crash,
 * and freeze and thaw, at any moment.
 */
final class Operator {
  /** How the operator's process is made. */
  record Make(Cluster cluster, Conduct conduct, Guarantees guarantees) {}

  private static final int STALE_START = 8;
  private static final long SYNCED_WITHIN = 300;
  private static final long PASS_WITHIN = 10;

  private final String name;
  private final Make make;
  private final Cluster cluster;
  private final LocalClock clock;
  private final Map<Kind, Watch> watches = new EnumMap<>(Kind.class);
  private final List<Runnable> asleep = new ArrayList<>();
  private CacheReader reader;
  private MemberCalls calls;
  private int life;
  private int rechecks;
  private int unsynced;
  private boolean up;
  private boolean frozen;
  private boolean leading;
  private boolean lossy;
  private boolean stumbles;
  private boolean wanted;
  private boolean scheduled;
  private boolean passing;
  private int failures;
  private long keptFirstSeen;

  Operator(String name, Make make) {
    this.name = name;
    this.make = make;
    this.cluster = make.cluster();
    this.clock = LocalClock.byChance(cluster.chance(), cluster.time());
    this.reader = make.conduct().reader(caches(), clock);
    this.calls = new MemberCalls(this);
    cluster.connections().watch(this::look);
  }

  private Caches caches() {
    return new Caches(cluster.api(), pod -> cluster.connections().show(name, pod));
  }

  String name() {
    return name;
  }

  LocalClock clock() {
    return clock;
  }

  MemberCalls calls() {
    return calls;
  }

  CacheReader reader() {
    return reader;
  }

  Make make() {
    return make;
  }

  boolean isUp() {
    return up;
  }

  boolean isAwake() {
    return up && !frozen;
  }

  boolean isLeading() {
    return leading;
  }

  /** Nothing keeps it from doing its work in time. */
  boolean canAct() {
    return isAwake() && leading && unsynced == 0 && !lossy && seesPromptly();
  }

  private boolean seesPromptly() {
    for (Watch watch : watches.values()) {
      if (!watch.isPrompt()) {
        return false;
      }
    }
    return true;
  }

  // Its life.

  void start() {
    life++;
    up = true;
    frozen = false;
    failures = 0;
    Caches caches = caches();
    reader = make.conduct().reader(caches, clock);
    calls = new MemberCalls(this);
    for (Kind kind : cluster.kinds()) {
      unsynced++;
      later(cluster.chance().between(1, SYNCED_WITHIN), () -> sync(caches, kind));
    }
    cluster.story().tell(name, () -> "starts");
    look();
  }

  /** From an API server that may lag itself. */
  private void sync(Caches caches, Kind kind) {
    Chance chance = cluster.chance();
    caches.of(kind).relist(chance.percent(30) ? chance.below(STALE_START) : 0);
    Watch watch = new Watch(this, caches.of(kind), cluster.api(), kind, chance);
    watches.put(kind, watch);
    unsynced--;
    if (kind == Kind.KEPT_LEASE) {
      keptFirstSeen = caches.keptLease().map(Stored.KeptLease::version).orElse(0L);
      reader.seeKeptLease(caches.keptLease());
    }
    watch.heal();
    look();
  }

  void crash() {
    cluster.story().tell(name, () -> "crashes");
    life++;
    up = false;
    frozen = false;
    unsynced = 0;
    wanted = false;
    scheduled = false;
    passing = false;
    asleep.clear();
    watches.values().forEach(Watch::end);
    watches.clear();
    cluster.time().after(cluster.chance().between(100, 5_000), this::startAgain);
  }

  private void startAgain() {
    if (!up) {
      start();
    }
  }

  void freeze(long length) {
    if (isAwake()) {
      cluster.story().tell(name, () -> "freezes for " + length + " ms");
      frozen = true;
      int mine = life;
      cluster
          .time()
          .after(
              length,
              () -> {
                if (life == mine) {
                  thaw();
                }
              });
    }
  }

  private void thaw() {
    cluster.story().tell(name, () -> "thaws");
    frozen = false;
    List<Runnable> late = List.copyOf(asleep);
    asleep.clear();
    late.forEach(what -> later(0, what));
  }

  void lead(boolean now) {
    if (now && !leading) {
      leading = true;
      look();
    }
    leading = now;
  }

  void lossy(boolean now) {
    lossy = now;
  }

  boolean isLossy() {
    return lossy;
  }

  /** May crash or freeze in the middle of a pass. */
  void stumbles(boolean now) {
    stumbles = now;
  }

  boolean stumbles() {
    return stumbles;
  }

  Optional<Watch> watch(Kind kind) {
    return Optional.ofNullable(watches.get(kind));
  }

  void heal() {
    lossy = false;
    stumbles = false;
    watches.values().forEach(Watch::heal);
  }

  /** Something it will do, unless it has crashed by then; when it has thawed, if it is frozen. */
  void later(long delay, Runnable what) {
    int mine = life;
    cluster
        .time()
        .after(
            delay,
            () -> {
              if (life == mine) {
                runOrSleep(what);
              }
            });
  }

  private void runOrSleep(Runnable what) {
    if (frozen) {
      asleep.add(what);
    } else {
      what.run();
    }
  }

  /** The version of the Lease that the workload keeps which this process was shown first. */
  long keptFirstSeen() {
    return keptFirstSeen;
  }

  // Its passes: one at a time.

  /** A watch has something new. That a holder renewed in time is not worth a pass. */
  void shown(Kind kind) {
    if (kind != Kind.KEPT_LEASE || reader.seeKeptLease(reader.caches().keptLease())) {
      look();
    }
  }

  void look() {
    wanted = true;
    if (!scheduled && !passing && up) {
      scheduled = true;
      later(cluster.chance().between(1, PASS_WITHIN), this::begin);
    }
  }

  private void begin() {
    scheduled = false;
    if (leading
        && wanted
        && (unsynced == 0 || (!make.conduct().waitsForCaches() && !cluster.isKept()))) {
      wanted = false;
      reader
          .caches()
          .declaration()
          .ifPresent(declaration -> {
            passing = true;
            new Pass(this, observe(declaration.read())).next();
          });
    }
  }

  /** As {@link dev.understudy.HAServiceReconciler} does it. */
  private Observation observe(Policy policy) {
    Observation seen = reader.read(policy).with(calls.known());
    if (!seen.isFollowing()
        || !make.conduct().asksBeforeMoves()
        || !make.conduct().decide(seen).movesRoute()) {
      return seen;
    }
    reader.seeKeptLease(cluster.api().keptLease());
    return reader.read(policy);
  }

  void passed(boolean failed, long recheckAfter) {
    passing = false;
    failures = failed ? failures + 1 : 0;
    rechecks++;
    int mine = rechecks;
    if (recheckAfter >= 0) {
      later(
          clock.takes(recheckAfter),
          () -> {
            if (rechecks == mine) {
              look();
            }
          });
    }
    if (wanted) {
      look();
    }
  }

  int failures() {
    return failures;
  }
}
