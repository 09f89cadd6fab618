package dev.understudy.decision;

import java.time.Duration;
import java.util.Optional;

/** Planned changes of a leader that could go on: the old leader is still serving. */
final class Switchover {
  /** How long a member must have been ready before it is worth a switchover. */
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private Switchover() {}

  /** To whom the leadership passes now, if it should. */
  static Optional<Promotion> from(Observation seen, Member leader) {
    return Orders.promotion(seen, leader).or(() -> planned(seen, leader));
  }

  private static Optional<Promotion> planned(Observation seen, Member leader) {
    return Preference.candidate(seen)
        .flatMap(to ->
            cordoned(leader, to)
                .or(() -> rolled(seen, leader, to))
                .or(() -> rolledBack(seen, leader, to))
                .or(() -> failedBack(seen, leader, to)));
  }

  /** Why the leadership would be taken from this one again at once, if this leader passed it on. */
  static Optional<String> whyBack(Observation seen, Member leader, Member to) {
    if (Trials.hasFailed(seen, leader) != Trials.hasFailed(seen, to)) {
      return Trials.hasFailed(seen, to)
          ? Optional.of(
              "is of revision "
                  + to.revision()
                  + ", which failed in its trial; change spec.template, or set"
                  + " update.trialSeconds: 0")
          : Optional.empty();
    }
    if (to.place().cordoned() && !leader.place().cordoned()) {
      return Optional.of("is on a node that is about to be drained");
    }
    if (isNewest(seen, leader) && !isNewest(seen, to)) {
      return Optional.of("is of an old revision, and about to be replaced");
    }
    return isPreferred(seen, to, leader)
        ? Optional.of("would hand over to " + leader.pod() + " again, as failback: Preferred says")
        : Optional.empty();
  }

  private static boolean isNewest(Observation seen, Member member) {
    return member.revision().equals(seen.policy().revision());
  }

  /** When time alone brings the leadership back to another member, if it does. */
  static Optional<Duration> failbackIn(Observation seen) {
    return seen.holder()
        .filter(Member::isEligible)
        .flatMap(leader ->
            Preference.candidate(seen)
                .filter(to -> isPreferred(seen, leader, to) || isRolledBack(seen, leader, to)))
        .map(to -> steadyIn(seen, to))
        .filter(Duration::isPositive);
  }

  /** How long until both have proved steady: the member, and whoever leads this service. */
  private static Duration steadyIn(Observation seen, Member to) {
    Duration service = Backoff.of(seen).steadyIn();
    Duration member = SETTLE.minus(to.readyFor());
    return member.compareTo(service) > 0 ? member : service;
  }

  private static Optional<Promotion> cordoned(Member leader, Member to) {
    return leader.place().cordoned() && !to.place().cordoned()
        ? Optional.of(
            new Promotion(
                to,
                Reason.LeaderNodeCordoned,
                "the node of " + leader.pod() + " is about to be drained"))
        : Optional.empty();
  }

  private static Optional<Promotion> rolled(Observation seen, Member leader, Member to) {
    return seen.policy().flaw().isEmpty()
            && Rollout.awaitsSwitchover(seen, leader)
            && (leader.place().cordoned() || !to.place().cordoned())
            && isNewest(seen, to)
        ? Optional.of(
            new Promotion(
                to,
                Reason.RollingUpdate,
                leader.pod() + " is of an old revision and the other members are new"))
        : Optional.empty();
  }

  /** The revision failed in its trial when nobody of another could take over. */
  private static Optional<Promotion> rolledBack(Observation seen, Member leader, Member to) {
    return isRolledBack(seen, leader, to) && !steadyIn(seen, to).isPositive()
        ? Optional.of(
            new Promotion(
                to, Reason.RolledBack, leader.pod() + " is of a revision that failed in its trial"))
        : Optional.empty();
  }

  private static boolean isRolledBack(Observation seen, Member leader, Member to) {
    return Trials.hasFailed(seen, leader) && !Trials.hasFailed(seen, to);
  }

  private static Optional<Promotion> failedBack(Observation seen, Member leader, Member to) {
    return isPreferred(seen, leader, to) && !steadyIn(seen, to).isPositive()
        ? Optional.of(
            new Promotion(
                to,
                Reason.FailedBack,
                to.pod()
                    + " is preferred to "
                    + leader.pod()
                    + " and has been ready for "
                    + SETTLE.toSeconds()
                    + " s"))
        : Optional.empty();
  }

  /** Never to where another rule would take the leadership away from again. */
  private static boolean isPreferred(Observation seen, Member leader, Member to) {
    return seen.policy().succession().failback() == Failback.PREFERRED
        && to.rank() < leader.rank()
        && !to.place().cordoned()
        && (isNewest(seen, to) || !isNewest(seen, leader));
  }
}
