package dev.understudy.simulation;

import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceSpec;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.MemberId;
import dev.understudy.manifest.Names;
import dev.understudy.observe.KeptLeaseSight;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** What one operator has seen of the Lease that the workload keeps, judged by the real code. */
final class KeptLeaseView {
  private static final HAService HAS = haService();

  private final KeptLeaseSight sight;
  private Optional<Stored.KeptLease> seen = Optional.empty();

  KeptLeaseView(LocalClock clock) {
    this.sight = new KeptLeaseSight(clock::nanos);
  }

  private static HAService haService() {
    HAService has = new HAService();
    has.setMetadata(meta(Stored.ONLY));
    has.setSpec(new HAServiceSpec());
    return has;
  }

  private static ObjectMeta meta(String name) {
    ObjectMeta meta = new ObjectMeta();
    meta.setName(name);
    return meta;
  }

  boolean see(Optional<Stored.KeptLease> lease) {
    seen = lease;
    return sight.see(lease.map(KeptLeaseView::lease));
  }

  Optional<Stored.KeptLease> seen() {
    return seen;
  }

  private static Lease lease(Stored.KeptLease from) {
    LeaseSpec spec = new LeaseSpec();
    spec.setHolderIdentity(from.holder());
    spec.setAcquireTime(time(from.acquired()));
    spec.setRenewTime(time(from.renewed()));
    spec.setLeaseTransitions(Math.toIntExact(from.transitions()));
    spec.setLeaseDurationSeconds(from.seconds());
    Lease lease = new Lease();
    lease.setMetadata(meta(from.name()));
    lease.getMetadata().setResourceVersion(Long.toString(from.version()));
    lease.setSpec(spec);
    return lease;
  }

  private static ZonedDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
  }

  LeaseView read(List<Stored.Pod> members) {
    LeaseView view = sight.read(HAS, members.stream().map(KeptLeaseView::pod).toList());
    return view instanceof LeaseView.Kept kept && kept.holder() instanceof Holder.Of(MemberId real)
        ? new LeaseView.Kept(
            new Holder.Of(played(real, members)), kept.renewed(), kept.left(), kept.transitions())
        : view;
  }

  private static Pod pod(Stored.Pod member) {
    Pod pod = new Pod();
    pod.setMetadata(meta(member.name()));
    pod.getMetadata().setUid(member.uid());
    return pod;
  }

  /** Members have other ids here than real ones. */
  private static MemberId played(MemberId real, List<Stored.Pod> members) {
    String name = Names.pod(real).orElseThrow();
    return members.stream()
        .filter(member -> member.name().equals(name))
        .map(Stored.Pod::id)
        .findFirst()
        .orElseThrow();
  }
}
