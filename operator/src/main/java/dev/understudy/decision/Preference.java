package dev.understudy.decision;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Order among the members that may lead: any other before one of a revision that failed in its
 * trial; one whose node stays before one whose node is about to be drained; the newest revision
 * before an old one; by the declared preference; the one that has been ready longest; then by name.
 *
 * <p>The declared preference stands behind the first three because they cost another change of
 * leader soon: whoever leads on a cordoned node, or of an old revision, is deposed once the drain
 * or the update gets there. It stands before the last two, which only break ties.
 */
final class Preference {
  private Preference() {}

  /** Who should lead if it had to be decided anew. */
  static Optional<Member> candidate(Observation seen) {
    return among(seen, seen.members().stream().filter(Member::isEligible));
  }

  /** Who should lead of these. */
  static Optional<Member> among(Observation seen, Stream<Member> those) {
    return those.min(order(seen.policy().revision(), Trials.failed(seen)));
  }

  /**
   * Who should lead if nobody else may, and no leader is left: one that is slow may yet be better
   * than one that is gone, and readiness, by which Kubernetes judges, has not failed.
   */
  static Optional<Member> stopgap(Observation seen) {
    return among(seen, seen.members().stream().filter(Preference::isStopgap));
  }

  static boolean isStopgap(Member member) {
    return member.ineligibilities().equals(Set.of(Ineligibility.HANGS));
  }

  private static Comparator<Member> order(String newest, Optional<String> failed) {
    return Comparator.comparing((Member member) -> failed.equals(Optional.of(member.revision())))
        .thenComparing(member -> member.place().cordoned())
        .thenComparing(member -> !member.revision().equals(newest))
        .thenComparingInt(Member::rank)
        .thenComparing(Member::readyFor, Comparator.reverseOrder())
        .thenComparing(Member::pod);
  }
}
