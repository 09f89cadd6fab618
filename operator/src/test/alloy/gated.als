/*
 * The gated order (fencing: StopLeader): vacate the Lease, close the route, wait for proof that the
 * pod that led is over, hold the candidate, grant the Lease, open the route.
 *
 * As in direct.als there are as many operators as one likes, each as stale as can be: a pass may
 * start from any Lease, any Service and any report that ever was, and stop before any write or take
 * any time to it. Processes start, end and restart in place when they like; kubelets report late or
 * never; pods are deleted, by force too. Whether a member is ready is not in the model: a pass may
 * depose any leader and choose any candidate.
 *
 * Trusted: that nobody but an operator writes the Lease or takes the finalizer off a pod, and that a
 * person who taints a node out-of-service has seen to it that nothing runs there (so the taint is to
 * the model a report like the kubelet's).
 */
module gated

open util/ordering[Epoch] as epochs
open util/ordering[LeaseVersion] as leases
open util/ordering[ServiceVersion] as services

/** Guards of the protocol, and those that are missing in a trace. */
enum Guard {
  VersionOnLease,       -- VacateLease and GrantLease carry the version of the Lease that was read
  VersionOnRoute,       -- MoveRoute carries the version of the Service that was read
  VacateFirst,          -- the Lease is vacated before the route is closed
  VacatingBeginsEpoch,  -- VacateLease raises the epoch
  BarrierIfClosed,      -- the route is written closed at the new epoch though it was closed before
  CloseBeforeGrant,     -- GrantLease only if the route is seen closed at the Lease's epoch
  ServiceAhead,         -- nothing is opened if the Service has seen a later epoch than the Lease
  ProofBeforeGrant,     -- GrantLease only with proof
  ProofIsFinal,         -- proof is the kubelet's last word about the pod, not that a container of it ended
  AbsenceAskedLive,     -- that the pod is gone, the API server itself says
  HoldBeforeGrant,      -- HoldMember: a finalizer, before the member may lead
  HoldMarksEpoch,       -- HoldMember marks the pod with the epoch to come, though it is held already
  VersionOnHold,        -- HoldMember carries the version of the pod that was read, and never lowers the mark
  VersionOnRelease,     -- ReleaseMember carries the version of the pod that was read
  ReleaseAfterEpoch,    -- ReleaseMember only if the Lease has reached the epoch of the mark
  ReleaseAfterProof     -- ReleaseMember of the last leader only with proof
}
sig Missing in Guard {}

pred kept[g: Guard] { g not in Missing }
pred complete { no Missing }
pred without[g: Guard] { Missing = g }

sig Epoch {}

/** A container instance: what its kubelet gives an id to. A restart in place is another one. */
sig Process { of: Member }

/** A pod, by its uid. */
sig Member {
  var mark: lone Epoch -- the finalizer is there, put on for that epoch
}

/** A Lease as it was from one write to the next. What a version holds never changes. */
sig LeaseVersion {
  holder: lone Member,
  epoch: Epoch,
  last: lone Member,       -- who was last granted: its holder, and once vacant an annotation
  readService: lone ServiceVersion -- the Service on which the pass that granted decided
}

/** The Service; open to one member, or closed. */
sig ServiceVersion {
  to: lone Member,
  epoch: Epoch
}

/** What the API server holds. */
one sig Now {
  var lease: one LeaseVersion,
  var service: one ServiceVersion
}

var sig Begun in Process {}         -- processes that run or ran
var sig Ended in Begun {}           -- processes that run no more
var sig Over in Member {}           -- pods of which their kubelet has said its last word
var sig Gone in Member {}           -- pods that the API server no longer has
/** Holds that were accepted: the pass may still be about to grant. */
one sig Holds { var accepted: Member -> Epoch }

pred begins {
  Now.lease = leases/first and no Now.lease.(holder + last + readService) and Now.lease.epoch = epochs/first
  Now.service = services/first and no Now.service.to and Now.service.epoch = epochs/first
  no Begun and no Ended and no Over and no Gone and no mark and no Holds.accepted
}

fun pastLeases: set LeaseVersion { Now.lease.*leases/prev }
fun pastServices: set ServiceVersion { Now.service.*services/prev }

/* ---- what is proved of the member that a Lease names ---- */

pred proved[l: LeaseVersion] {
  no l.last
  or (kept[ProofIsFinal] implies l.last in Over else aContainerEnded[l.last])
  or (kept[AbsenceAskedLive] implies l.last in Gone else missed[l.last])
}

/** It may have been started again since, and served. */
pred aContainerEnded[member: Member] { some of.member & Ended }

/** A cache from before the pod was made does not have it; here every cache may be so old. */
pred missed[member: Member] { some member }

/* ---- writes of the Lease ---- */

pred unchangedPods { mark' = mark and Gone' = Gone and Holds.accepted' = Holds.accepted }
pred unchangedProcesses { Begun' = Begun and Ended' = Ended and Over' = Over }
pred unchangedLease { Now.lease' = Now.lease }
pred unchangedService { Now.service' = Now.service }

pred leaseWritten[read: LeaseVersion] {
  kept[VersionOnLease] implies read = Now.lease
  Now.lease' = Now.lease.leases/next and some Now.lease'
  unchangedService and unchangedPods and unchangedProcesses
}

pred vacate[l: LeaseVersion] {
  some l.holder
  leaseWritten[l]
  no Now.lease'.holder and no Now.lease'.readService
  Now.lease'.last = l.last
  Now.lease'.epoch = (kept[VacatingBeginsEpoch] implies epochs/next[l.epoch] else l.epoch)
}

pred grant[l: LeaseVersion, s: ServiceVersion] {
  no l.holder
  kept[CloseBeforeGrant] implies no s.to and s.epoch = l.epoch
  leaseWritten[l]
  some member: Member {
    kept[ProofBeforeGrant] implies proved[l] or member = l.last
    Now.lease'.holder = member and Now.lease'.last = member
    Now.lease'.epoch = epochs/next[l.epoch]
    kept[HoldBeforeGrant] implies heldFor[member, Now.lease'.epoch]
    some Begun & of.member
  }
  Now.lease'.readService = s
}

/** Once it was held for that epoch; without the marks: it was held at all. */
pred heldFor[member: Member, at: Epoch] {
  kept[HoldMarksEpoch] implies at in member.(Holds.accepted) else some member.(Holds.accepted)
}

/* ---- writes of the Service ---- */

pred move[s: ServiceVersion, member: lone Member, at: Epoch] {
  kept[VersionOnRoute] implies s = Now.service
  Now.service' = Now.service.services/next and some Now.service'
  Now.service'.to = member and Now.service'.epoch = at
  unchangedLease and unchangedPods and unchangedProcesses
}

/** The barrier. */
pred close[l: LeaseVersion, s: ServiceVersion] {
  no l.holder and epochs/lt[s.epoch, l.epoch]
  move[s, none, l.epoch]
}

/** Without the barrier a route that is closed already passes for closed at the Lease's epoch. */
pred grantBehindOldClosing[l: LeaseVersion, s: ServiceVersion] {
  not kept[BarrierIfClosed] and no s.to and epochs/lt[s.epoch, l.epoch]
  some closed: ServiceVersion | no closed.to and closed.epoch = l.epoch and grant[l, closed]
}

/** The order lost: the route is closed for an epoch that the Lease has not begun. */
pred closeFirst[l: LeaseVersion, s: ServiceVersion] {
  not kept[VacateFirst] and some l.holder
  move[s, none, epochs/next[l.epoch]]
}

/** By the pass that granted, however late. */
pred follow[granted: LeaseVersion] {
  some granted.readService
  move[granted.readService, granted.holder, granted.epoch]
}

/** By a pass that finds a Lease to whose holder the route is not open. */
pred openTo[l: LeaseVersion, s: ServiceVersion] {
  some l.holder
  kept[ServiceAhead] implies epochs/lte[s.epoch, l.epoch]
  move[s, l.holder, l.epoch]
}

/* ---- writes of pods ---- */

pred podWritten {
  unchangedLease and unchangedService and unchangedProcesses and Gone' = Gone
}

/** HoldMember: on the version of the pod that was read; so the mark is what the pass believes. */
pred hold[l: LeaseVersion] {
  no l.holder
  some member: Member - Gone {
    let at = epochs/next[l.epoch] {
      some at
      (kept[VersionOnHold] and kept[HoldMarksEpoch]) implies epochs/lt[member.mark, at] or no member.mark
      mark' = mark ++ member -> ((kept[HoldMarksEpoch] or no member.mark) implies at else member.mark)
      Holds.accepted' = Holds.accepted + member -> at
    }
  }
  podWritten
}

/** ReleaseMember: of a pod that is neither holder nor unproven. */
pred release[l: LeaseVersion] {
  some member: mark.Epoch {
    member != l.holder
    kept[ReleaseAfterEpoch] implies some seen: Epoch {
      kept[VersionOnRelease] implies seen = member.mark else seen in member.(Holds.accepted)
      epochs/lte[seen, l.epoch]
    }
    member = l.last and kept[ReleaseAfterProof] implies proved[l]
    mark' = mark - member -> Epoch
  }
  Holds.accepted' = Holds.accepted
  podWritten
}

pred pass {
  some l: pastLeases |
    vacate[l] or follow[l] or hold[l] or release[l]
    or some s: pastServices |
      close[l, s] or grant[l, s] or openTo[l, s] or closeFirst[l, s] or grantBehindOldClosing[l, s]
}

/* ---- the world ---- */

/** Processes start and end; kubelets report, or do not; pods go when no finalizer holds them. */
pred world {
  Begun in Begun' and Ended in Ended' and Over in Over'
  Begun' & of.Over' in Ended' and Begun' & of.Over in Begun
  Gone in Gone' and no (Gone' - Gone).mark
  mark' = mark and Holds.accepted' = Holds.accepted
  unchangedLease and unchangedService
}

pred step { pass or world }
pred trace { begins and always step }

/* ---- what holds ---- */

/** Whatever runs, or ran, in a member that led at any time. */
fun led: set Process { Begun & of.(pastLeases.last) }

/** Who led before has stopped when there is another leader. */
pred NoTwoLead { some Now.lease.holder implies led - of.(Now.lease.holder) in Ended }

/** A leader that is not over keeps its pod, even if that is deleted by force: so absence is proof. */
pred LeaderIsHeld { Now.lease.last not in Over implies some Now.lease.last.mark }

/** While the Lease has a holder, the route is open to none but it. */
pred OpenOnlyToHolder { some Now.lease.holder and some Now.service.to implies Now.service.to = Now.lease.holder }

pred EpochsNeverBack {
  all l: pastLeases | epochs/lte[l.leases/prev.epoch, l.epoch]
  all s: pastServices | epochs/lte[s.services/prev.epoch, s.epoch]
}

/** Every epoch at the Service was begun at the Lease. */
pred LeaseLeads { Now.service.epoch in pastLeases.epoch }

pred Promise { NoTwoLead and LeaderIsHeld and OpenOnlyToHolder and EpochsNeverBack and LeaseLeads }

/* What makes it inductive. */

/** Grants and vacancies take turns, each with an epoch of its own. */
pred TurnByTurn {
  no leases/first.(holder + last + readService) and leases/first.epoch = epochs/first
  no services/first.to and services/first.epoch = epochs/first
  all l: pastLeases - leases/first | let old = l.leases/prev {
    l.epoch = epochs/next[old.epoch]
    some l.holder
      implies no old.holder and l.last = l.holder
        and l.readService in pastServices and no l.readService.to and l.readService.epoch = old.epoch
      else some old.holder and l.last = old.last and no l.readService
  }
}

/** The route is what a Lease said: closed at a vacancy, open to a holder, in the order of epochs. */
pred RouteFollowsLease {
  all s: pastServices | some l: pastLeases | l.epoch = s.epoch and s.to = l.holder
}

/** No older decision to open can be accepted any more once there is a grant. */
pred Barred { some Now.lease.holder implies epochs/lte[Now.lease.leases/prev.epoch, Now.service.epoch] }

pred OnlyTheLastMayRun { pastLeases.last - Now.lease.last in Over }

pred ReportsAreTrue { Begun & of.Over in Ended }

/** Who may still run is held, and whom a pass may be about to grant, too. */
pred Held {
  no mark.Epoch & Gone
  Now.lease.last not in Over implies epochs/lte[lastGrant.epoch, Now.lease.last.mark]
  all member: Member, at: member.(Holds.accepted) {
    epochs/lte[at.epochs/prev, Now.lease.epoch]
    epochs/lt[Now.lease.epoch, at] implies some member.mark and epochs/lte[at, member.mark]
  }
  all member: mark.Epoch | member.mark in member.(Holds.accepted)
}

/** The grant that the Lease is or that was vacated. */
fun lastGrant: lone LeaseVersion { some Now.lease.holder implies Now.lease else Now.lease.leases/prev }

pred Safe {
  Promise and TurnByTurn and RouteFollowsLease and Barred and OnlyTheLastMayRun and ReportsAreTrue and Held
}

check begins_Safe { complete and begins implies Safe } for 4 but 1..1 steps expect 0
check stays_Safe { complete and Safe and step implies after Safe } for 5 but 3 Member, 4 Process, 2..2 steps expect 0
run promotes {
  complete and trace
  eventually (some Now.service.to and Now.service.epoch = Now.lease.epoch and some Now.lease.leases/prev.last and Now.lease.leases/prev.last != Now.service.to)
} for 4 but 2 Member, 2 Process, 10..10 steps expect 1
run without_VersionOnLease { without[VersionOnLease] and trace and eventually not EpochsNeverBack } for 4 but 2 Member, 2 Process, 6..6 steps expect 1
run without_VersionOnRoute { without[VersionOnRoute] and trace and eventually not EpochsNeverBack } for 4 but 2 Member, 2 Process, 7..7 steps expect 1
run without_VacateFirst { without[VacateFirst] and trace and eventually not LeaseLeads } for 4 but 2 Member, 2 Process, 5..5 steps expect 1
run without_VacatingBeginsEpoch { without[VacatingBeginsEpoch] and trace and eventually not OpenOnlyToHolder } for 4 but 2 Member, 2 Process, 9..9 steps expect 1
run without_BarrierIfClosed { without[BarrierIfClosed] and trace and eventually not OpenOnlyToHolder } for 4 but 2 Member, 2 Process, 8..8 steps expect 1
run without_CloseBeforeGrant { without[CloseBeforeGrant] and trace and eventually not OpenOnlyToHolder } for 4 but 2 Member, 2 Process, 8..8 steps expect 1
run without_ServiceAhead { without[ServiceAhead] and trace and eventually not OpenOnlyToHolder } for 4 but 2 Member, 2 Process, 9..9 steps expect 1
run without_ProofBeforeGrant { without[ProofBeforeGrant] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 8..8 steps expect 1
run without_ProofIsFinal { without[ProofIsFinal] and trace and eventually not NoTwoLead } for 4 but 2 Member, 3 Process, 8..8 steps expect 1
run without_AbsenceAskedLive { without[AbsenceAskedLive] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 8..8 steps expect 1
run without_HoldBeforeGrant { without[HoldBeforeGrant] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 6..6 steps expect 1
run without_HoldMarksEpoch { without[HoldMarksEpoch] and trace and eventually not LeaderIsHeld } for 4 but 2 Member, 2 Process, 10..10 steps expect 1
run without_VersionOnHold { without[VersionOnHold] and trace and eventually not LeaderIsHeld } for 4 but 2 Member, 2 Process, 10..10 steps expect 1
run without_VersionOnRelease { without[VersionOnRelease] and trace and eventually not LeaderIsHeld } for 4 but 2 Member, 2 Process, 11..11 steps expect 1
run without_ReleaseAfterEpoch { without[ReleaseAfterEpoch] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 9..9 steps expect 1
run without_ReleaseAfterProof { without[ReleaseAfterProof] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 10..10 steps expect 1
