package dev.understudy.decision;

import java.util.Map;
import java.util.Set;

/**
 * What was asked, and of whom. The API server itself, where an old view could do harm, and only of
 * those that led, or may be out of the rotation; and members, by their hooks.
 *
 * @param stopped members that have no pod any more or are on a node that is out of service; asked
 *     only if leaders are stopped
 * @param unseen members that are there, though no cache shows them
 * @param calls that this process has made lately
 */
public record Testimony(Set<MemberId> stopped, Set<MemberId> unseen, Map<Call, CallResult> calls) {
  /** Nothing was asked, or nothing is known. */
  public static final Testimony NONE = new Testimony(Set.of(), Set.of());

  public Testimony {
    stopped = Set.copyOf(stopped);
    unseen = Set.copyOf(unseen);
    calls = Map.copyOf(calls);
  }

  public Testimony(Set<MemberId> stopped, Set<MemberId> unseen) {
    this(stopped, unseen, Map.of());
  }

  public Testimony with(Map<Call, CallResult> made) {
    return new Testimony(stopped, unseen, made);
  }

  public static Testimony ofStopped(Set<MemberId> stopped) {
    return new Testimony(stopped, Set.of());
  }
}
