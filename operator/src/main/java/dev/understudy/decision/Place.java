package dev.understudy.decision;

/**
 * Where a member runs.
 *
 * @param node its name; empty if the pod has none yet
 * @param zone the node's; empty if it has none, or is not known
 * @param cordoned the node is about to be drained: it takes no new pods, or will have this one
 *     deleted
 */
public record Place(String node, String zone, boolean cordoned) {}
