package dev.understudy.decision;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What comes before a promotion where the route is closed in between: before a planned one under
 * {@code handover.route: Gap}, before any if there are hooks. Vacate the Lease, close the route at
 * that epoch, wait as long as the old leader was given to finish, tell it that it leads no more.
 * The vacant Lease says who that is, so that whoever starts in the middle goes on; it then waits
 * anew, because it cannot know since when the route is closed.
 */
final class Gap {
  private Gap() {}

  private static boolean applies(Observation seen) {
    return seen.policy().grantsLeases()
        && !seen.policy().stopsLeaders()
        && (seen.policy().succession().handover().gap() || hasHooks(seen));
  }

  private static boolean hasHooks(Observation seen) {
    return seen.policy().succession().hooks().areDeclared();
  }

  /** The step that must be taken first; none if the member may be granted the Lease now. */
  static Optional<Step> before(Observation seen, Promotion promotion) {
    if (!applies(seen) || !(seen.lease() instanceof LeaseView.Ours lease)) {
      return Optional.empty();
    }
    return lease.holder().isPresent()
        ? lease
            .holder()
            .filter(holder -> !holder.equals(promotion.to().id()))
            .filter(holder -> hasHooks(seen) || isWell(seen, holder))
            .map(holder -> close(seen, lease, holder, promotion))
        : await(seen, lease, promotion.to());
  }

  private static boolean isWell(Observation seen, MemberId id) {
    return seen.member(id).filter(Member::isEligible).isPresent();
  }

  /**
   * Who is to lead after it: not the one that it takes the leadership from, if there is another
   * that would keep it.
   */
  static Optional<Member> successor(Observation seen) {
    return applies(seen)
        ? finishing(seen)
            .flatMap(old ->
                Preference.among(
                    seen,
                    seen.members().stream()
                        .filter(Member::isEligible)
                        .filter(it -> !it.equals(old) && Calls.mayBePromoted(seen, it))
                        .filter(it -> Switchover.whyBack(seen, old, it).isEmpty())))
        : Optional.empty();
  }

  /** Who has had the time to finish, and hands over to this one. */
  static Optional<Member> finished(Observation seen, Member to) {
    return applies(seen) ? finishing(seen).filter(old -> !old.equals(to)) : Optional.empty();
  }

  /** Nobody leads, and the old leader may have to be asked again. */
  static boolean isOpen(Observation seen) {
    return applies(seen) && finishing(seen).isPresent();
  }

  /** How long the old leader still has. */
  static Optional<Duration> left(Observation seen) {
    Handover handover = seen.policy().succession().handover();
    return handover.gap() && seen.service() instanceof ServiceView.Claimed service
        ? Optional.of(handover.drain().minus(service.settledFor()))
        : Optional.empty();
  }

  /** Who led before the Lease was vacated, as long as it can still finish anything. */
  private static Optional<Member> finishing(Observation seen) {
    return seen.lease().leader().isPresent()
        ? Optional.empty()
        : seen.lease().last().stream()
            .flatMap(id -> seen.member(id).stream())
            .filter(Member::isServing)
            .findFirst();
  }

  private static Step close(
      Observation seen, LeaseView.Ours lease, MemberId holder, Promotion promotion) {
    return new Step(
        promotion.reason(),
        Gated.name(seen, holder)
            + " leads no more: "
            + promotion.because()
            + "; "
            + promotion.to().pod()
            + " is to lead"
            + (isWell(seen, holder) ? ", when that has had " + drain(seen) + "." : "."),
        Gated.vacate(seen, lease),
        Optional.of(promotion.to().id()));
  }

  private static String drain(Observation seen) {
    return seen.policy().succession().handover().gap()
        ? seen.policy().succession().handover().drain().toSeconds() + " s to finish what it has"
        : "its hook called";
  }

  private static Optional<Step> await(Observation seen, LeaseView.Ours lease, Member to) {
    Optional<Action> barrier =
        lease.last().isEmpty() ? Optional.empty() : Gated.barrier(seen, lease.epoch());
    if (barrier.isPresent()) {
      return Optional.of(
          new Step(
              Reason.RouteClosed,
              "Closed the route before " + to.pod() + " leads.",
              List.of(barrier.get())));
    }
    return finishing(seen)
        .filter(old -> !old.equals(to))
        .flatMap(old -> finish(seen, old, to).or(() -> Calls.demote(seen, old)));
  }

  private static Optional<Step> finish(Observation seen, Member old, Member to) {
    return left(seen)
        .filter(Duration::isPositive)
        .map(left ->
            Step.of(
                Reason.HandingOver,
                old.pod()
                    + " finishes what it has; "
                    + to.pod()
                    + " leads in "
                    + left.toSeconds()
                    + " s."));
  }
}
