package dev.understudy.decision;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A pod of the service.
 *
 * @param uid of the pod; with its name, the precondition of every write to it
 * @param version its resourceVersion, the precondition of what depends on what was seen of it
 * @param ineligibilities every reason that was seen why it may not lead
 * @param stopped none of its processes runs, nor will any: so its kubelet says
 * @param answers this operator has a connection to it
 * @param rank its place in the declared preference; 0 is preferred to all others
 * @param readyFor since when it is ready; zero if it is not
 */
public record Member(
    MemberId id,
    String pod,
    String uid,
    String version,
    String revision,
    Place place,
    Set<Ineligibility> ineligibilities,
    boolean stopped,
    boolean answers,
    Marking marking,
    int rank,
    Duration readyFor) {
  public Member {
    ineligibilities = Set.copyOf(ineligibilities);
    if (readyFor.isNegative()) {
      throw new IllegalArgumentException("ready for " + readyFor);
    }
  }

  /** The strongest reason why it may not lead; none if it may. */
  public Optional<Ineligibility> ineligibility() {
    return ineligibilities.stream().min(Enum::compareTo);
  }

  public boolean isEligible() {
    return ineligibilities.isEmpty();
  }

  /** Counts towards the members that are wanted; one that is on its way out does not. */
  public boolean isStaying() {
    return !has(Ineligibility.DELETED);
  }

  /** Lost to our own connection. */
  public boolean isLost() {
    return ineligibilities.stream().anyMatch(Ineligibility::isLoss);
  }

  /** Takes traffic if route and rotation let it. */
  public boolean isServing() {
    return isStaying()
        && !has(Ineligibility.NOT_READY)
        && !has(Ineligibility.TERMINATED)
        && !isLost();
  }

  Member with(Ineligibility also) {
    Set<Ineligibility> all = EnumSet.of(also);
    all.addAll(ineligibilities);
    return why(all);
  }

  Member labelled() {
    Set<Ineligibility> others = new HashSet<>(ineligibilities);
    others.remove(Ineligibility.UNLABELLED);
    return why(others);
  }

  private Member why(Set<Ineligibility> all) {
    return new Member(
        id, pod, uid, version, revision, place, all, stopped, answers, marking, rank, readyFor);
  }

  private boolean has(Ineligibility why) {
    return ineligibilities.contains(why);
  }
}
