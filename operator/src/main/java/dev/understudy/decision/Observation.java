package dev.understudy.decision;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision may depend on. All times are durations.
 *
 * @param failovers how long ago leaders failed and lost the leadership, the latest first
 */
public record Observation(
    Policy policy,
    ServiceView service,
    LeaseView lease,
    List<Member> members,
    List<ReplicaSetView> replicaSets,
    List<ForeignPod> impostors,
    List<Duration> failovers) {
  public Observation {
    members = members.stream().sorted(Comparator.comparing(Member::pod)).toList();
    replicaSets =
        replicaSets.stream().sorted(Comparator.comparing(ReplicaSetView::revision)).toList();
    impostors = impostors.stream().sorted(Comparator.comparing(ForeignPod::pod)).toList();
    failovers = failovers.stream().sorted().toList();
  }

  public Optional<Member> member(MemberId id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }

  /** The member that the lease names, if it is still there. */
  public Optional<Member> holder() {
    return lease.leader().flatMap(this::member);
  }

  public boolean isActivePassive() {
    return policy.mode() == Mode.ACTIVE_PASSIVE;
  }
}
