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
  ReleaseAfterProof     -- ReleaseMember only of a pod that is over, whoever leads
}
sig Missing in Guard {}

pred kept[g: Guard] { g not in Missing }
pred complete { no Missing }
pred without[g: Guard] { Missing = g }

sig Epoch {}

/** A container instance: what its kubelet gives an id to. A restart in place is another one. */
sig Process { of: Member }

/** A pod, by its uid. */
sig Member {}

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
var sig Held in Member {}           -- pods with the finalizer
var sig WasHeld in Member {}        -- pods that had it at any time, so that a pass may have seen it

pred begins {
  Now.lease = leases/first and no Now.lease.(holder + last + readService) and Now.lease.epoch = epochs/first
  Now.service = services/first and no Now.service.to and Now.service.epoch = epochs/first
  no Begun and no Ended and no Over and no Gone and no Held and no WasHeld
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

pred unchangedPods { Held' = Held and Gone' = Gone and WasHeld' = WasHeld }
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
    kept[HoldBeforeGrant] implies member in WasHeld
    some Begun & of.member
  }
  Now.lease'.readService = s
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

/** HoldMember: by any pass, of any pod that is there. */
pred hold {
  some member: Member - Gone {
    Held' = Held + member
    WasHeld' = WasHeld + member
  }
  podWritten
}

/** ReleaseMember: of a pod that is over, which it is for ever. */
pred release {
  some member: Held {
    kept[ReleaseAfterProof] implies member in Over
    Held' = Held - member
  }
  WasHeld' = WasHeld
  podWritten
}

pred pass {
  some l: pastLeases |
    vacate[l] or follow[l] or hold or release
    or some s: pastServices |
      close[l, s] or grant[l, s] or openTo[l, s] or closeFirst[l, s] or grantBehindOldClosing[l, s]
}

/* ---- the world ---- */

/** Processes start and end; kubelets report, or do not; pods go when no finalizer holds them. */
pred world {
  Begun in Begun' and Ended in Ended' and Over in Over'
  Begun' & of.Over' in Ended' and Begun' & of.Over in Begun
  Gone in Gone' and no (Gone' - Gone) & Held
  Held' = Held and WasHeld' = WasHeld
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
pred LeaderIsHeld { Now.lease.last in Over + Held }

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

/** Who was held is held until it is over, so that nobody who may run is gone. */
pred HeldUntilOver { WasHeld in Held + Over and no Held & Gone and Now.lease.last in WasHeld }

pred Safe {
  Promise and TurnByTurn and RouteFollowsLease and Barred and OnlyTheLastMayRun and ReportsAreTrue and HeldUntilOver
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
run without_ReleaseAfterProof { without[ReleaseAfterProof] and trace and eventually not NoTwoLead } for 4 but 2 Member, 2 Process, 10..10 steps expect 1
