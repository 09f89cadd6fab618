package dev.understudy.decision;

/**
 * What was declared of how leadership passes on.
 *
 * @param fencing what must be known of a deposed leader before another may lead
 * @param keeper who writes the service lease
 * @param failback when leadership returns to a member that is preferred
 * @param handover how a leader that could go on hands over
 * @param hooks by which members are told before the route is opened to them, and after it was
 *     closed
 */
public record Succession(
    WhenNoCandidate whenNoCandidate,
    Fencing fencing,
    Keeper keeper,
    Failback failback,
    Handover handover,
    Hooks hooks) {}
