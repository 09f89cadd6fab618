package dev.understudy.perturbation;

import dev.understudy.harness.Manifests;

/** What is played, undisturbed and then disturbed at each of its points. */
enum Story {
  /** From nothing to a leader and a standby. */
  START {
    @Override
    void begin(Play play) {}

    @Override
    void go(Play play) {
      play.apply(Manifests.activePassive(2));
      play.untilSettled();
    }
  },
  PROMOTION {
    @Override
    void begin(Play play) {
      START.go(play);
    }

    @Override
    void go(Play play) {
      String leader = play.routed();
      String standby = play.standby();
      play.world().crash(leader);
      play.until(standby + " leads", () -> play.routed().equals(standby));
      play.world().comeBack();
      play.untilSettled();
    }
  },
  STOP_LEADER {
    @Override
    void begin(Play play) {
      play.apply(Manifests.gated(2, "1"));
      play.untilSettled();
    }

    @Override
    void go(Play play) {
      String standby = play.standby();
      play.world().crash(play.routed());
      play.until(standby + " leads alone", () -> play.routed().equals(standby) && play.isSettled());
    }
  },
  KEPT_LEASE {
    @Override
    void begin(Play play) {
      play.apply(
          Manifests.activePassive(2)
              .replace(
                  "activePassive: {",
                  "activePassive: {lease: {keeper: Workload, name: " + ELECTION + "}, "));
      play.until("two members", () -> play.world().pods().size() == 2);
      hold(play, World.name(play.world().pods().getFirst()));
      play.until("one leads", () -> !play.routed().isEmpty() && play.isSettled());
    }

    @Override
    void go(Play play) {
      String standby = play.standby();
      hold(play, standby);
      play.until(standby + " leads", () -> play.routed().equals(standby) && play.isSettled());
    }

    // An operator that starts must see a renewal; the route that it closes until then is its own.
    @Override
    String comparable(String state) {
      return state.contains("=closed") ? "" : state.replaceAll("@\\d+", "@");
    }
  },
  ROLLING_UPDATE {
    @Override
    void begin(Play play) {
      START.go(play);
    }

    @Override
    void go(Play play) {
      play.apply(
          Manifests.updating(
              "trialSeconds: 1, revisionHistoryLimit: 0",
              Manifests.orders("ActivePassive", 2, "HoldLast", "2", 0)));
      play.untilSettled();
    }
  },
  MODE_CHANGE {
    @Override
    void begin(Play play) {
      START.go(play);
    }

    @Override
    void go(Play play) {
      play.apply(Manifests.activeActive(2));
      play.until("open to all", () -> play.isOpenToAll() && play.isSettled());
      play.apply(Manifests.activePassive(2));
      play.until("open to one", () -> !play.routed().isEmpty() && play.isSettled());
    }
  },
  SCALE_DOWN {
    @Override
    void begin(Play play) {
      play.apply(Manifests.activePassive(3));
      play.untilSettled();
    }

    @Override
    void go(Play play) {
      play.apply(Manifests.activePassive(2));
      play.untilSettled();
    }
  };

  private static final String ELECTION = "election";

  private static void hold(Play play, String member) {
    Runnable renew = () -> play.world().holdLease(ELECTION, member);
    play.whenIdle(renew);
    renew.run();
  }

  /** What comes before, and is not disturbed. */
  abstract void begin(Play play);

  abstract void go(Play play);

  /** Whether an API server that lags may catch up with who leads before it does with the rest. */
  boolean lagsBothWays() {
    return this == PROMOTION;
  }

  /** What of a state must be the same whatever happens; empty if it may be missing. */
  String comparable(String state) {
    return state;
  }
}
