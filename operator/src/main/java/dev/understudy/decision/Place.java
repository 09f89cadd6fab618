package dev.understudy.decision;

/**
 * Where a member runs.
 *
 * @param node its name; empty if the pod has none yet
 * @param cordoned it takes no new pods: it is about to be drained
 */
public record Place(String node, boolean cordoned) {}
