package dev.understudy.decision;

import java.util.Optional;

/** The service lease, as far as a decision needs it. */
public sealed interface LeaseView {
  /** There is none. */
  record Absent() implements LeaseView {}

  /**
   * There is one that belongs to something else.
   *
   * @param by whose it is, as a noun phrase
   */
  record Taken(String by) implements LeaseView {}

  /**
   * Ours.
   *
   * @param holder the leader; empty if vacant
   * @param version the resourceVersion that a write must carry
   * @param last who held it when it was vacated; empty if it is not vacant, or nobody knows
   */
  record Ours(Optional<MemberId> holder, long epoch, String version, Optional<MemberId> last)
      implements LeaseView {}

  /** The leader that the lease names. */
  default Optional<MemberId> leader() {
    return this instanceof Ours ours ? ours.holder() : Optional.empty();
  }

  /** Who held the lease when it was vacated, if it is vacant and that is known. */
  default Optional<MemberId> last() {
    return this instanceof Ours ours ? ours.last() : Optional.empty();
  }

  /** The epoch that the lease has reached; zero if there was none. */
  default long reached() {
    return this instanceof Ours ours ? ours.epoch() : 0;
  }
}
