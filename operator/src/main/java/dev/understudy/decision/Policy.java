package dev.understudy.decision;

import java.util.Optional;

/**
 * What the user declared, validated and with its defaults filled in.
 *
 * @param maker of the members
 * @param replicas how many members there should be, as declared here or by who makes them
 * @param revision newest revision of the template; empty if it cannot be read, or is not known of
 *     pods that somebody else makes
 * @param flaw why there can be no members from this template, or from this workload
 * @param forbidden what is declared that the operator has no right to do, as a sentence that says
 *     what to do; nothing is written then
 * @param servicePortsDeclared whether a Service could be created
 * @param survive what may be lost at once in active-active
 * @param order of a switchover, as long as it is not answered
 * @param undo an order to declare an old template again, likewise
 */
public record Policy(
    Mode mode,
    Maker maker,
    int replicas,
    Succession succession,
    Update update,
    Optional<Loss> survive,
    String revision,
    Optional<Flaw> flaw,
    Optional<String> forbidden,
    boolean servicePortsDeclared,
    Optional<Order> order,
    Optional<Undo> undo,
    boolean paused,
    boolean deleting) {
  public Policy {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas " + replicas);
    }
    if (!maker.isAdopted() && revision.isEmpty() != flaw.isPresent()) {
      throw new IllegalArgumentException("a template has a revision, or a flaw");
    }
  }

  /** Not where the workload elects, or all serve: nobody is promoted there. */
  public boolean grantsLeases() {
    return mode == Mode.ACTIVE_PASSIVE && succession.keeper() == Keeper.OPERATOR;
  }

  public boolean stopsLeaders() {
    return grantsLeases() && succession.fencing() == Fencing.STOP_LEADER;
  }
}
