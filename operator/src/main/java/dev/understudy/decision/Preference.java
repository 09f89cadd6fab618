package dev.understudy.decision;

import java.util.Comparator;
import java.util.Optional;

/**
 * Order among the members that may lead: one whose node stays before one whose node is about to be
 * drained; the newest revision before an old one; the one that has been ready longest; then by name.
 */
final class Preference {
  private Preference() {}

  static Optional<Member> candidate(Observation seen) {
    return seen.members().stream()
        .filter(Member::isEligible)
        .filter(member -> !seen.lease().leader().equals(Optional.of(member.id())))
        .min(order(seen.policy().revision()));
  }

  private static Comparator<Member> order(String newest) {
    return Comparator.comparing(Member::cordoned)
        .thenComparing(member -> !member.revision().equals(newest))
        .thenComparing(Member::readyFor, Comparator.reverseOrder())
        .thenComparing(Member::pod);
  }
}
