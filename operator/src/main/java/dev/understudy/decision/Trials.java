package dev.understudy.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The leader as the canary of its revision. A grant to the newest revision, from an old one, says
 * in the Lease that this revision is on trial. As long as it is, members of the old one are kept.
 * If the leader fails meanwhile, the write that deposes it says so: the revision has failed, comes
 * behind all others wherever a leader is chosen, and no more members of it are made. If it has led
 * for long enough, that is written down too, and only then the old revision goes. So whoever starts
 * in the middle goes on; it counts the time anew.
 *
 * <p>A leader that is deleted or evicted has not failed: somebody took it away, and the next of its
 * revision is tried.
 */
final class Trials {
  private Trials() {}

  /** What the Lease should say, as long as nobody is promoted. */
  static Trial now(Observation seen) {
    if (seen.lease().trial() instanceof Trial.None || !applies(seen)) {
      return Trial.NONE;
    }
    return switch (seen.lease().trial()) {
      case Trial.None none -> none;
      case Trial.On on -> going(seen, on);
      case Trial.Failed failed -> isOfUse(seen, failed) ? failed : Trial.NONE;
    };
  }

  private static boolean applies(Observation seen) {
    return seen.policy().grantsLeases() && seen.policy().update().trial().isPositive();
  }

  private static Trial going(Observation seen, Trial.On on) {
    Optional<Member> leader = seen.holder();
    if (!isDeclared(seen, on.revision())
        || !isAnotherKept(seen, on.revision())
        || leader.filter(it -> !it.revision().equals(on.revision())).isPresent()) {
      return Trial.NONE;
    }
    if (leader.flatMap(Member::ineligibility).filter(Ineligibility::isFailure).isPresent()) {
      return new Trial.Failed(on.revision());
    }
    return isOver(seen) ? Trial.NONE : on;
  }

  /** As long as it is declared there is another to lead; then, until its members are gone. */
  private static boolean isOfUse(Observation seen, Trial.Failed failed) {
    return isDeclared(seen, failed.revision())
        ? isAnotherKept(seen, failed.revision())
        : seen.replicaSets().stream()
            .anyMatch(set -> set.revision().equals(failed.revision()) && set.replicas() > 0);
  }

  /** A template that cannot be read takes the place of none. */
  private static boolean isDeclared(Observation seen, String revision) {
    return seen.policy().flaw().isPresent() || seen.policy().revision().equals(revision);
  }

  private static boolean isAnotherKept(Observation seen, String revision) {
    return seen.replicaSets().stream()
        .anyMatch(set -> !set.revision().equals(revision) && set.replicas() > 0);
  }

  private static boolean isOver(Observation seen) {
    return left(seen).filter(left -> !left.isPositive()).isPresent();
  }

  /** How long the leader has still to lead; empty if it does not yet, or is not on trial. */
  static Optional<Duration> left(Observation seen) {
    return seen.lease().trial() instanceof Trial.On
            && seen.lease().leader().isPresent()
            && seen.lease().leader().equals(seen.routed())
            && seen.routeEpoch() == seen.lease().reached()
            && seen.service() instanceof ServiceView.Claimed route
        ? Optional.of(seen.policy().update().trial().minus(route.settledFor()))
        : Optional.empty();
  }

  /** What the Lease should say when this member is granted it. */
  static Trial granting(Observation seen, Member to) {
    Trial now = now(seen);
    if (now instanceof Trial.On on) {
      return to.revision().equals(on.revision()) ? on : Trial.NONE;
    }
    return begins(seen, to) ? new Trial.On(to.revision()) : now;
  }

  private static boolean begins(Observation seen, Member to) {
    Optional<String> failed = failed(seen);
    return applies(seen)
        && to.revision().equals(seen.policy().revision())
        && !failed.equals(Optional.of(to.revision()))
        && ledByAnother(seen, to)
        && seen.replicaSets().stream()
            .filter(set -> !failed.equals(Optional.of(set.revision())))
            .anyMatch(set -> !set.revision().equals(to.revision()) && set.replicas() > 0);
  }

  /** Of whoever led and is not in view any more the revision is not known. */
  private static boolean ledByAnother(Observation seen, Member to) {
    return Stream.concat(seen.lease().leader().stream(), seen.lease().last().stream())
        .findFirst()
        .filter(id -> seen.member(id).filter(it -> it.revision().equals(to.revision())).isEmpty())
        .isPresent();
  }

  /** The revision that comes behind all others. */
  static Optional<String> failed(Observation seen) {
    return now(seen) instanceof Trial.Failed(String revision)
        ? Optional.of(revision)
        : Optional.empty();
  }

  static boolean hasFailed(Observation seen, Member member) {
    return failed(seen).equals(Optional.of(member.revision()));
  }

  /** Its members are all that are declared, and it is not to lead. */
  static boolean isStopped(Observation seen) {
    return failed(seen).equals(Optional.of(seen.policy().revision()));
  }

  static boolean isOn(Observation seen) {
    return seen.lease().trial() instanceof Trial.On && now(seen) instanceof Trial.On;
  }

  /** The leader fails in its trial, and this one is of another revision. */
  static boolean isWayBack(Observation seen, Member to) {
    return seen.lease().trial() instanceof Trial.On
        && failed(seen).filter(revision -> !revision.equals(to.revision())).isPresent();
  }

  /** Writes down what has become of the trial, if no change of leader does. */
  static Optional<Step> decide(Observation seen) {
    Trial now = now(seen);
    return seen.lease() instanceof LeaseView.Ours lease && !now.equals(lease.trial())
        ? Optional.of(
            Step.of(
                reason(seen, now), sentence(seen, now), new Action.NoteTrial(now, lease.version())))
        : Optional.empty();
  }

  private static Reason reason(Observation seen, Trial now) {
    return hasPassed(seen, now) ? Reason.TrialPassed : Reason.TrialNoted;
  }

  private static boolean hasPassed(Observation seen, Trial now) {
    return now instanceof Trial.None
        && seen.lease().trial() instanceof Trial.On(String revision)
        && seen.policy().revision().equals(revision)
        && isOver(seen);
  }

  private static String sentence(Observation seen, Trial now) {
    return switch (now) {
      case Trial.Failed failed -> "Wrote down that revision " + failed.revision() + " has failed.";
      case Trial.On on -> throw new IllegalStateException("begun by a grant alone: " + on);
      case Trial.None none ->
          hasPassed(seen, now)
              ? "Revision "
                  + seen.policy().revision()
                  + " has led for "
                  + seen.policy().update().trial().toSeconds()
                  + " s without failing; the revision before goes."
              : "Forgot what was tried: another template is declared, or no other revision is"
                  + " left.";
    };
  }
}
