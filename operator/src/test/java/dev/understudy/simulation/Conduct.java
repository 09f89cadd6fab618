package dev.understudy.simulation;

import dev.understudy.decision.Decider;
import dev.understudy.decision.Decision;
import dev.understudy.decision.Observation;

/** How an operator does its work. As it is; a planted bug changes one of these. */
interface Conduct {
  Conduct RIGHT = new Conduct() {};

  default CacheReader reader(Caches caches, LocalClock clock) {
    return new CacheReader(caches, clock);
  }

  default Decision decide(Observation seen) {
    return Decider.decide(seen);
  }

  /**
   * What is sent for an action.
   *
   * @param request as it was decided
   * @param now the true state, for those who cheat
   */
  default Request send(Request request, ApiServer now) {
    return request;
  }

  /** The first write that is not accepted ends the pass. */
  default boolean goesOnAfter(Answer answer) {
    return answer == Answer.ACCEPTED;
  }

  /** Whether the API server is asked for the Lease before a route that follows it is moved. */
  default boolean asksBeforeMoves() {
    return true;
  }

  /** Whether the caches are filled before anything is decided on them. */
  default boolean waitsForCaches() {
    return true;
  }
}
