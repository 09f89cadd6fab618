package dev.understudy.decision;

import java.util.Optional;

/**
 * The second Service, to the members that stand by, for traffic that only reads; in active-active
 * to all. It follows the roles that members are told, so a leadership writes nothing to it.
 */
final class Standbys {
  private Standbys() {}

  static Optional<Step> decide(Observation seen) {
    return switch (seen.standbys()) {
      case StandbysView.AsDeclared done -> Optional.empty();
      case StandbysView.Missing missing ->
          Optional.of(
              Step.of(
                  Reason.StandbysServed,
                  "Made the Service to the standbys.",
                  new Action.CreateStandbys()));
      case StandbysView.Outdated outdated ->
          Optional.of(
              Step.of(
                  Reason.StandbysServed,
                  "Brought the Service to the standbys to what is declared.",
                  new Action.ApplyStandbys(outdated.version())));
      case StandbysView.Unwanted unwanted ->
          Optional.of(
              Step.of(
                  Reason.StandbysServed,
                  "Took the Service to the standbys away.",
                  new Action.DeleteStandbys(unwanted.uid())));
      case StandbysView.Taken taken ->
          Optional.of(
              Step.of(
                  Reason.StandbysTaken,
                  "The Service to the standbys cannot be made, its name belongs to "
                      + taken.by()
                      + "; give the Service another name in service.name, or release it."));
    };
  }
}
