package dev.understudy.decision;

import java.util.Optional;

/** Planned changes of a leader that could go on: the old leader is still serving. */
final class Switchover {
  private Switchover() {}

  /** To whom the leadership passes now, if it should. */
  static Optional<Promotion> from(Observation seen, Member leader) {
    return Preference.candidate(seen, Optional.of(leader))
        .flatMap(to -> cordoned(leader, to).or(() -> rolled(seen, leader, to)));
  }

  private static Optional<Promotion> cordoned(Member leader, Member to) {
    return leader.place().cordoned() && !to.place().cordoned()
        ? Optional.of(
            new Promotion(
                to,
                Reason.LeaderNodeCordoned,
                "the node of " + leader.pod() + " is cordoned and about to be drained"))
        : Optional.empty();
  }

  private static Optional<Promotion> rolled(Observation seen, Member leader, Member to) {
    return seen.policy().flaw().isEmpty()
            && Rollout.awaitsSwitchover(seen, leader)
            && (leader.place().cordoned() || !to.place().cordoned())
            && to.revision().equals(seen.policy().revision())
        ? Optional.of(
            new Promotion(
                to,
                Reason.RollingUpdate,
                leader.pod() + " is of an old revision and the other members are new"))
        : Optional.empty();
  }
}
