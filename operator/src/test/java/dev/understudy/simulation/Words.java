package dev.understudy.simulation;

import dev.understudy.decision.Action;
import dev.understudy.decision.Route;

/** Actions and routes as a story tells them. */
final class Words {
  private Words() {}

  static String of(Action action) {
    return action.toString().replaceAll("MemberId\\[value=([^]]*)]", "$1");
  }

  static String of(Route route) {
    return switch (route) {
      case Route.ToOne one -> "to " + one.member();
      case Route.ToAll all -> "to all";
      case Route.Closed closed -> "closed";
      case Route.Foreign foreign -> "foreign";
    };
  }
}
