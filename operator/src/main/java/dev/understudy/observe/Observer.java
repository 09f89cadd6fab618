package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.ForeignPod;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Mode;
import dev.understudy.decision.Observation;
import dev.understudy.decision.Policy;
import dev.understudy.decision.ReplicaSetView;
import dev.understudy.decision.Route;
import dev.understudy.decision.ServiceView;
import dev.understudy.decision.Testimony;
import dev.understudy.manifest.LeaseManifest;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.RotationMarks;
import dev.understudy.manifest.Selectors;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.WorkloadManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From Kubernetes objects to an observation. */
public final class Observer {
  private static final String ROUTE = "route";

  private final Sightings sightings;
  private final PolicyReader policies;
  private final Failures failures = new Failures();

  public Observer(Sightings sightings, Rights rights) {
    this.sightings = sightings;
    this.policies = new PolicyReader(rights);
  }

  public Observation observe(Sources from) {
    String key = Names.qualified(from.has());
    List<ReplicaSet> ours =
        from.replicaSets().stream().filter(set -> Owners.controls(from.has(), set)).toList();
    Membership membership = Membership.of(from, ours);
    List<Pod> pods = from.pods().stream().filter(membership::has).toList();
    MemberReader reader =
        new MemberReader(
            from.has(), from.node(), from.contacts(), Ranks.of(from.has(), pods), sightings);
    Policy policy = policies.read(from);
    ServiceView service = service(from);
    LeaseView lease = lease(from, pods);
    List<Member> members = pods.stream().map(reader::read).toList();
    List<String> ends = failures.ended(key, lease, members);
    sightings.keepOnly(key, things(pods, ends));
    return new Observation(
        policy,
        service,
        lease,
        members,
        ours.stream().map(Observer::replicaSet).toList(),
        impostors(from, membership),
        new Testimony(
            stopped(from, policy, lease, service, members),
            unseen(from, policy, lease, service, members)),
        ends.stream().map(end -> sightings.unchangedFor(key, end, end)).toList(),
        new BudgetReader(from.has(), from.budgets()).read(policy.revision(), pods),
        StandbysReader.read(from));
  }

  /** Forgets what was seen of a service that is gone. */
  public void forget(HAService has) {
    sightings.forget(Names.qualified(has));
    failures.forget(Names.qualified(has));
  }

  private static Set<String> things(List<Pod> pods, List<String> ends) {
    Set<String> things =
        pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    things.add(ROUTE);
    things.addAll(ends);
    return things;
  }

  private ServiceView service(Sources from) {
    return from.service()
        .map(service -> service(from.has(), service))
        .orElseGet(ServiceView.Absent::new);
  }

  private ServiceView service(HAService has, Service service) {
    String name = has.getMetadata().getName();
    Optional<OwnerReference> controller = Owners.controller(service);
    Optional<String> adopter = annotation(service, Marks.ADOPTED_BY);
    boolean created = Owners.controls(has, service);
    if (controller.isPresent() && !created) {
      return new ServiceView.Taken(Owners.words(service));
    }
    if (adopter.isPresent() && !adopter.get().equals(name)) {
      return new ServiceView.Taken("HAService " + adopter.get() + ", which adopted it");
    }
    if (!created && adopter.isEmpty()) {
      return new ServiceView.Free(version(service));
    }
    Route route = Selectors.route(has, service);
    long epoch = annotation(service, Marks.EPOCH).map(Observer::number).orElse(0L);
    return new ServiceView.Claimed(
        route,
        epoch,
        version(service),
        sightings.unchangedFor(Names.qualified(has), ROUTE, List.of(route, epoch)),
        !created,
        ServiceManifest.isMarked(has, service)
            && (!created || ServiceManifest.isAsDeclared(has, service)),
        RotationMarks.mayBeOut(service));
  }

  private static LeaseView lease(Sources from, List<Pod> members) {
    return from.kept()
        .map(kept -> new KeptLeaseReader(from.has(), members).read(kept))
        .orElseGet(() -> ownLease(from));
  }

  private static LeaseView ownLease(Sources from) {
    return from.lease().map(lease -> lease(from.has(), lease)).orElseGet(LeaseView.Absent::new);
  }

  private static LeaseView lease(HAService has, Lease lease) {
    if (!Owners.controls(has, lease)) {
      return new LeaseView.Taken(
          Owners.controller(lease)
              .map(owner -> owner.getKind() + " " + owner.getName())
              .or(() ->
                  Optional.ofNullable(lease.getSpec().getHolderIdentity())
                      .filter(holder -> !holder.isEmpty()))
              .orElse("somebody else"));
    }
    Optional<MemberId> holder =
        Optional.ofNullable(lease.getSpec().getHolderIdentity()).flatMap(MemberId::of);
    Integer epoch = lease.getSpec().getLeaseTransitions();
    return new LeaseView.Ours(
        holder,
        epoch == null ? 0 : Math.max(0, epoch),
        version(lease),
        lastHolders(lease, holder),
        LeaseManifest.fencing(lease),
        LeaseManifest.trial(lease));
  }

  /** Only while it is vacant: what was written at an earlier vacancy says nothing any more. */
  private static List<MemberId> lastHolders(Lease lease, Optional<MemberId> holder) {
    return holder.isPresent() ? List.of() : LeaseManifest.last(lease);
  }

  /** Asked only of those that led and are lost: in a steady state, of nobody. */
  private static Set<MemberId> stopped(
      Sources from, Policy policy, LeaseView lease, ServiceView service, List<Member> members) {
    if (!policy.stopsLeaders() || from.gone()) {
      return Set.of();
    }
    return Stream.concat(
            Stream.concat(
                lease.last().stream(),
                Stream.of(lease.leader(), service.routed()).flatMap(Optional::stream)),
            members.stream().filter(Observer::isHeldOnItsWayOut).map(Member::id))
        .distinct()
        .filter(id -> hasStopped(from, id, members))
        .collect(Collectors.toSet());
  }

  /** In a steady state all of them are in view, and nothing is asked. */
  private static Set<MemberId> unseen(
      Sources from, Policy policy, LeaseView lease, ServiceView service, List<Member> members) {
    if (from.gone()) {
      return Set.of();
    }
    return Stream.concat(
            mayLead(from, policy, lease, service),
            service instanceof ServiceView.Claimed claimed
                ? claimed.mayBeOut().stream()
                : Stream.of())
        .distinct()
        .filter(id -> members.stream().noneMatch(member -> member.id().equals(id)))
        .filter(from.witness()::isThere)
        .collect(Collectors.toSet());
  }

  private static Stream<MemberId> mayLead(
      Sources from, Policy policy, LeaseView lease, ServiceView service) {
    if (policy.mode() != Mode.ACTIVE_PASSIVE) {
      return Stream.of();
    }
    Optional<MemberId> routed =
        service
            .routed()
            .filter(id -> policy.grantsLeases() || KeptLeaseReader.mayName(from.kept(), id));
    return Stream.of(lease.leader(), routed).flatMap(Optional::stream);
  }

  private static boolean isHeldOnItsWayOut(Member member) {
    return member.marking().held() && !member.isStaying();
  }

  private static boolean hasStopped(Sources from, MemberId id, List<Member> members) {
    return members.stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .map(member -> isOutOfService(from, member.place().node()))
        .orElseGet(() -> from.witness().isGone(id));
  }

  private static boolean isOutOfService(Sources from, String node) {
    return from.node().apply(node).filter(MemberReader::isOutOfService).isPresent()
        && from.witness().isOutOfService(node);
  }

  private static ReplicaSetView replicaSet(ReplicaSet set) {
    String revision =
        Optional.ofNullable(set.getMetadata().getLabels())
            .map(labels -> labels.get(Marks.REVISION))
            .orElse("");
    Integer replicas = set.getSpec().getReplicas();
    return new ReplicaSetView(
        revision,
        replicas == null ? 1 : replicas,
        version(set),
        refusal(set),
        WorkloadManifest.number(set));
  }

  private static Optional<String> refusal(ReplicaSet set) {
    return Optional.ofNullable(set.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(ReplicaSetCondition::getMessage)
        .findFirst();
  }

  /**
   * Pods that carry a member label which is not their own. Judged by the label alone, so that no
   * lag between caches can make a member look like an impostor.
   */
  private static List<ForeignPod> impostors(Sources from, Membership membership) {
    return from.pods().stream()
        .filter(pod -> !membership.has(pod))
        .filter(pod -> MemberReader.labels(pod).containsKey(Marks.MEMBER))
        .filter(
            pod -> !MemberReader.id(pod).value().equals(MemberReader.labels(pod).get(Marks.MEMBER)))
        .map(pod ->
            new ForeignPod(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                MemberReader.labels(pod).getOrDefault(Marks.MEMBER, "")))
        .toList();
  }

  private static Optional<String> annotation(HasMetadata object, String name) {
    return Optional.ofNullable(object.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(name));
  }

  private static long number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text)); // no Lease could hold a larger one
    } catch (NumberFormatException e) {
      return 0; // edited by hand: the Lease still knows, and the next write puts it right
    }
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }
}
