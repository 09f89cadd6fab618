package dev.understudy.simulation;

/**
 * A process, as it truly is.
 *
 * @param pod uid of its pod
 * @param instance which of the pod's processes, one after the other, it is
 */
record RunningProcess(String pod, int instance) {}
