package dev.understudy.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is done to a service while clients call it: what happens to clusters, and what is planned.
 */
enum Fault {
  KILLED("process killed by SIGKILL"),
  EXITED("container exits with 0"),
  STOPPED("process stopped by SIGSTOP"),
  KILLED_WITH_OPERATOR("killed with the operator's leader"),
  DELETED("pod deleted"),
  DELETED_BY_FORCE("pod deleted by force"),
  NODE_PAUSED("node paused"),
  NODE_CUT("node cut off"),
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

  /** Kubernetes itself takes the better part of a minute to notice. */
  boolean losesANode() {
    return this == NODE_PAUSED || this == NODE_CUT;
  }

  /** By somebody who could have told the service before. */
  boolean isPlanned() {
    return switch (this) {
      case EVICTED, UNREADY, DRAINED, TO_ACTIVE_ACTIVE, TO_ACTIVE_PASSIVE, UPDATED -> true;
      case KILLED, EXITED, STOPPED, KILLED_WITH_OPERATOR, DELETED, DELETED_BY_FORCE -> false;
      case NODE_PAUSED, NODE_CUT -> false;
    };
  }

  /** Its pod serves no more, or no new clients, until somebody sees to it. */
  boolean disables() {
    return this == STOPPED || this == UNREADY || losesANode();
  }

  /** A pod that was restarted is restarted ever later; one that was made unready stays so. */
  boolean leavesAMark() {
    return switch (this) {
      case KILLED, EXITED, STOPPED, KILLED_WITH_OPERATOR, UNREADY -> true;
      case DELETED, DELETED_BY_FORCE, EVICTED, DRAINED, NODE_PAUSED, NODE_CUT -> false;
      case TO_ACTIVE_ACTIVE, TO_ACTIVE_PASSIVE, UPDATED -> false;
    };
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
