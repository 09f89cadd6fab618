package dev.understudy.decision;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps a service from flapping. Where leaders fail again and again another one more does not help:
 * each costs clients their connections, and the leader that is lost may come back first.
 *
 * <p>The first three failovers within five minutes wait for nothing. The next waits until 10 s
 * after the last one, and each further one twice as long: the times that a kubelet takes between
 * restarts. Failovers of more than five minutes ago do not count, so that no wait is longer either.
 * Only failures count, and only they wait: of a leader that is deleted or evicted nothing comes
 * back.
 */
final class Backoff {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int AT_ONCE = 3;
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** A wait that is doubled more often is longer than the window. */
  private static final int DOUBLED_AT_MOST = 5;

  private final List<Duration> failovers;

  private Backoff(List<Duration> failovers) {
    this.failovers = failovers.stream().filter(ago -> ago.compareTo(WINDOW) < 0).toList();
  }

  static Backoff of(Observation seen) {
    return new Backoff(seen.failovers());
  }

  /** How long the next failover has to wait; empty if it need not. */
  Optional<Duration> left() {
    return IntStream.rangeClosed(0, failovers.size())
        .mapToObj(this::leftIfThoseCount)
        .min(Comparator.naturalOrder())
        .filter(Duration::isPositive);
  }

  /** The wait if only so many of the latest failovers count, until when the others must be old. */
  private Duration leftIfThoseCount(int latest) {
    Duration untilOthersAreOld =
        latest == failovers.size() ? Duration.ZERO : WINDOW.minus(failovers.get(latest));
    Duration sinceLast = latest == 0 ? Duration.ZERO : failovers.getFirst();
    Duration left = after(latest).minus(sinceLast);
    return left.compareTo(untilOthersAreOld) > 0 ? left : untilOthersAreOld;
  }

  private static Duration after(int failovers) {
    return failovers < AT_ONCE
        ? Duration.ZERO
        : FIRST.multipliedBy(1L << Math.min(failovers - AT_ONCE, DOUBLED_AT_MOST));
  }

  /** How long until leaders count as steady: that long nobody is preferred to one that leads. */
  Duration steadyIn() {
    return failovers.size() < AT_ONCE ? Duration.ZERO : WINDOW.minus(failovers.get(AT_ONCE - 1));
  }

  /** In place of a failover that has to wait. */
  Optional<Step> insteadOf(Optional<Member> incumbent, Member candidate) {
    return incumbent.flatMap(lost ->
        lost.ineligibility()
            .filter(Ineligibility::isFailure)
            .flatMap(why ->
                left()
                    .map(left ->
                        Step.of(
                            Reason.BackingOff,
                            lost.pod() + " " + why.sentence() + "; " + until(candidate, left)))));
  }

  private String until(Member candidate, Duration left) {
    return candidate.pod()
        + " leads "
        + failovers.getFirst().plus(left).toSeconds()
        + " s after the last failover and not before, because leaders failed "
        + failovers.size()
        + " times within "
        + WINDOW.toMinutes()
        + " minutes; look at their pods with kubectl describe and kubectl logs --previous.";
  }
}
