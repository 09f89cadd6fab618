package dev.understudy.decision;

/**
 * What Understudy has set on a pod, but for its member label.
 *
 * @param deletionCost what its ReplicaSet is told about it; higher is deleted later
 * @param held its object stays, however it is deleted, until Understudy has seen that it stopped
 */
public record Marking(int deletionCost, boolean held, Told told, Rotation rotation) {}
