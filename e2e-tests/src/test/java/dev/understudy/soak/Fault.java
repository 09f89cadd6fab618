package dev.understudy.soak;

/** What goes wrong. Each is put right before the next one begins. */
public enum Fault {
  LEADERS_KILLED("the leaders' processes get SIGKILL"),
  LEADERS_FROZEN("the leaders' processes get SIGSTOP, and later SIGCONT"),
  LEADERS_DELETED("the leaders' pods are deleted"),
  NODE_PAUSED("a node stands still with all that is on it"),
  NODE_CUT_OFF("nftables drops what a node sends and gets, and its pods go on"),
  API_SERVER_KILLED("the API server gets SIGKILL"),
  CONTROLLER_MANAGER_KILLED("the controller manager gets SIGKILL, and the leaders are deleted"),
  OPERATOR_KILLED("the leaders are deleted by force, and the operator gets SIGKILL"),
  OPERATOR_FROZEN("the operator gets SIGSTOP, the leaders are deleted by force, it gets SIGCONT"),
  CLOCKS_SKEWED("the operators' clocks are an hour apart by libfaketime, and leaders are deleted");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * Its kubelet starts what died often ever later, after 5 min at last, and forgets after 10 min.
   */
  boolean isRationed() {
    return this == API_SERVER_KILLED || this == CONTROLLER_MANAGER_KILLED;
  }
}
