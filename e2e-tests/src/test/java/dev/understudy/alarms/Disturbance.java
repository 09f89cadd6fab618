package dev.understudy.alarms;

import java.util.Arrays;
import java.util.Locale;

/** What goes wrong while no leader is lost. Each is undone before the next one begins. */
enum Disturbance {
  NOTHING("nothing, to compare with"),
  HOGS("on every node as many processes spin as it has CPUs, for 40 s"),
  FROZEN("each leader gets SIGSTOP and, before its profile's deadline, SIGCONT; three times"),
  API_SERVER("the API server gets SIGKILL, and comes back"),
  WATCHES("all connections of the operator to the API server are cut, five times"),
  LOSS_1("1 % of the packets to and from each replica of the operator are lost, for 40 s"),
  LOSS_5("5 % of them"),
  LOSS_20("20 % of them"),
  HEAP("the operator has half the memory, and is filled with objects that change, for 40 s");

  /**
   * The kubelet starts what died often ever later, and forgets after 10 minutes: of so many rounds,
   * which take 5 minutes and more, one has the API server killed.
   */
  private static final int RATION = 3;

  private final String title;

  Disturbance(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Rounds count from 1; the first has all. */
  boolean isIn(int round) {
    return this != API_SERVER || round % RATION == 1;
  }

  /** As the command line has it. */
  static Disturbance parse(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no disturbance: " + word));
  }
}
