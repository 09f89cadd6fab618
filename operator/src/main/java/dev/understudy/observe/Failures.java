package dev.understudy.observe;

import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The leaderships that ended because the leader failed, as far as this process saw it. A restart
 * forgets them, which can only make a failover come sooner.
 */
final class Failures {
  /** More of them within the time that counts make no failover wait longer. */
  private static final int KEPT = 16;

  private record Track(Optional<MemberId> leader, boolean failing, List<String> ends) {
    static final Track NONE = new Track(Optional.empty(), false, List.of());
  }

  private final Map<String, Track> byService = new ConcurrentHashMap<>();

  /**
   * Looks who leads now.
   *
   * @return a name for each leadership that has ended so, the latest first
   */
  List<String> ended(String service, LeaseView lease, List<Member> members) {
    Optional<MemberId> leader = lease.leader();
    boolean failing =
        members.stream()
            .filter(it -> leader.equals(Optional.of(it.id())))
            .flatMap(it -> it.ineligibility().stream())
            .anyMatch(Ineligibility::isFailure);
    Track before = byService.getOrDefault(service, Track.NONE);
    List<String> ends =
        before.failing() && !before.leader().equals(leader)
            ? Stream.concat(
                    Stream.of("end before epoch " + lease.reached()), before.ends().stream())
                .distinct()
                .limit(KEPT)
                .toList()
            : before.ends();
    byService.put(service, new Track(leader, failing, ends));
    return ends;
  }

  void forget(String service) {
    byService.remove(service);
  }
}
