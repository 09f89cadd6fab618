package dev.understudy.decision;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whoever is to be promoted is tried once more, now: a standby that has just died is passed over,
 * before the route is opened to it, and before a leader is deposed for it.
 */
public final class Vetting {
  private Vetting() {}

  /**
   * What was seen, and what the trials have shown beyond it.
   *
   * @param trial what is wrong with a member: {@code REFUSES} or {@code SILENT}; empty if nothing
   *     is
   */
  public static Observation of(
      Observation seen, Function<MemberId, Optional<Ineligibility>> trial) {
    Set<MemberId> tried = new HashSet<>();
    Observation known = seen;
    Observation certain = seen;
    Optional<MemberId> next = Decider.decide(known).successor();
    while (next.filter(tried::add).isPresent()) {
      Optional<Ineligibility> fault = trial.apply(next.get());
      if (fault.isEmpty()) {
        return known;
      }
      known = known.with(next.get(), fault.get());
      if (fault.get() == Ineligibility.REFUSES) {
        certain = certain.with(next.get(), fault.get());
      }
      next = Decider.decide(known).successor();
    }
    return hasLeader(seen) ? known : certain;
  }

  /**
   * Then nobody needs to be promoted to whom there may be no way. Else it may be that something
   * forbids this operator to connect, and Kubernetes says that they are ready.
   */
  private static boolean hasLeader(Observation seen) {
    return seen.holder()
        .filter(it -> it.ineligibility().filter(why -> why != Ineligibility.HANGS).isEmpty())
        .isPresent();
  }
}
