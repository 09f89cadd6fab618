package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.MemberId;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

  /**
   * Whether a member that is not in view may be the one that the Lease names: certainly not, if its
   * whole name is in its id and is another.
   */
  static boolean mayName(Optional<Watched> kept, MemberId member) {
    return kept.flatMap(Watched::record)
        .map(record -> pod(record.holder()))
        .filter(pod -> Names.pod(member).map(pod::equals).orElse(true))
        .isPresent();
  }

  private static String pod(String identity) {
    int suffix = identity.indexOf(SUFFIX);
    return suffix < 0 ? identity : identity.substring(0, suffix);
  }

  private Holder holder(String identity) {
    if (identity.isEmpty()) {
      return new Holder.Nobody();
    }
    String pod = pod(identity);
    return members.stream()
        .filter(member -> member.getMetadata().getName().equals(pod))
        .findFirst()
        .<Holder>map(member -> new Holder.Of(MemberReader.id(member)))
        .orElseGet(() ->
            Names.isPodOf(has, pod) ? new Holder.Gone(identity) : new Holder.Stranger(identity));
  }
}
