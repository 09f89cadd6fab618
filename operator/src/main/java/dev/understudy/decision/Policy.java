package dev.understudy.decision;

import java.util.Optional;

/**
 * What the user declared, validated and with its defaults filled in.
 *
 * @param revision newest revision of the template; empty if it cannot be read
 * @param flaw why the template cannot be read, as a sentence that says what to do
 * @param servicePortsDeclared whether a Service could be created
 * @param order of a switchover, as long as it is not answered
 * @param undo an order to declare an old template again, likewise
 */
public record Policy(
    Mode mode,
    int replicas,
    Succession succession,
    Update update,
    String revision,
    Optional<String> flaw,
    boolean servicePortsDeclared,
    Optional<Order> order,
    Optional<Undo> undo,
    boolean paused,
    boolean deleting) {
  public Policy {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas " + replicas);
    }
    if (revision.isEmpty() != flaw.isPresent()) {
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
