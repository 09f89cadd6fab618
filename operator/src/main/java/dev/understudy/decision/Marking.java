package dev.understudy.decision;

/**
 * What Understudy has set on a pod, but for its member label.
 *
 * @param deletionCost what its ReplicaSet is told about it; higher is deleted later
 * @param held its object stays, however it is deleted, until Understudy has seen that it stopped
 * @param heldFor the latest epoch for which it was held; zero if it never was
 */
public record Marking(int deletionCost, boolean held, long heldFor) {
  /** Whether it was held for a leadership at this epoch, or a later one. */
  boolean isHeldFor(long epoch) {
    return held && heldFor >= epoch;
  }
}
