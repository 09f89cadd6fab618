package dev.understudy.decision;

/**
 * What was declared of how leadership passes on.
 *
 * @param fencing what must be known of a deposed leader before another may lead
 * @param keeper who writes the service lease
 * @param failback when leadership returns to a member that is preferred
 */
public record Succession(
    WhenNoCandidate whenNoCandidate, Fencing fencing, Keeper keeper, Failback failback) {}
