package dev.understudy.simulation;

import dev.understudy.decision.MemberId;

/**
 * A process, as it truly is.
 *
 * @param pod uid of its pod
 * @param instance which of the pod's processes, one after the other, it is
 */
record RunningProcess(String pod, int instance) {
  /** Whether it runs in the pod of that member. */
  boolean isOf(MemberId member) {
    String id = member.value();
    int dot = id.length() - pod.length() - 1;
    return dot >= 0 && id.charAt(dot) == '.' && id.endsWith(pod);
  }
}
