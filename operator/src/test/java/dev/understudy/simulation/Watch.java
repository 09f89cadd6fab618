package dev.understudy.simulation;

/**
 * Keeps one cache up to date: soon, or late, or not at all until it is made anew from a list. Never
 * shows two changes in another order than they had.
 */
final class Watch {
  private static final long PROMPT = 60;

  private final Operator owner;
  private final Cache cache;
  private final ApiServer api;
  private final Kind kind;
  private final Chance chance;
  private final Runnable onChange = this::changed;
  private long slowest = PROMPT;
  private boolean broken;
  private boolean pending;
  private boolean late;
  private boolean ended;

  Watch(Operator owner, Cache cache, ApiServer api, Kind kind, Chance chance) {
    this.owner = owner;
    this.cache = cache;
    this.api = api;
    this.kind = kind;
    this.chance = chance;
    api.watch(kind, onChange);
  }

  void end() {
    ended = true;
    api.unwatch(kind, onChange);
  }

  boolean isPrompt() {
    return !broken && !late && slowest == PROMPT;
  }

  /** From now on each change takes up to so long. */
  void late(long most) {
    slowest = most;
  }

  /** Shows nothing any more. */
  void lose() {
    broken = true;
  }

  void heal() {
    if (ended) {
      return;
    }
    slowest = PROMPT;
    if (broken) {
      broken = false;
      cache.relist(0);
      owner.shown(kind);
    }
    changed();
  }

  private void changed() {
    if (!pending && !broken && cache.isBehind()) {
      pending = true;
      late = slowest != PROMPT;
      owner.later(chance.between(1, slowest), this::show);
    }
  }

  /** One change, or several that came together; now and then one that was shown before. */
  private void show() {
    pending = false;
    late = false;
    if (broken) {
      return;
    }
    int changes = cache.behind() == 0 ? 0 : 1 + chance.below(cache.behind());
    for (int i = 0; i < changes; i++) {
      cache.advance();
    }
    owner.shown(kind);
    if (chance.percent(3)) {
      owner.later(chance.between(1, PROMPT), owner::look);
    }
    changed();
  }
}
