package dev.understudy.decision;

import java.util.Set;

/**
 * What the API server itself says, asked where an old view could do harm, and only of those that
 * led, or may be out of the rotation.
 *
 * @param stopped members that have no pod any more or are on a node that is out of service; asked
 *     only if leaders are stopped
 * @param unseen members that are there, though no cache shows them
 */
public record Testimony(Set<MemberId> stopped, Set<MemberId> unseen) {
  /** Nothing was asked, or nothing is known. */
  public static final Testimony NONE = new Testimony(Set.of(), Set.of());

  public Testimony {
    stopped = Set.copyOf(stopped);
    unseen = Set.copyOf(unseen);
  }

  public static Testimony ofStopped(Set<MemberId> stopped) {
    return new Testimony(stopped, Set.of());
  }
}
