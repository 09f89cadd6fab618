package dev.understudy.simulation;

/** What can go wrong, or be changed, in a simulation. */
enum Disturbance {
  OPERATOR_CRASHES,
  OPERATOR_FREEZES,
  OPERATOR_STUMBLES,
  REQUESTS_LOST,
  WATCH_LATE,
  WATCH_LOST,
  PROCESS_DIES,
  MEMBER_UNREADY,
  NODE_CUT_OFF,
  NODE_POWERED_OFF,
  NODE_CORDONED,
  POD_DELETED,
  POD_DELETED_BY_FORCE,
  POD_EVICTED,
  MODE_CHANGED,
  REPLICAS_CHANGED,
  TEMPLATE_CHANGED,
  WHEN_NO_CANDIDATE_CHANGED,
  FENCING_CHANGED,
  PAUSED,
  SERVICE_TOUCHED,
  PROCESS_FREEZES,
  STRANGER_LEADS,
  LEASE_DELETED,
  LEASE_EDITED,
  SERVICE_DELETED,
  /** In active-active the rotation label of a member, as often. */
  SELECTOR_EDITED;

  /** To a workload that elects; what is fenced does not. */
  boolean befalls(boolean kept) {
    return switch (this) {
      case PROCESS_FREEZES, STRANGER_LEADS -> kept;
      case FENCING_CHANGED -> !kept;
      default -> true;
    };
  }

  /** Done by hand to what Understudy keeps: seldom. */
  boolean isMishap() {
    return compareTo(LEASE_DELETED) >= 0;
  }
}
