/*
 * The Lease that the workload keeps (keeper: Workload): its own election writes the Lease, Understudy
 * only reads it and moves the route after it.
 *
 * Nothing is assumed of the election but that it writes on the version that it read and counts
 * transitions when the holder changes: its clocks may be skewed and run at any speed, so a member
 * may acquire at any moment, renew or not, give the Lease up, freeze for ever.
 * Each operator has a clock of its own too, which runs, races or stands. A pass that froze before its
 * write is one whose clock stood; so a pass is one step here. What it has read of the Service may be
 * any Service that ever was; what it has seen of the Lease lags behind by as much as it likes, skips
 * what a relist skips, and never goes back. An operator that restarts begins with the Lease as it is.
 *
 * Trusted: that nobody deletes the Lease (its transitions would begin again).
 */
module workload_kept

open util/ordering[Epoch] as epochs
open util/ordering[Record] as records
open util/ordering[ServiceVersion] as services
open util/ordering[Age] as ages

/** Guards of the protocol, and those that are missing in a trace. */
enum Guard {
  VersionOnRoute,    -- MoveRoute carries the version of the Service that was read
  EpochAboveService, -- the next epoch is above that of the Service, not only the Lease's transitions
  RenewalSeen,       -- opened only after this operator has seen the record change
  RestartForgets,    -- what another operator, or this one before it restarted, has seen does not count
  OwnClock,          -- lapsed is what this operator saw unchanged by its own clock; no time in the record counts
  CloseWhenLapsed,   -- a route to a holder that lapsed is closed
  CloseWhenVacant,   -- a route is closed when nobody, or no member, holds the Lease
  TransitionsAtService -- the Service keeps the transitions it was moved for; who sees fewer sees an old Lease
}
sig Missing in Guard {}

pred kept[g: Guard] { g not in Missing }
pred complete { no Missing }
pred without[g: Guard] { Missing = g }

/** Numbers of leaderships: epochs at the Service, transitions at the Lease. */
sig Epoch {}
sig Member {}

/** How long a record was seen unchanged; the last is the lease's whole duration, or more. */
sig Age {}

/** The Lease from one write to the next. Without a holder: vacant, or held by no member. */
sig Record {
  holder: lone Member,
  transitions: Epoch
}

/** The Service; open to one member, or closed. */
sig ServiceVersion {
  to: lone Member,
  epoch: Epoch,
  follows: Epoch,
  on: lone Record,    -- what the pass that wrote this went by,
  from: lone Record  -- and the first that its operator had seen
}

one sig Now {
  var lease: one Record,
  var service: one ServiceVersion
}

/** Its memory is lost when it restarts. */
sig Operator {
  var begun: one Record, -- the Lease when it began to look
  var seen: one Record,  -- the newest it has seen,
  var age: one Age,      -- for how long unchanged
  var counts: one Record -- the first it knows of: its own first, or a predecessor's if that is not forgotten
}

pred begins {
  Now.lease = records/first and no Now.lease.holder and Now.lease.transitions = epochs/first
  Now.service = services/first and no Now.service.(to + on + from)
  Now.service.epoch = epochs/first and Now.service.follows = epochs/first
  all o: Operator | o.(begun + seen + counts) = Now.lease and o.age = ages/first
}

fun pastServices: set ServiceVersion { Now.service.*services/prev }

/* ---- what a pass decides ---- */

pred sawRenewal[o: Operator] { kept[RenewalSeen] implies records/lt[o.counts, o.seen] }

pred lapsed[o: Operator] { o.age = ages/last }

/** By the time in the record, a clock that is an hour off sees what it likes. */
pred judgedLapsed[o: Operator] { kept[OwnClock] implies lapsed[o] }
pred judgedHeld[o: Operator] { kept[OwnClock] implies not lapsed[o] }

pred sees[o: Operator, s: ServiceVersion] {
  kept[TransitionsAtService] implies epochs/lte[s.follows, o.seen.transitions]
}

pred opens[o: Operator, s: ServiceVersion] {
  some o.seen.holder and o.seen.holder != s.to
  judgedHeld[o] and sawRenewal[o] and sees[o, s]
}

pred closes[o: Operator, s: ServiceVersion] {
  some s.to and sees[o, s]
  (kept[CloseWhenVacant] and no o.seen.holder) or (kept[CloseWhenLapsed] and some o.seen.holder and judgedLapsed[o])
}

/** Nothing is left to do for an operator that sees all as it is. */
pred content[o: Operator] {
  o.seen = Now.lease and not opens[o, Now.service] and not closes[o, Now.service]
}

/* ---- writes ---- */

pred unchangedOperators { begun' = begun and seen' = seen and age' = age and counts' = counts }

pred move[o: Operator, s: ServiceVersion, member: lone Member] {
  kept[VersionOnRoute] implies s = Now.service
  Now.service' = Now.service.services/next and some Now.service'
  Now.service'.to = member
  Now.service'.epoch = epochs/max[o.seen.transitions + (kept[EpochAboveService] implies epochs/next[s.epoch] else none)]
  kept[EpochAboveService] implies some epochs/next[s.epoch]
  Now.service'.follows = o.seen.transitions
  Now.service'.on = o.seen and Now.service'.from = o.begun
  Now.lease' = Now.lease and unchangedOperators
}

pred pass {
  some o: Operator, s: pastServices {
    (opens[o, s] and move[o, s, o.seen.holder]) or (closes[o, s] and move[o, s, none])
  }
}

/** A watch brings something newer. */
pred look[o: Operator] {
  o.seen' in Now.lease.*records/prev and records/lt[o.seen, o.seen']
  o.age' = ages/first and o.begun' = o.begun and o.counts' = o.counts
  all other: Operator - o | other.seen' = other.seen and other.age' = other.age and other.begun' = other.begun and other.counts' = other.counts
  Now.lease' = Now.lease and Now.service' = Now.service
}

pred restart[o: Operator] {
  o.seen' = Now.lease and o.begun' = Now.lease and o.age' = ages/first
  o.counts' = (kept[RestartForgets] implies Now.lease else o.counts)
  all other: Operator - o | other.seen' = other.seen and other.age' = other.age and other.begun' = other.begun and other.counts' = other.counts
  Now.lease' = Now.lease and Now.service' = Now.service
}

pred timePasses {
  all o: Operator | ages/lte[o.age, o.age']
  begun' = begun and seen' = seen and counts' = counts
  Now.lease' = Now.lease and Now.service' = Now.service
}

/** The workload's election: renews, acquires, gives up; or a stranger acquires. */
pred elect {
  Now.lease' = Now.lease.records/next and some Now.lease'
  let old = Now.lease, new = Now.lease' |
    new.transitions = old.transitions and (new.holder = old.holder or no new.holder)
    or new.transitions = epochs/next[old.transitions]
  Now.service' = Now.service and unchangedOperators
}

pred step { pass or elect or timePasses or (some o: Operator | look[o] or restart[o]) }
pred trace { begins and always step }

/* ---- what holds ---- */

pred EpochGrows { all s: pastServices - services/first | epochs/lt[s.services/prev.epoch, s.epoch] }

/** Opened to none but the holder of a record that it wrote while this operator watched. */
pred OpenedOnlyToRenewed {
  all s: pastServices | some s.to implies s.to = s.on.holder and records/lt[s.from, s.on]
}

/** The route goes from leadership to leadership as the Lease does, and never back. */
pred NeverBackToOlder {
  all s: pastServices - services/first |
    some s.services/prev.on implies epochs/lte[s.services/prev.on.transitions, s.on.transitions]
}

/** No operator that sees things as they are leaves a route open that has lapsed, or that nobody holds. */
pred ClosedOnceLapsed {
  all o: Operator | content[o] and (lapsed[o] or no o.seen.holder) implies no Now.service.to
}

/** A holder is never closed on whom every operator sees renew in time, whatever time its clock shows. */
pred TimelyIsKept { always (no age.(ages/last)) implies always all s: pastServices | some s.on.holder implies some s.to }

/* What makes it inductive. */

pred RecordsInOrder {
  all r: Now.lease.*records/prev | epochs/lte[r.records/prev.transitions, r.transitions]
}

pred OperatorsInOrder {
  all o: Operator | o.counts = o.begun and records/lte[o.begun, o.seen] and records/lte[o.seen, Now.lease]
}

pred ServiceKnowsItsGround {
  no services/first.(to + on + from) and services/first.follows = epochs/first
  all s: pastServices - services/first | some s.on and s.follows = s.on.transitions and s.on in Now.lease.*records/prev
}

pred Safe {
  EpochGrows and OpenedOnlyToRenewed and NeverBackToOlder and ClosedOnceLapsed
  RecordsInOrder and OperatorsInOrder and ServiceKnowsItsGround
}

check begins_Safe { complete and begins implies Safe } for 4 but 1..1 steps expect 0
check stays_Safe { complete and Safe and step implies after Safe } for 5 but 2 Operator, 3 Member, 3 Age, 2..2 steps expect 0
check timely { complete and trace implies TimelyIsKept } for 4 but 2 Operator, 2 Member, 2 Age, 7..7 steps expect 0
run promotes {
  complete and trace
  eventually (some Now.service.to and eventually (no Now.service.to and eventually (some Now.service.to and #Now.service.*services/prev.to = 2)))
} for 5 but 1 Operator, 2 Member, 3 Age, 10..10 steps expect 1
run without_VersionOnRoute { without[VersionOnRoute] and trace and eventually not EpochGrows } for 3 but 1 Operator, 2 Member, 5..5 steps expect 1
run without_EpochAboveService { without[EpochAboveService] and trace and eventually not EpochGrows } for 3 but 1 Operator, 2 Member, 6..6 steps expect 1
run without_RenewalSeen { without[RenewalSeen] and trace and eventually not OpenedOnlyToRenewed } for 3 but 1 Operator, 2 Member, 4..4 steps expect 1
run without_RestartForgets { without[RestartForgets] and trace and eventually not OpenedOnlyToRenewed } for 3 but 1 Operator, 2 Member, 4..4 steps expect 1
run without_OwnClock { without[OwnClock] and trace and not TimelyIsKept } for 3 but 1 Operator, 2 Member, 5..5 steps expect 1
run without_CloseWhenLapsed { without[CloseWhenLapsed] and trace and eventually not ClosedOnceLapsed } for 3 but 1 Operator, 2 Member, 5..5 steps expect 1
run without_CloseWhenVacant { without[CloseWhenVacant] and trace and eventually not ClosedOnceLapsed } for 3 but 1 Operator, 2 Member, 6..6 steps expect 1
run without_TransitionsAtService { without[TransitionsAtService] and trace and eventually not NeverBackToOlder } for 4 but 2 Operator, 2 Member, 3 Age, 5..5 steps expect 1
