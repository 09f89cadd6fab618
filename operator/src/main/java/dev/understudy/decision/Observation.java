package dev.understudy.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Testimony testimony,
    List<Duration> failovers,
    BudgetView budgets,
    StandbysView standbys) {
  public Observation {
    members = sorted(members, Comparator.comparing(Member::pod));
    replicaSets = sorted(replicaSets, Comparator.comparing(ReplicaSetView::revision));
    impostors = sorted(impostors, Comparator.comparing(ForeignPod::pod));
    failovers = sorted(failovers, Comparator.naturalOrder());
  }

  private static <T> List<T> sorted(List<T> these, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(these);
    sorted.sort(order);
    return List.copyOf(sorted);
  }

  /** Members that have no pod any more or are on a node that is out of service. */
  public Set<MemberId> stopped() {
    return testimony.stopped();
  }

  public Optional<Member> member(MemberId id) {
    for (Member member : members) {
      if (member.id().equals(id)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  /** The same, but for one more reason why this member may not lead. */
  Observation with(MemberId id, Ineligibility also) {
    return new Observation(
        policy,
        service,
        lease,
        members.stream().map(it -> it.id().equals(id) ? it.with(also) : it).toList(),
        replicaSets,
        impostors,
        testimony,
        failovers,
        budgets,
        standbys);
  }

  /** The same, but every member has its label, and nobody else one. */
  Observation labelled() {
    return new Observation(
        policy,
        service,
        lease,
        members.stream().map(Member::labelled).toList(),
        replicaSets,
        List.of(),
        testimony,
        failovers,
        budgets,
        standbys);
  }

  /** The same, with what is known of the calls of hooks. */
  public Observation with(Map<Call, CallResult> calls) {
    return new Observation(
        policy,
        service,
        lease,
        members,
        replicaSets,
        impostors,
        testimony.with(calls),
        failovers,
        budgets,
        standbys);
  }

  /** The member that the lease names, if it is still there. */
  public Optional<Member> holder() {
    return lease.leader().flatMap(this::member);
  }

  /**
   * The epoch of the present leadership, which the Service alone counts if the Lease is not ours.
   */
  public long epoch() {
    return isFollowing() ? routeEpoch() : lease.reached();
  }

  /** The workload elects the leader, and the route follows. */
  public boolean isFollowing() {
    return isActivePassive() && policy.succession().keeper() == Keeper.WORKLOAD;
  }

  /** The one that the lease names, in the mode that has one. */
  public boolean isLeader(Member member) {
    return isActivePassive() && lease.leader().equals(Optional.of(member.id()));
  }

  /** The holder, once the route is open to it if the Lease is not ours to grant. */
  public Optional<Member> leading() {
    return holder().filter(member -> !isFollowing() || routed().equals(Optional.of(member.id())));
  }

  /** The one member that the route is open to. */
  public Optional<MemberId> routed() {
    return service.routed();
  }

  /** The epoch at which the route was last written; zero if it never was. */
  long routeEpoch() {
    return service.epochWritten();
  }

  /** The latest epoch at which a member was told its part; zero if none ever was. */
  long epochTold() {
    return members.stream().mapToLong(member -> member.marking().told().epoch()).max().orElse(0);
  }

  /** The epoch that the next leadership has: beyond all that Lease, Service and members know. */
  long nextEpoch() {
    return Math.max(lease.reached(), Math.max(routeEpoch(), epochTold())) + 1;
  }

  /** Takes traffic if the route lets it; which in active-active only those in the rotation do. */
  public boolean isServing(Member member) {
    return member.isServing() && (isActivePassive() || member.marking().rotation() == Rotation.IN);
  }

  public boolean isActivePassive() {
    return policy.mode() == Mode.ACTIVE_PASSIVE;
  }
}
