/*
 * The direct order (fencing: None): grant the Lease, then open the route, each write on the version
 * that was read. Stands for decision/ActivePassive.java.
 *
 * There are as many operators as one likes: a pass may start from any Lease and any Service that
 * ever were, each for itself. So every cache may be stale, every operator may freeze, thaw, crash
 * or be replaced between reading and writing and between its two writes. Which members are ready is
 * not in the model either: a pass may hold any member for lost and any other for fit to lead.
 * People delete the Lease, write what they like into it, and change the selector of the Service.
 */
module direct

open util/ordering[Epoch] as epochs
open util/ordering[LeaseVersion] as leases
open util/ordering[ServiceVersion] as services

/** Guards of the protocol, and those that are missing in a trace. */
enum Guard {
  VersionOnGrant,       -- GrantLease carries the version of the Lease that was read
  VersionOnRoute,       -- MoveRoute carries the version of the Service that was read
  CreateNotReplace,     -- CreateLease is refused if there is a Lease
  EpochAboveService,    -- promote: the next epoch is above that of the Service, too
  EpochAboveLease,      -- promote: the next epoch is above that of the Lease
  ServiceAhead,         -- leaseIsBehind: the Service has seen a later epoch
  ServiceAheadOfHolder, -- leaseIsBehind: at the same epoch the Service is open to another
  LeaseFirst            -- promote: the Lease is granted before the route is opened
}
sig Missing in Guard {}

pred kept[g: Guard] { g not in Missing }
pred complete { no Missing }
pred without[g: Guard] { Missing = g }

sig Epoch {}
sig Member {}

/** A Lease as it was from one write to the next. What a version holds never changes. */
sig LeaseVersion {
  holder: lone Member,
  epoch: Epoch,
  readService: lone ServiceVersion -- the Service on which the pass that wrote this decided; none: a person's write
}
/** There was no Lease then. */
sig Absent in LeaseVersion {}

/** The Service; open to one member, or else closed, open to all, or with a stranger's selector. */
sig ServiceVersion {
  to: lone Member,
  epoch: Epoch
}

/** What the API server holds. */
one sig Now {
  var lease: one LeaseVersion,
  var service: one ServiceVersion
}

fact { all v: Absent | no v.holder and v.epoch = epochs/first }

pred begins {
  Now.lease = leases/first and Now.lease in Absent and no Now.lease.readService
  Now.service = services/first and no Now.service.to and Now.service.epoch = epochs/first
}

fun pastLeases: set LeaseVersion { Now.lease.*leases/prev }
fun pastServices: set ServiceVersion { Now.service.*services/prev }

/* ---- what a pass decides, from a Lease and a Service that it has read ---- */

/** ActivePassive.leaseIsBehind */
pred leaseIsBehind[l: LeaseVersion, s: ServiceVersion] {
  (kept[ServiceAhead] and epochs/lt[l.epoch, s.epoch])
  or (kept[ServiceAheadOfHolder] and s.epoch = l.epoch and some s.to and s.to != l.holder)
}

/** ActivePassive.promote: max(epoch of the Lease, epoch of the Service) + 1 */
fun nextEpoch[l: LeaseVersion, s: ServiceVersion]: lone Epoch {
  epochs/next[epochs/max[
    (kept[EpochAboveLease] implies l.epoch else none)
    + (kept[EpochAboveService] implies s.epoch else none) + epochs/first]]
}

/* ---- writes ---- */

pred leaseWritten { Now.lease' = Now.lease.leases/next and some Now.lease' and Now.service' = Now.service }
pred serviceWritten { Now.service' = Now.service.services/next and some Now.service' and Now.lease' = Now.lease }

/** The first write of a promotion (GrantLease or CreateLease), or of a closing (VacateLease). */
pred grant[l: LeaseVersion, s: ServiceVersion] {
  leaseWritten
  l in Absent
    implies (kept[CreateNotReplace] implies Now.lease in Absent)
    else (kept[VersionOnGrant] implies l = Now.lease)
  Now.lease'.epoch = nextEpoch[l, s]
  Now.lease'.readService = s
  Now.lease' not in Absent
}

/** The second write: by the pass that granted, however late, or at once if the order is lost. */
pred follow[granted: LeaseVersion] {
  some granted.readService
  move[granted.readService, granted.holder, granted.epoch]
}

pred move[s: ServiceVersion, member: lone Member, at: Epoch] {
  serviceWritten
  kept[VersionOnRoute] implies s = Now.service
  Now.service'.to = member
  Now.service'.epoch = at
}

/** ActivePassive.openTo: a Lease was found whose holder the route is not open to. */
pred openTo[l: LeaseVersion, s: ServiceVersion] {
  some l.holder and not leaseIsBehind[l, s]
  move[s, l.holder, l.epoch]
}

/** ActivePassive.close: the Lease was found vacant, and nobody may lead. */
pred close[l: LeaseVersion, s: ServiceVersion] {
  no l.holder
  move[s, none, epochs/max[l.epoch + s.epoch]]
}

/** The order lost: the route is opened before the Lease is granted. */
pred openFirst[l: LeaseVersion, s: ServiceVersion] {
  not kept[LeaseFirst]
  some m: Member | move[s, m, nextEpoch[l, s]]
}

pred pass {
  some l: pastLeases, s: pastServices | grant[l, s] or openTo[l, s] or close[l, s] or openFirst[l, s]
  or (some granted: pastLeases | follow[granted])
}

/* ---- people ---- */

/** The Lease deleted, or anything written into it. */
pred leaseMeddled { leaseWritten and no Now.lease'.readService }
pred selectorEdited { serviceWritten and no Now.service'.to and Now.service'.epoch = Now.service.epoch }
pred rest { Now.lease' = Now.lease and Now.service' = Now.service }

pred step { pass or leaseMeddled or selectorEdited or rest }
pred trace { begins and always step }

/** The Leases that a person wrote or took away. */
fun meddled: set LeaseVersion { pastLeases - leases/first - readService.ServiceVersion }

/* ---- what holds ---- */

pred RouteEpochNeverBack { all s: pastServices | epochs/lte[s.services/prev.epoch, s.epoch] }

pred LeaseEpochNeverBack { all l: pastLeases - meddled | epochs/lte[l.leases/prev.epoch, l.epoch] }

pred OpenOnlyToTheGranted {
  all s: pastServices | some s.to implies some l: pastLeases | l.holder = s.to and l.epoch = s.epoch
}

/** A leadership has one leader: a late operator can open nothing at an epoch that was another's. */
pred OneMemberPerEpoch {
  no meddled implies
    all s, t: pastServices | s.epoch = t.epoch and some s.to and some t.to implies s.to = t.to
}

/** Whatever a person wrote: within an epoch the route never goes from one member straight to another. */
pred NoSwapWithinEpoch {
  all s: pastServices | let old = s.services/prev |
    s.epoch = old.epoch and some s.to and some old.to implies s.to = old.to
}

/** At the same epoch both name the same member. */
pred LeaseAndRouteAgree {
  no meddled and Now.lease.epoch = Now.service.epoch and some Now.service.to
    implies Now.service.to = Now.lease.holder
}

/** What makes this inductive: a grant is above what was read, and above every grant before it. */
pred GrantsAreNew {
  all l: pastLeases | some l.readService implies
    l.readService in pastServices and epochs/lt[l.readService.epoch, l.epoch]
  no meddled implies all l: pastLeases | epochs/lt[l.leases/prev.epoch, l.epoch]
  no leases/first.readService and no services/first.to
}

pred Safe {
  RouteEpochNeverBack and LeaseEpochNeverBack and OpenOnlyToTheGranted
  OneMemberPerEpoch and NoSwapWithinEpoch and LeaseAndRouteAgree and GrantsAreNew
}

check begins_Safe { complete and begins implies Safe } for 6 but 3 Member, 1..1 steps expect 0
check stays_Safe { complete and Safe and step implies after Safe } for 6 but 3 Member, 2..2 steps expect 0
run promotes {
  complete and trace and always no meddled
  eventually some disj s, t: pastServices | some s.to and some t.to and s.to != t.to
} for 3 but 2 Member, 5..5 steps expect 1
run without_VersionOnGrant { without[VersionOnGrant] and trace and eventually not LeaseEpochNeverBack } for 4 but 2 Member, 4..4 steps expect 1
run without_VersionOnRoute { without[VersionOnRoute] and trace and eventually not RouteEpochNeverBack } for 4 but 2 Member, 4..4 steps expect 1
run without_CreateNotReplace { without[CreateNotReplace] and trace and eventually not LeaseEpochNeverBack } for 4 but 2 Member, 3..3 steps expect 1
run without_EpochAboveService { without[EpochAboveService] and trace and eventually not RouteEpochNeverBack } for 4 but 2 Member, 6..6 steps expect 1
run without_EpochAboveLease { without[EpochAboveLease] and trace and eventually not LeaseEpochNeverBack } for 4 but 2 Member, 3..3 steps expect 1
run without_ServiceAhead { without[ServiceAhead] and trace and eventually not RouteEpochNeverBack } for 4 but 2 Member, 5..5 steps expect 1
run without_ServiceAheadOfHolder { without[ServiceAheadOfHolder] and trace and eventually not NoSwapWithinEpoch } for 4 but 2 Member, 5..5 steps expect 1
run without_LeaseFirst { without[LeaseFirst] and trace and eventually not OpenOnlyToTheGranted } for 4 but 2 Member, 2..2 steps expect 1

run limit_LeaseAndSelectorMeddled {
  complete and trace
  eventually some disj s, t: pastServices | s.epoch = t.epoch and some s.to and some t.to and s.to != t.to
} for 4 but 2 Member, 7..7 steps expect 1
