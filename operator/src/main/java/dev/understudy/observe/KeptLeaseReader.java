package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;

/** From a Lease that the workload keeps to what a decision needs of it. */
final class KeptLeaseReader {
  /** What libraries put between the name of the pod and what tells its processes apart. */
  private static final char SUFFIX = '_';

  private final HAService has;
  private final List<Pod> members;

  KeptLeaseReader(HAService has, List<Pod> members) {
    this.has = has;
    this.members = members;
  }

  LeaseView read(Watched watched) {
    return watched
        .record()
        .<LeaseView>map(record ->
            new LeaseView.Kept(
                holder(record.holder()),
                watched.changed(),
                left(record.duration().minus(watched.unchangedFor())),
                record.transitions()))
        .orElseGet(LeaseView.Absent::new);
  }

  /** In whole milliseconds, and not too few: who looks again after them finds it lapsed. */
  private static Duration left(Duration exact) {
    return exact.isPositive()
        ? Duration.ofMillis(exact.plusNanos(999_999).toMillis())
        : Duration.ZERO;
  }

  private Holder holder(String identity) {
    if (identity.isEmpty()) {
      return new Holder.Nobody();
    }
    int suffix = identity.indexOf(SUFFIX);
    String pod = suffix < 0 ? identity : identity.substring(0, suffix);
    return members.stream()
        .filter(member -> member.getMetadata().getName().equals(pod))
        .findFirst()
        .<Holder>map(member -> new Holder.Of(MemberReader.id(member)))
        .orElseGet(() ->
            Names.isPodOf(has, pod) ? new Holder.Gone(identity) : new Holder.Stranger(identity));
  }
}
