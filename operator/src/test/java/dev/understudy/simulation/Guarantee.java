package dev.understudy.simulation;

/** What must hold, each in one sentence. */
enum Guarantee {
  ONE_ROUTABLE("at most one member is routable in active-passive"),
  SERVICE_EPOCH("the epoch at the Service never goes back"),
  LEASE_EPOCH("the epoch at the Lease never goes back"),
  ONE_LEADER_AN_EPOCH("one epoch has one leader"),
  FENCED("under StopLeader nobody leads while a process that led before runs"),
  ROUTE_AFTER_GRANT("the route is opened to a member only after the Lease named it at that epoch"),
  TOLD_AFTER_GRANT("a pod is told that it leads only after the Lease named it at that epoch"),
  TOLD_EPOCH("the epoch that a pod is told never goes back"),
  KEPT_LEASE_UNTOUCHED("a Lease that the workload keeps is not written"),
  OPENED_TO_HOLDER(
      "a route that follows is opened only to whom the Lease names when that is asked, and who was"
          + " seen to renew it"),
  HOLDER_KEEPS_ROUTE("a route that follows is not taken from a holder that renews"),
  ONLY_THE_HOLDER("a route that follows is open to nobody but the holder, within the bound"),
  PRECONDITION(
      "every write of Lease, Service and ReplicaSet carries a version, every write of a pod its"
          + " uid"),
  STALE_REFUSED("a write is refused if what it was decided on has changed"),
  ELIGIBLE_LEADS("only a member that may lead is promoted"),
  NO_NEEDLESS_FAILOVER("a leader that may lead is not deposed as lost"),
  MEMBERS_KEPT("members are taken away only by who knew how many there were to be"),
  HALF_STAYS_IN("never more than half of the members are put out of the rotation"),
  MODE_KEPT("the route is written as the mode says"),
  PAUSE_KEPT("nothing is written while paused"),
  OLD_LEADER_SPARED("members are taken away only when the route has settled"),
  GAP_KEPT("with a gap the old leader has the time that was declared before another leads"),
  HOOKED("with a hook the route is opened only to whom it succeeded on at that epoch"),
  ORDERED_ONCE("an order of a switchover is carried out once at most"),
  OLD_KEPT_IN_TRIAL("as long as a revision is on trial a member of the one before is kept"),
  TRIED_FOR_LONG("a trial has passed only when the leader has led for as long as was declared"),
  FAILED_COMES_LAST("a revision that failed in its trial leads only if nobody of another may"),
  ROUTE_FOLLOWS_LEASE("the route goes to the holder, within the bound"),
  LOSS_ANSWERED("a lost leader is replaced, within the bound"),
  LEADER_HELD("in the end the leader's pod is held under StopLeader, and none that is to go"),
  TOLD_IN_THE_END("after the disturbances every member was told its part"),
  BACK_IN_THE_END("after the disturbances every member that is ready is in the rotation"),
  ANSWERED_IN_THE_END("after the disturbances every order is answered, if anybody leads"),
  STABLE("after the disturbances all is as declared"),
  SILENT("when all is as declared nothing is written");

  private final String sentence;

  Guarantee(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
