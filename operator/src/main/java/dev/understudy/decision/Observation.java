package dev.understudy.decision;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that a decision may depend on. All times are durations. */
public record Observation(
    Policy policy,
    ServiceView service,
    LeaseView lease,
    List<Member> members,
    List<ReplicaSetView> replicaSets,
    List<ForeignPod> impostors) {
  public Observation {
    members = members.stream().sorted(Comparator.comparing(Member::pod)).toList();
    replicaSets =
        replicaSets.stream().sorted(Comparator.comparing(ReplicaSetView::revision)).toList();
    impostors = impostors.stream().sorted(Comparator.comparing(ForeignPod::pod)).toList();
  }

  public Optional<Member> member(MemberId id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }

  /** The member that the lease names, if it is still there. */
  public Optional<Member> holder() {
    return lease.leader().flatMap(this::member);
  }

  /**
   * The epoch of the present leadership, which the Service alone counts if the Lease is not ours.
   */
  public long epoch() {
    return isFollowing() && service instanceof ServiceView.Claimed claimed
        ? claimed.epoch()
        : lease.reached();
  }

  /** The workload elects the leader, and the route follows. */
  public boolean isFollowing() {
    return isActivePassive() && policy.succession().keeper() == Keeper.WORKLOAD;
  }

  /** The holder, once the route is open to it if the Lease is not ours to grant. */
  public Optional<Member> leading() {
    return holder().filter(member -> !isFollowing() || isOpenTo(member));
  }

  private boolean isOpenTo(Member member) {
    return service instanceof ServiceView.Claimed claimed
        && claimed.route().equals(new Route.ToOne(member.id()));
  }

  public boolean isActivePassive() {
    return policy.mode() == Mode.ACTIVE_PASSIVE;
  }
}
