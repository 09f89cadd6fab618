package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.Ineligibility;
import dev.understudy.decision.MemberId;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Kubernetes objects that one observation is made of.
 *
 * @param gone the HAService was deleted; {@code has} is its last known state
 * @param lease the service lease, if Understudy keeps it
 * @param kept the service lease, if the workload keeps it
 * @param pods those that carry the service label, members or not; and those of the workload
 * @param workload that is adopted; empty if it is not there, or none is declared
 * @param replicaSets those that carry the service label
 * @param budgets those that Understudy made for the service, and those that others made in its
 *     namespace
 * @param standbys the Service of the name that the one to the standbys has, or would have
 * @param node looks a node up by its name
 * @param witness asks the API server itself, where an old view could do harm
 */
public record Sources(
    HAService has,
    boolean gone,
    Optional<Service> service,
    Optional<Lease> lease,
    Optional<Watched> kept,
    List<Pod> pods,
    Optional<Workload> workload,
    List<ReplicaSet> replicaSets,
    List<PodDisruptionBudget> budgets,
    Optional<Service> standbys,
    Function<String, Optional<Node>> node,
    Contacts contacts,
    Witness witness) {

  /** Tries whether a member accepts a connection at this moment, and waits for it. */
  public Optional<Ineligibility> trial(MemberId member) {
    return pods.stream()
        .filter(pod -> MemberReader.id(pod).equals(member))
        .findFirst()
        .flatMap(pod ->
            switch (contacts.dial(pod)) {
              case ACCEPTED -> Optional.empty();
              case REFUSED -> Optional.of(Ineligibility.REFUSES);
              case UNANSWERED -> Optional.of(Ineligibility.SILENT);
            });
  }
}
