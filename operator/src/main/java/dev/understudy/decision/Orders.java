package dev.understudy.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Switchovers by order. An order is taken up by writing the present epoch into it: it ends that
 * leadership and no other, so that it is carried out once at most, whoever finds it, and however
 * often. Then the leadership changes as it does for any other plan, and the order is answered and
 * taken away in one write.
 */
final class Orders {
  private final Observation seen;
  private final Order order;

  private Orders(Observation seen, Order order) {
    this.seen = seen;
    this.order = order;
  }

  private static Optional<Orders> of(Observation seen) {
    return seen.policy().order().map(order -> new Orders(seen, order));
  }

  /** To take up an order, or to answer it. */
  static Optional<Step> decide(Observation seen) {
    return of(seen)
        .flatMap(it -> it.order.from().map(it::answerTo).orElseGet(() -> it.refuse().or(it::take)));
  }

  /** To whom the leadership passes from this leader by order. */
  static Optional<Promotion> promotion(Observation seen, Member leader) {
    return of(seen)
        .filter(it -> it.order.from().filter(from -> from == seen.lease().reached()).isPresent())
        .flatMap(it -> it.to(Optional.of(leader)).map(it::promotion));
  }

  private Promotion promotion(Member to) {
    return new Promotion(
        to,
        Reason.SwitchedOver,
        "a switchover was ordered, to " + order.to().orElse("whoever may lead"));
  }

  /**
   * Who is to lead by order, while nobody leads because the old leader has to stop or finish first.
   */
  static Optional<Member> successor(Observation seen) {
    return of(seen)
        .filter(it -> it.order.from().filter(it::isBeingCarriedOut).isPresent())
        .flatMap(Orders::successor);
  }

  /** Not one that would lose the leadership again at once, to whoever is best. */
  private Optional<Member> successor() {
    Optional<Member> best = Preference.candidate(seen);
    return Preference.among(
        seen,
        others(deposed())
            .filter(this::isFor)
            .filter(Member::isEligible)
            .filter(it -> best.flatMap(other -> Switchover.whyBack(seen, other, it)).isEmpty()));
  }

  /** Who led until now, and may still be there. */
  private Optional<Member> deposed() {
    return seen.lease().last().stream().flatMap(id -> seen.member(id).stream()).findFirst();
  }

  private boolean isBeingCarriedOut(long from) {
    return seen.lease().leader().isEmpty() && seen.lease().reached() == from + 1;
  }

  private Optional<Step> take() {
    return Optional.of(
        Step.of(
            Reason.SwitchoverOrdered,
            "Took up the order of a switchover: " + order.words() + ".",
            new Action.TakeOrder(order.words(), seen.lease().reached(), order.version())));
  }

  private Optional<Step> answerTo(long from) {
    long reached = seen.lease().reached();
    return reached > from && seen.isActivePassive() ? changed(from) : refuse();
  }

  /** By this order, or by what came before it was carried out. */
  private Optional<Step> changed(long from) {
    return Standing.after(seen, List.of())
        .leader()
        .flatMap(seen::member)
        .map(leader ->
            isFor(leader)
                ? answer(true, leader.pod() + " leads from epoch " + seen.lease().reached() + ".")
                : answer(
                    false,
                    leader.pod()
                        + " leads from epoch "
                        + seen.lease().reached()
                        + ": the leadership of epoch "
                        + from
                        + " ended before it could be passed on to "
                        + order.to().orElseThrow()
                        + "."));
  }

  private boolean isFor(Member leader) {
    return order.to().filter(pod -> !pod.equals(leader.pod())).isEmpty();
  }

  private Optional<Step> refuse() {
    if (!seen.isActivePassive()) {
      return Optional.of(answer(false, "All members take traffic in ActiveActive; nobody leads."));
    }
    if (seen.isFollowing()) {
      return Optional.of(
          answer(
              false,
              "The workload keeps the Lease and elects by itself; ask it for another leader."));
    }
    if (seen.lease().leader().isEmpty()) {
      return Optional.of(answer(false, "Nobody leads; whoever may is promoted without an order."));
    }
    Optional<Member> leader = seen.holder();
    if (leader.filter(it -> order.to().equals(Optional.of(it.pod()))).isPresent()) {
      return leader.map(it -> answer(true, it.pod() + " leads already."));
    }
    return whyNot(leader).map(why -> answer(false, why));
  }

  /** Why nobody, or not the one that is named, can take over from this leader; as a sentence. */
  private Optional<String> whyNot(Optional<Member> leader) {
    return order.to().map(pod -> whyNot(leader, pod)).orElseGet(() -> whyNobody(leader));
  }

  private Optional<String> whyNot(Optional<Member> leader, String pod) {
    Optional<Member> to = member(pod);
    return to.isEmpty()
        ? Optional.of("No member is called '" + pod + "'; there are these: " + names() + ".")
        : to.flatMap(it -> obstacle(leader, it)).map(why -> pod + " " + why + ".");
  }

  private Optional<String> whyNobody(Optional<Member> leader) {
    if (to(leader).isPresent()) {
      return Optional.empty();
    }
    String each =
        others(leader)
            .map(it -> it.pod() + " " + obstacle(leader, it).orElseThrow())
            .collect(Collectors.joining(", "));
    return Optional.of(
        each.isEmpty() ? "There is no other member." : "Nobody else may lead: " + each + ".");
  }

  /** Also if the leadership would be taken from it again at once. */
  private Optional<String> obstacle(Optional<Member> leader, Member to) {
    if (!to.isEligible()) {
      return to.ineligibility().map(Ineligibility::sentence);
    }
    return leader.flatMap(it -> Switchover.whyBack(seen, it, to));
  }

  private Optional<Member> to(Optional<Member> leader) {
    return Preference.among(
        seen, others(leader).filter(this::isFor).filter(it -> obstacle(leader, it).isEmpty()));
  }

  private Stream<Member> others(Optional<Member> leader) {
    return seen.members().stream().filter(it -> !leader.equals(Optional.of(it)));
  }

  private Optional<Member> member(String pod) {
    return seen.members().stream().filter(it -> it.pod().equals(pod)).findFirst();
  }

  private String names() {
    return seen.members().stream().map(Member::pod).collect(Collectors.joining(", "));
  }

  private Step answer(boolean done, String sentence) {
    return Step.of(
        done ? Reason.SwitchoverDone : Reason.SwitchoverRefused,
        sentence,
        new Action.AnswerOrder(order.words(), done, sentence, order.version()));
  }
}
