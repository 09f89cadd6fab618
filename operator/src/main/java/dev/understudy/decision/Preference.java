package dev.understudy.decision;

import java.util.Comparator;
import java.util.Optional;

/**
 * Order among the members that may lead: one whose node stays before one whose node is about to be
 * drained; the newest revision before an old one; by the declared preference; the one that has been
 * ready longest; then by name.
 *
 * <p>The declared preference stands behind the first two because they cost another change of leader
 * soon: whoever leads on a cordoned node, or of an old revision, is deposed once the drain or the
 * update gets there. It stands before the last two, which only break ties.
 */
final class Preference {
  private Preference() {}

  /** Who should lead if it had to be decided anew. */
  static Optional<Member> candidate(Observation seen) {
    return seen.members().stream().filter(Member::isEligible).min(order(seen.policy().revision()));
  }

  private static Comparator<Member> order(String newest) {
    return Comparator.comparing((Member member) -> member.place().cordoned())
        .thenComparing(member -> !member.revision().equals(newest))
        .thenComparingInt(Member::rank)
        .thenComparing(Member::readyFor, Comparator.reverseOrder())
        .thenComparing(Member::pod);
  }
}
