package dev.understudy.decision;

/**
 * The named why of every decision. The names are API: conditions, Events, metrics, logs and tests
 * carry them, in UpperCamelCase.
 */
public enum Reason {
  /** Nothing to do. */
  Serving(Kind.CALM),
  /** The service has its first leader, or again one after it had none. */
  LeaderChosen(Kind.CHANGE),
  LeaderDeleted(Kind.CHANGE),
  LeaderEvicted(Kind.CHANGE),
  LeaderTerminated(Kind.CHANGE),
  /** The leader accepted connections, and now its node says that nobody listens there. */
  LeaderRefuses(Kind.CHANGE),
  /** Neither the leader answers nor the kubelet of its node. */
  LeaderSilent(Kind.CHANGE),
  /** The leader accepts connections, and does not answer what its readiness probe asks. */
  LeaderHangs(Kind.CHANGE),
  LeaderNodeNotReady(Kind.CHANGE),
  LeaderNotReady(Kind.CHANGE),
  LeaderUnlabelled(Kind.CHANGE),
  /** The pod of the leader is there, as the API server says, and in no cache yet. */
  LeaderUnseen(Kind.WAITING),
  /** The pod of the leader is gone. */
  LeaderGone(Kind.CHANGE),
  /** The old leader is stopped before another may lead: StopLeader only. */
  LeaderDeposed(Kind.CHANGE),
  /** A grant is undone that was made before the fencing was known: StopLeader only. */
  GrantTakenBack(Kind.CHANGE),
  /** The old leader is known to have stopped, and another leads: StopLeader only. */
  LeaderStopped(Kind.CHANGE),
  /** The old leader was asked to stop, and has not yet: StopLeader only. */
  LeaderStopping(Kind.WAITING),
  /** Nobody can know whether the old leader has stopped: StopLeader only. */
  StopUnproven(Kind.TROUBLE),
  /** Planned: the leader's node is about to be drained. */
  LeaderNodeCordoned(Kind.CHANGE),
  /** Planned: the leader is of an old revision and all others are new. */
  RollingUpdate(Kind.CHANGE),
  /** Planned: the leader is of a revision that failed in its trial. */
  RolledBack(Kind.CHANGE),
  /** Planned: a member that is preferred to the leader has been ready for a while. */
  FailedBack(Kind.CHANGE),
  /** Planned: somebody ordered it. */
  SwitchedOver(Kind.CHANGE),
  /** Planned: the old leader finishes what it has, and nobody leads until it had the time to. */
  HandingOver(Kind.WAITING),
  /** The old leader had the time to finish, and another leads. */
  HandedOver(Kind.CHANGE),
  /** A member is told that it is to lead, or leads no more. */
  HookCalled(Kind.QUIET),
  /** A member was told that it is to lead, or leads no more, and has not answered yet. */
  HookAwaited(Kind.WAITING),
  /** A member could not be told that it is to lead, or leads no more; nobody leads meanwhile. */
  HookFailed(Kind.TROUBLE),
  /** Somebody ordered a switchover, and it is being carried out. */
  SwitchoverOrdered(Kind.QUIET),
  /** What was ordered is so; that the leadership changed is told by itself. */
  SwitchoverDone(Kind.QUIET),
  /** What was ordered cannot be: the sentence says why. */
  SwitchoverRefused(Kind.TROUBLE),
  /** The Service was ahead of the Lease: somebody deleted or edited the Lease. */
  LeaseBehind(Kind.CHANGE),
  /** The Lease named a leader to whom the route was not open yet: a promotion is completed. */
  PromotionCompleted(Kind.CHANGE),
  /** The selector of the Service was changed by somebody else, and is put right. */
  RouteRepaired(Kind.CHANGE),
  /** The Lease that the workload keeps has another holder, or none: the route follows. */
  HolderFollowed(Kind.CHANGE),
  /** Nobody holds the Lease that the workload keeps, or its holder was not seen alive yet. */
  LeaseAwaited(Kind.WAITING),
  /** The holder has not renewed the Lease that the workload keeps. */
  LeaseLapsed(Kind.TROUBLE),
  /** The Lease that the workload keeps is held by something that is no member. */
  HolderUnknown(Kind.TROUBLE),
  /** The route is not what the mode says. */
  ModeChanged(Kind.CHANGE),
  ServiceCreated(Kind.CHANGE),
  ServiceAdopted(Kind.CHANGE),
  ServiceUpdated(Kind.CHANGE),
  ServiceGivenBack(Kind.CHANGE),
  /** Active-active: a member that is lost to our connection takes no traffic any more. */
  MemberEjected(Kind.CHANGE),
  /** Active-active: a member that was out of the rotation answers, and takes traffic again. */
  MemberReturned(Kind.CHANGE),
  /** Active-active: a member is lost, and in the rotation all the same, for half are to stay. */
  EjectionHeld(Kind.TROUBLE),
  /** The list of those that may be out of the rotation was brought up to date. */
  RotationTidied(Kind.QUIET),
  /** The leader is lost, nobody may lead, and the route stays with it. */
  RouteHeld(Kind.TROUBLE),
  /** The leader is lost, nobody may lead, and clients are refused. */
  RouteClosed(Kind.TROUBLE),
  /** Leaders fail again and again: the next failover waits a while. */
  BackingOff(Kind.TROUBLE),
  /** Nobody could take the leader's place, because only one member is declared. */
  NoStandbyDeclared(Kind.TROUBLE),
  /** No member may lead or serve yet. */
  WaitingForMembers(Kind.WAITING),
  ServiceTaken(Kind.TROUBLE),
  ServicePortsMissing(Kind.TROUBLE),
  LeaseTaken(Kind.TROUBLE),
  MembersLabelled(Kind.QUIET),
  /** Members were told that they lead, or stand by. */
  RolesTold(Kind.QUIET),
  /** The object of a pod was made to stay until it is known to have stopped, or let go. */
  MembersHeld(Kind.QUIET),
  LabelForged(Kind.TROUBLE),
  Scaled(Kind.CHANGE),
  RolloutProgressed(Kind.CHANGE),
  /** The rollout waits for something: the detail says for what. */
  RolloutWaiting(Kind.CALM),
  RolloutRefused(Kind.TROUBLE),
  /** The operator was installed without the right to do what is declared. */
  RightsMissing(Kind.TROUBLE),
  /** The workload that is named is not there, or cannot be adopted. */
  WorkloadUnfit(Kind.TROUBLE),
  /** Nobody is replaced, because the update is paused. */
  UpdatePaused(Kind.CALM),
  /** The newest revision has led for as long as was declared. */
  TrialPassed(Kind.CHANGE),
  /** The leader of the newest revision failed in its trial: nobody is replaced any more. */
  TrialFailed(Kind.TROUBLE),
  /** What has become of a trial was written down. */
  TrialNoted(Kind.QUIET),
  /** The template of an old revision was declared again, as somebody ordered. */
  Undone(Kind.CHANGE),
  /** What somebody ordered to undo cannot be: the sentence says why. */
  UndoRefused(Kind.TROUBLE),
  /** How many members may be evicted at once was written down, or is free again. */
  BudgetSet(Kind.QUIET),
  /** Somebody else limits how many members are evicted at once, and Understudy does no more. */
  BudgetLeftToOthers(Kind.CHANGE),
  /** The name of the PodDisruptionBudget belongs to somebody else. */
  BudgetTaken(Kind.TROUBLE),
  /** PodDisruptionBudgets of others stand in each other's way: no member can be evicted. */
  BudgetsClash(Kind.TROUBLE),
  /** The Service to the standbys was made, brought to what is declared, or taken away. */
  StandbysServed(Kind.QUIET),
  /** The name of the Service to the standbys belongs to somebody else. */
  StandbysTaken(Kind.TROUBLE),
  /** Active-active: the loss that is to be survived would leave too few members. */
  LossTooLarge(Kind.TROUBLE),
  /** The leader's node is about to be drained, and nobody may lead in its place. */
  DrainWaiting(Kind.WAITING),
  /** The template makes no pods: nothing is rolled out, and the members there are go on. */
  TemplateUnreadable(Kind.TROUBLE),
  Paused(Kind.CALM),
  /** The API server refused a write that was decided on. */
  WriteRefused(Kind.TROUBLE),
  Deleted(Kind.CALM);

  /** How a reason is reported. */
  public enum Kind {
    /** Nothing is written, nothing is wrong. */
    CALM,
    /** Something was written; people want to know. */
    CHANGE,
    /** Something was written that interests nobody. */
    QUIET,
    /** Not as it should be, which time alone may mend. */
    WAITING,
    /** Somebody should look. */
    TROUBLE
  }

  private final Kind kind;

  Reason(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  static Reason lost(Ineligibility why) {
    return switch (why) {
      case DELETED -> LeaderDeleted;
      case EVICTED -> LeaderEvicted;
      case TERMINATED -> LeaderTerminated;
      case REFUSES -> LeaderRefuses;
      case SILENT -> LeaderSilent;
      case HANGS -> LeaderHangs;
      case NODE_NOT_READY -> LeaderNodeNotReady;
      case NOT_READY -> LeaderNotReady;
      case UNLABELLED -> LeaderUnlabelled;
    };
  }
}
