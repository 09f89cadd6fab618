package dev.understudy.decision;

import java.util.Optional;

/**
 * The calls of hooks that come before the next leader: to the old one, that it leads no more, and
 * to the next one, that it is to lead. Whoever starts in the middle calls again, at the same epoch.
 */
final class Calls {
  private Calls() {}

  /** What must come before this member is granted the Lease; nothing if it said that it is done. */
  static Optional<Step> promote(Observation seen, Member to) {
    return hooks(seen)
        .onPromote()
        .flatMap(whenFailed ->
            before(seen, to, new Call(Hook.PROMOTE, to.id(), seen.nextEpoch()), whenFailed, true));
  }

  /** What must come before another is promoted. */
  static Optional<Step> demote(Observation seen, Member old) {
    return hooks(seen)
        .onDemote()
        .flatMap(whenFailed ->
            before(
                seen,
                old,
                new Call(Hook.DEMOTE, old.id(), seen.lease().reached()),
                whenFailed,
                false));
  }

  /**
   * Who was told that it is to lead, at the epoch that is to begin: nobody else is told so as long
   * as it may lead and has not failed, whoever else would be preferred by now.
   */
  static Optional<Member> underWay(Observation seen) {
    return hooks(seen).onPromote().isEmpty()
        ? Optional.empty()
        : seen.members().stream()
            .filter(Member::isEligible)
            .filter(it ->
                result(seen, new Call(Hook.PROMOTE, it.id(), seen.nextEpoch()))
                    .filter(result -> !(result instanceof CallResult.Failed))
                    .isPresent())
            .findFirst();
  }

  /** Not again at this epoch, as long as there are others, if its hook has failed. */
  static boolean mayBePromoted(Observation seen, Member member) {
    return hooks(seen).onPromote().filter(WhenHookFails.GO_ON::equals).isEmpty()
        || !(result(seen, new Call(Hook.PROMOTE, member.id(), seen.nextEpoch())).orElse(null)
            instanceof CallResult.Failed);
  }

  private static Hooks hooks(Observation seen) {
    return seen.policy().grantsLeases() ? seen.policy().succession().hooks() : Hooks.NONE;
  }

  private static Optional<CallResult> result(Observation seen, Call call) {
    return Optional.ofNullable(seen.testimony().calls().get(call));
  }

  /**
   * @param needed nothing goes on without it; else it goes on if that is declared
   */
  private static Optional<Step> before(
      Observation seen, Member member, Call call, WhenHookFails whenFailed, boolean needed) {
    Optional<CallResult> result = result(seen, call);
    if (result.isEmpty()) {
      return Optional.of(
          Step.of(
              Reason.HookCalled,
              "Told " + member.pod() + " that it is " + call.hook().word() + ".",
              new Action.CallHook(call, member.pod(), member.uid())));
    }
    return switch (result.get()) {
      case CallResult.Done done -> Optional.empty();
      case CallResult.Running running ->
          Optional.of(
              Step.of(
                  Reason.HookAwaited,
                  member.pod() + " is being " + call.hook().word() + "; nobody leads meanwhile."));
      case CallResult.Failed failed ->
          needed || whenFailed == WhenHookFails.HOLD
              ? Optional.of(
                  Step.of(
                      Reason.HookFailed,
                      member.pod()
                          + " could not be "
                          + call.hook().word()
                          + ": "
                          + failed.why()
                          + "; it is called again in a while, and nobody leads meanwhile."))
              : Optional.empty();
    };
  }
}
