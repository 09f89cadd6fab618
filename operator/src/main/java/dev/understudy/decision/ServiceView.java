package dev.understudy.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The Service, as far as a decision needs it. */
public sealed interface ServiceView {
  /** There is none. */
  record Absent() implements ServiceView {}

  /** There is one that belongs to nobody; it can be adopted. */
  record Free(String version) implements ServiceView {}

  /**
   * There is one that is not ours to write.
   *
   * @param by whose it is, as a noun phrase
   */
  record Taken(String by) implements ServiceView {}

  /**
   * Ours.
   *
   * @param version the resourceVersion that a write must carry
   * @param epoch the leadership at which the route was last written
   * @param settledFor how long the route has been seen as it is, by our own clock
   * @param asDeclared it has our label and, unless adopted, the ports, type and annotations
   *     declared
   * @param mayBeOut members that Understudy may have put out of the rotation; it puts out no other
   */
  record Claimed(
      Route route,
      long epoch,
      String version,
      Duration settledFor,
      boolean adopted,
      boolean asDeclared,
      Set<MemberId> mayBeOut)
      implements ServiceView {
    public Claimed {
      mayBeOut = Set.copyOf(mayBeOut);
    }
  }

  /** The one member that the route is open to. */
  default Optional<MemberId> routed() {
    return this instanceof Claimed claimed ? claimed.route().one() : Optional.empty();
  }

  /** The epoch at which the route was last written; zero if it never was. */
  default long epochWritten() {
    return this instanceof Claimed claimed ? claimed.epoch() : 0;
  }
}
