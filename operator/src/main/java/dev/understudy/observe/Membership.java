package dev.understudy.observe;

import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Owners;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which pods are members: those that the service's own ReplicaSets made, or its workload. */
final class Membership {
  private final Predicate<Pod> made;

  private Membership(Predicate<Pod> made) {
    this.made = made;
  }

  static Membership of(Sources from, List<ReplicaSet> ours) {
    return new Membership(
        Adoption.isDeclared(from.has()) ? pod -> isAdopted(from, pod) : madeBy(ours));
  }

  private static Predicate<Pod> madeBy(List<ReplicaSet> ours) {
    Set<String> uids =
        ours.stream().map(set -> set.getMetadata().getUid()).collect(Collectors.toSet());
    return pod -> Owners.controller(pod).filter(owner -> uids.contains(owner.getUid())).isPresent();
  }

  /** Of a service that is gone whatever has its label is to be given back. */
  private static boolean isAdopted(Sources from, Pod pod) {
    return from.gone()
        ? Adoption.isAdopted(pod)
        : !belongsToAnother(from, pod)
            && from.workload().filter(workload -> workload.made(pod)).isPresent();
  }

  /** Another HAService has adopted the same workload. */
  static boolean belongsToAnother(Sources from, Pod pod) {
    String ours = from.has().getMetadata().getName();
    return !MemberReader.labels(pod).getOrDefault(Marks.SERVICE, ours).equals(ours);
  }

  /** Also if whoever made it is gone, as long as it is held: it led. */
  boolean has(Pod pod) {
    return made.test(pod) || MemberReader.isHeld(pod);
  }
}
