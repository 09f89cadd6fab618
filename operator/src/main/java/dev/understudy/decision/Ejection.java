package dev.understudy.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In active-active a member that is lost to our connection leaves the rotation, and is back when it
 * answers. Never more than half of the members are out: if more are lost, it is rather we who are
 * cut off.
 *
 * <p>A label of one pod depends on no label of another, so that two operators, or a late write of
 * one, could put both of two members out. So the Service lists who may be out, and that list is
 * written first: each write of it depends on the one before, and no pod is put out that is not on
 * it. A member leaves the list only after a write to its pod, which makes the API server refuse
 * whatever was decided to put it out before.
 */
final class Ejection {
  /**
   * How long a member that is out, and that this operator never reached, has to be ready before it
   * is back: something may forbid us to connect. It is longer than Kubernetes takes to see that a
   * node is lost, until which a member there counts as ready.
   */
  static final Duration TRUSTED = Duration.ofSeconds(60);

  private final Observation seen;
  private final Set<MemberId> mayBeOut;
  private final String version;
  private final Set<String> written;
  private final List<Member> staying;
  private final List<MemberId> listed;
  private final int half;

  /**
   * @param mayBeOut as the Service says
   * @param version the Service's
   */
  private Ejection(Observation seen, Set<MemberId> mayBeOut, String version, Set<String> written) {
    this.seen = seen;
    this.mayBeOut = mayBeOut;
    this.version = version;
    this.written = written;
    this.staying = seen.members().stream().filter(Member::isStaying).toList();
    this.listed = sorted(mayBeOut.stream().filter(this::mayTakePart));
    this.half = staying.size() / 2;
  }

  /**
   * @param before the steps that come before in this pass; a pod that they write is looked at in
   *     the next one, because it is at another version then
   */
  static Optional<Step> decide(Observation seen, List<Step> before) {
    if (!(seen.service() instanceof ServiceView.Claimed service)) {
      return Optional.empty();
    }
    Set<String> written =
        before.stream()
            .flatMap(step -> step.actions().stream())
            .flatMap(action -> action.podWritten().stream())
            .collect(Collectors.toSet());
    Ejection ejection = new Ejection(seen, service.mayBeOut(), service.version(), written);
    return ejection.eject().or(ejection::takeBack).or(ejection::hold);
  }

  /**
   * Where the Service is not ours yet: it lists nobody, so nobody is put out. Members whose label
   * somebody changed are counted as out, and adoption would wait for them.
   */
  static Optional<Step> beforeAdoption(Observation seen, ServiceView.Free service) {
    return new Ejection(seen, Set.of(), service.version(), Set.of()).takeBack();
  }

  /** When time alone may bring a member back. */
  static Optional<Duration> recheckAfter(Observation seen) {
    return seen.members().stream()
        .filter(member -> isOut(member) && member.isServing() && !member.answers())
        .map(member -> TRUSTED.minus(member.readyFor()))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  private static List<MemberId> sorted(Stream<MemberId> ids) {
    return ids.distinct().sorted(Comparator.comparing(MemberId::value)).toList();
  }

  /** One that is being deleted does not any more; one that is not in view may soon be. */
  private boolean mayTakePart(MemberId id) {
    return seen.member(id)
        .map(Member::isStaying)
        .orElseGet(() -> seen.testimony().unseen().contains(id));
  }

  // Out.

  private Optional<Step> eject() {
    List<Member> lost = ejectable();
    if (lost.isEmpty() || whyHeld().isPresent()) {
      return Optional.empty();
    }
    List<Member> out = lost.stream().limit(room()).toList();
    List<MemberId> now = sorted(Stream.concat(listed.stream(), out.stream().map(Member::id)));
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.ListOut(now, version));
    out.forEach(member -> actions.add(set(member, Rotation.OUT)));
    return Optional.of(
        new Step(
            Reason.MemberEjected,
            "Put out of the rotation: " + each(out, Ejection::because) + ".",
            actions));
  }

  /** Whom Kubernetes would send traffic, and who is lost. */
  private List<Member> ejectable() {
    return seen.isActivePassive() || seen.policy().maker().isAdopted()
        ? List.of()
        : staying.stream()
            .filter(member -> member.isLost() && isIn(member))
            .filter(member -> !member.ineligibilities().contains(Ineligibility.NOT_READY))
            .toList();
  }

  private Optional<String> whyHeld() {
    long lost = staying.stream().filter(Member::isLost).count();
    if (lost > half) {
      return Optional.of(
          lost + " of " + staying.size() + " members are lost, and it may be us who are cut off");
    }
    if (seen.members().stream().noneMatch(seen::isServing)) {
      return Optional.of("nobody else serves");
    }
    return room() > 0 ? Optional.empty() : Optional.of("half of the members are out already");
  }

  /** How many more may be out; who is lost and listed already counts once. */
  private int room() {
    Set<MemberId> out = new HashSet<>(listed);
    staying.stream().filter(member -> !isIn(member)).forEach(member -> out.add(member.id()));
    ejectable().forEach(member -> out.remove(member.id()));
    return half - out.size();
  }

  private Optional<Step> hold() {
    List<Member> lost = ejectable();
    return lost.isEmpty()
        ? Optional.empty()
        : whyHeld()
            .map(why ->
                Step.of(
                    Reason.EjectionHeld,
                    each(lost, Ejection::because)
                        + "; still in the rotation, because "
                        + why
                        + "."));
  }

  // Back in.

  private Optional<Step> takeBack() {
    List<Member> back = back();
    Set<MemberId> ids = back.stream().map(Member::id).collect(Collectors.toSet());
    List<MemberId> now = listed.stream().filter(id -> !ids.contains(id)).toList();
    List<Action> actions = new ArrayList<>();
    back.forEach(member -> actions.add(set(member, Rotation.IN)));
    if (!Set.copyOf(now).equals(mayBeOut)) {
      actions.add(new Action.ListOut(now, version));
    }
    if (actions.isEmpty()) {
      return Optional.empty();
    }
    List<Member> returned = back.stream().filter(member -> !isIn(member)).toList();
    return Optional.of(
        returned.isEmpty()
            ? new Step(
                Reason.RotationTidied, "Took from the list of who may be out who is not.", actions)
            : new Step(
                Reason.MemberReturned,
                "Back in the rotation: " + each(returned, this::becauseBack) + ".",
                actions));
  }

  private List<Member> back() {
    List<Member> tooMany =
        staying.reversed().stream()
            .filter(member -> !isIn(member) && !returns(member))
            .limit(surplus())
            .toList();
    return staying.stream()
        .filter(it -> returns(it) || isListedInVain(it) || tooMany.contains(it))
        .filter(member -> !written.contains(member.uid()))
        .toList();
  }

  private static boolean returns(Member member) {
    return switch (member.marking().rotation()) {
      case IN -> false;
      case OUT -> member.isServing() && (member.answers() || isTrusted(member));
      case FOREIGN -> !member.isLost();
    };
  }

  private static boolean isTrusted(Member member) {
    return member.readyFor().compareTo(TRUSTED) >= 0
        && !member.ineligibilities().contains(Ineligibility.NODE_NOT_READY);
  }

  /** Whoever listed it was stopped before it put it out, or when it had put it back. */
  private boolean isListedInVain(Member member) {
    return isIn(member) && listed.contains(member.id());
  }

  /** How many more than half are out, because others were taken away meanwhile. */
  private long surplus() {
    return Math.max(
        0, staying.stream().filter(member -> !isIn(member) && !returns(member)).count() - half);
  }

  // Words.

  private Action set(Member member, Rotation now) {
    return new Action.SetRotation(member.pod(), member.uid(), member.version(), now, version);
  }

  private static String because(Member member) {
    return member.ineligibilities().stream()
        .filter(Ineligibility::isLoss)
        .min(Comparator.naturalOrder())
        .map(why -> member.pod() + " " + why.sentence())
        .orElse(member.pod());
  }

  private String becauseBack(Member member) {
    if (!returns(member)) {
      return member.pod() + ", because more than half of the members would be out";
    }
    if (!isOut(member)) {
      return member.pod() + ", whose label understudy.dev/rotation somebody had changed";
    }
    return member.answers()
        ? member.pod() + ", which answers"
        : member.pod() + ", which was never reached from here and has long been ready";
  }

  private static String each(List<Member> members, Function<Member, String> words) {
    return members.stream().map(words).collect(Collectors.joining(", "));
  }

  private static boolean isIn(Member member) {
    return member.marking().rotation() == Rotation.IN;
  }

  private static boolean isOut(Member member) {
    return member.marking().rotation() == Rotation.OUT;
  }
}
