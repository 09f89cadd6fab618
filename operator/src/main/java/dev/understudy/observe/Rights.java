package dev.understudy.observe;

/**
 * What the operator was given the rights to in the cluster, as its chart says.
 *
 * @param makePods to make and delete ReplicaSets and pods
 * @param exec to run commands in containers
 */
public record Rights(boolean makePods, boolean exec) {}
