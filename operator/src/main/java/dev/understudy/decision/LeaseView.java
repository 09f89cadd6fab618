package dev.understudy.decision;

import java.time.Duration;
import java.util.List;
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
   * @param last who held it when it was vacated, and whoever else may have led then; empty if it is
   *     not vacant, or nobody knows
   * @param fencing what was known of who led before when it was granted
   * @param trial whether the newest revision is on trial as the leader's, or has failed in it
   */
  record Ours(
      Optional<MemberId> holder,
      long epoch,
      String version,
      List<MemberId> last,
      Fencing fencing,
      Trial trial)
      implements LeaseView {
    public Ours {
      last = List.copyOf(last);
    }

    public Ours(
        Optional<MemberId> holder,
        long epoch,
        String version,
        List<MemberId> last,
        Fencing fencing) {
      this(holder, epoch, version, last, fencing, Trial.NONE);
    }
  }

  /**
   * One that the workload keeps by an election of its own. It is never written by us.
   *
   * @param renewed this process has itself seen it change: its keeper is alive, or was until {@code
   *     left} began to run
   * @param left how long it still holds if it is not renewed, by our own clock; zero if it lapsed
   * @param transitions how often it changed hands, as the workload counts
   */
  record Kept(Holder holder, boolean renewed, Duration left, long transitions)
      implements LeaseView {
    public Kept {
      if (left.isNegative() || transitions < 0) {
        throw new IllegalArgumentException("left " + left + ", transitions " + transitions);
      }
    }

    boolean hasLapsed() {
      return left.isZero() && !(holder instanceof Holder.Nobody);
    }
  }

  /** The leader that the lease names. */
  default Optional<MemberId> leader() {
    return switch (this) {
      case Ours ours -> ours.holder();
      case Kept kept
          when kept.holder() instanceof Holder.Of(MemberId member) && !kept.hasLapsed() ->
          Optional.of(member);
      case Kept kept -> Optional.empty();
      case Absent absent -> Optional.empty();
      case Taken taken -> Optional.empty();
    };
  }

  /** Who may have led when the lease was vacated, if it is vacant and that is known. */
  default List<MemberId> last() {
    return this instanceof Ours ours ? ours.last() : List.of();
  }

  /** What it says of the newest revision; nothing if it is not ours. */
  default Trial trial() {
    return this instanceof Ours ours ? ours.trial() : Trial.NONE;
  }

  /** The epoch that the lease has reached; zero if there was none, or if it is not ours. */
  default long reached() {
    return this instanceof Ours ours ? ours.epoch() : 0;
  }
}
