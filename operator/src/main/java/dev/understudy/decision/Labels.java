package dev.understudy.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every member carries the label by which a route can be opened to it; no other pod does. */
final class Labels {
  private Labels() {}

  static List<Step> decide(Observation seen) {
    List<Step> steps = new ArrayList<>();
    missing(seen).ifPresent(steps::add);
    forged(seen).ifPresent(steps::add);
    return steps;
  }

  private static Optional<Step> missing(Observation seen) {
    List<Action> actions =
        seen.members().stream()
            .filter(Member::isStaying)
            .filter(member -> member.ineligibilities().contains(Ineligibility.UNLABELLED))
            .<Action>map(member -> new Action.LabelMember(member.pod(), member.uid(), member.id()))
            .toList();
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(Reason.MembersLabelled, "Labelled " + actions.size() + " members.", actions));
  }

  private static Optional<Step> forged(Observation seen) {
    if (seen.impostors().isEmpty()) {
      return Optional.empty();
    }
    List<Action> actions =
        seen.impostors().stream()
            .<Action>map(pod -> new Action.UnlabelPod(pod.pod(), pod.uid()))
            .toList();
    String names = String.join(", ", seen.impostors().stream().map(ForeignPod::pod).toList());
    return Optional.of(
        new Step(
            Reason.LabelForged,
            "Removed the label understudy.dev/member from "
                + names
                + ": only Understudy may set it, on members of this service.",
            actions));
  }
}
