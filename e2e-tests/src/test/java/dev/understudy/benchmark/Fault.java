package dev.understudy.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is done to a service while clients call it: what happens to clusters, and what is planned.
 */
enum Fault {
  KILLED("process killed by SIGKILL"),
  DELETED("pod deleted"),
  DELETED_BY_FORCE("pod deleted by force"),
  EVICTED("pod evicted"),
  UNREADY("made unready"),
  DRAINED("node drained"),
  TO_ACTIVE_ACTIVE("mode to ActiveActive"),
  TO_ACTIVE_PASSIVE("mode to ActivePassive"),
  UPDATED("rolling update");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean changesMode() {
    return this == TO_ACTIVE_ACTIVE || this == TO_ACTIVE_PASSIVE;
  }

  /** A pod that was restarted is restarted ever later; one that was made unready stays so. */
  boolean leavesAMark() {
    return this == KILLED || this == UNREADY;
  }

  /** As written on the command line: {@code deleted-by-force}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Fault parse(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no fault " + word));
  }
}
