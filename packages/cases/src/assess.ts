/** Folds the facts of a case into its status. Never throws on a recorded fact, never reads a clock. */
import type { Record } from '@keyturn/domain/record.ts'
import { assert, type DeviceId, type Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Assessment } from './assessment.ts'
import { isJudged } from './bearing.ts'
import { noteChecks } from './checks.ts'
import { noteClaims, noteHeard, noteNotTaken } from './claims.ts'
import { conclude } from './conclude.ts'
import { upTo } from './condense.ts'
import type { LockoutDraft, ResetDraft } from './draft.ts'
import type { Fact, RecordFact, RunFact } from './fact.ts'
import { begin, type Folding, identityUnder, lawAt, openPeriod } from './folding.ts'
import { versionsOf } from './in-force.ts'
import { noteIncidents } from './incidents.ts'
import { closePeriod, count, holdsUntil, settle } from './lockouts.ts'
import { noteOtherDevice, notePlace } from './place.ts'
import { countsAt, type ReliefView, reliefAt } from './relief.ts'
import { noteRelief } from './relief-records.ts'
import { triggersOf } from './triggers.ts'

/**
 * What the law says about a case at a moment, from the whole history.
 *
 * `profiles` is one version of a jurisdiction's law or all of them; each fact is judged by the one in force when it
 * happened. `facts` may come in any order and more than once. Facts later than `asOf` are not looked at, so an answer
 * about the past never changes when the future arrives. `relief`: the orders of the authority's list, where it is at
 * hand; those known later than `asOf` are not looked at either.
 */
export function assess(
  profiles: Profile | readonly Profile[],
  facts: readonly Fact[],
  asOf: Instant,
  relief: ReliefView | null = null,
): Assessment {
  const versions = versionsOf(profiles)
  const ordered = inOrder(facts)
  const device = ordered[0]?.device ?? null
  const known = relief === null ? null : reliefAt(relief.known, asOf)
  const folding = begin(versions, {
    relief: known,
    ordersNow: known?.orders.filter((one) => countsAt(one, asOf)) ?? [],
    identity: relief?.identity ?? identityUnder(versions, device ?? ''),
  })
  for (const fact of ordered) {
    if (fact.kind === 'run') {
      takeRun(folding, fact, { device, asOf })
      continue
    }
    const { record } = fact
    const { at } = record
    if (at > asOf) continue
    if (fact.device === device) take(folding, record, at)
    else noteOtherDevice(folding, fact)
  }
  // The last instant of a day still counts, so a date is missed only once `asOf` is past it.
  settle(folding, asOf)
  noteNotTaken(folding, folding.period)
  return conclude(folding, device, asOf)
}

/** Fields are read once and passed on: records have many shapes, and most of a long history is circumstance. */
function take(folding: Folding, record: Record, at: Instant): void {
  const { kind } = record
  if (!notePlace(folding, record, at, kind)) return
  settle(folding, at)
  if (isJudged(kind)) judge(folding, record)
  noteHeard(folding, at)
}

/** Records are taken one by one while something stands that they could bear on, and the rest as a whole. */
function takeRun(
  folding: Folding,
  { device: of, records, lastPermit }: RunFact,
  { device, asOf }: { readonly device: DeviceId | null; readonly asOf: Instant },
): void {
  const told = asOf < lastOf(records).at ? records.slice(0, upTo(records, asOf)) : records
  for (const [n, record] of told.entries()) {
    if (of !== device) return noteOtherDevice(folding, { kind: 'record', device: of, record })
    if (isQuiet(folding, record, { until: lastOf(told).at, lastPermit })) return takeQuietly(folding, record, told, n)
    take(folding, record, record.at)
  }
}

type Rest = { readonly until: Instant; readonly lastPermit: Record | null }

/** Whether the log goes on without a break, and nothing that stands or falls due until then bears on its records. */
function isQuiet({ last, lastSeq, lastAt, period, breath }: Folding, first: Record, rest: Rest): boolean {
  if (last !== null && (first.seq !== lastSeq + 1 || first.at < lastAt)) return false
  if (breath?.failed === true) return false
  if (period === null) return true
  const { lockouts, reset, missed, dueAt, resetUnserviced } = period
  if (!missed && rest.until > dueAt) return false
  if (!holdsUntil(period, rest.until)) return false
  if (reset !== null && !resetUnserviced && rest.until > reset.visitBy) return false
  if (reset !== null && isAwaited(reset)) return false
  const lastPermit = rest.lastPermit !== null && first.seq <= rest.lastPermit.seq ? rest.lastPermit.at : null
  return lockouts.every((one) => !isAwaited(one) && (lastPermit === null || isOpen(one, lastPermit)))
}

/** Whether the car may still be driven to the visit at the moment. */
const isOpen = ({ visitBy }: LockoutDraft, at: Instant): boolean => visitBy !== null && at <= visitBy

/** Whether the device has not been heard yet since it had to draw this consequence too. */
const isAwaited = ({ taken, heardAfter }: LockoutDraft | ResetDraft): boolean => taken === null && heardAfter === null

/** The records from `first`, the one at place `from`, to the last. */
function takeQuietly(folding: Folding, first: Record, records: readonly Record[], from: number): void {
  const last = lastOf(records)
  folding.first ??= first
  folding.standing ??= first
  folding.last = last
  folding.lastSeq = last.seq
  folding.lastAt = last.at
  folding.records += records.length - from
  if (folding.powered) folding.awakeAt = last.at
}

/** The last of records that are there: a run is never empty. */
function lastOf(records: readonly Record[]): Record {
  const last = records.at(-1)
  assert(last !== undefined, 'a run has records')
  return last
}

/** Everything that one record can mean for a case. */
export function judge(folding: Folding, record: Record): void {
  const { period } = folding
  if (period !== null) {
    for (const trigger of triggersOf(record, lawAt(folding, record.at).profile)) {
      count(folding, period, { trigger, at: record.at, record, cause: record.cause, byCalendar: false, held: null })
    }
  }
  noteClaims(folding, record)
  noteRelief(folding, record)
  noteChecks(folding, record)
  noteIncidents(folding, record)
  turn(folding, record)
}

/** Installation, completed visits and removal open and close service periods. */
function turn(folding: Folding, record: Record): void {
  switch (record.kind) {
    case 'installed':
    case 'service-completed':
      leave(folding, record)
      folding.period = openPeriod(record, record.dueAt)
      return
    case 'uninstalled':
      leave(folding, record)
      folding.period = null
      return
    default:
      return
  }
}

function leave(folding: Folding, record: Record): void {
  noteNotTaken(folding, folding.period)
  if (folding.period !== null) closePeriod(folding.period, record.at)
  folding.standing = record
}

/** By place in the log, whatever the order of upload. Already sorted facts, the usual case, are not copied. */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  let last = 0
  for (const fact of facts) {
    const { seq } = fact.kind === 'run' ? lastOf(fact.records) : fact.record
    if (seq <= last) return facts.flatMap(oneByOne).toSorted(byPlace)
    last = seq
  }
  return facts
}

const oneByOne = (fact: Fact): readonly RecordFact[] =>
  fact.kind === 'run' ? fact.records.map((record) => ({ kind: 'record', device: fact.device, record })) : [fact]

/**
 * Two records that claim one place are ordered by their text, so that even then the answer does not depend on the
 * order of upload.
 */
const byPlace = (a: RecordFact, b: RecordFact): number =>
  a.record.seq - b.record.seq || (textOf(a) < textOf(b) ? -1 : 1)
const textOf = (fact: RecordFact): string => JSON.stringify([fact.device, fact.record])
