/**
 * Counts triggers, draws the consequences the profile names, and settles due dates that passed. Shares nothing with
 * the device.
 */
import type { Cause, Record, Trigger } from '@keyturn/domain/record.ts'
import { after, type Instant, instant } from '@keyturn/domain/units.ts'
import type { HeldBy, InForce, LockoutDraft } from './draft.ts'
import type { NonEmpty } from './fact.ts'
import { type Folding, lawAt, type Period } from './folding.ts'
import { lawOfListed } from './orders.ts'
import { beyond, dateAsSet } from './relief-dates.ts'

type Happening = {
  readonly trigger: Trigger
  readonly at: Instant
  readonly record: Record
  readonly cause: Cause
  readonly byCalendar: boolean
  /** Set when only the device's own date had passed, not the one by an order that it had not heard of. */
  readonly held: HeldBy | null
}

/** Counts what a record did and opens every lockout and countdown whose number is reached. */
export function count(folding: Folding, period: Period, happening: Happening): void {
  const { trigger, at, record } = happening
  const counted = period.counted.get(trigger) ?? []
  counted.push(record)
  period.counted.set(trigger, counted)
  const law = lawAt(folding, at)
  for (const rule of law.profile.lockouts) {
    // A rule locks once in a period: what follows is the same lockout.
    if (rule.on !== trigger || counted.length < rule.times || period.lockouts.some((one) => one.rule.id === rule.id))
      continue
    const effect = rule.effect.value
    const visitBy = effect.kind === 'visit-within' ? after(at, effect.visitWithin) : null
    const times = { visitBy, visitAsSet: visitBy }
    const lockout: LockoutDraft = {
      class: 'lockout',
      rule,
      held: happening.held,
      ...times,
      ...mirrored(law, happening, counted),
    }
    period.lockouts.push(lockout)
    folding.found.push(lockout)
  }
  const reset = law.profile.violationsReset
  if (reset === null || period.reset !== null || !reset.on.value.includes(trigger)) return
  const serviceWithin = reset.serviceWithin.value
  period.reset = {
    class: 'violations-reset',
    serviceWithin,
    visitAsSet: after(at, serviceWithin),
    visitBy: after(at, serviceWithin),
    ...mirrored(law, happening, [record]),
  }
  folding.found.push(period.reset)
}

/**
 * Draws what the calendar alone decides up to, but not including, `until`: a due date is missed one millisecond after
 * its last instant. Called before a record is looked at, so that the number of records between changes nothing.
 */
export function settle(folding: Folding, until: Instant): void {
  const { period } = folding
  if (period === null) return
  const resetBy = period.reset === null || period.resetUnserviced ? null : period.reset.visitBy
  const dueAt = period.missed ? null : period.dueAt
  const resetFirst = resetBy !== null && (dueAt === null || resetBy <= dueAt)
  const first = resetFirst ? resetBy : dueAt
  const over = heldUntil(period)
  if (over !== null && over.dueAt < until && (first === null || over.dueAt <= first)) {
    stopHolding(folding, period, over)
    settle(folding, until)
  } else if (resetFirst && resetBy < until) {
    period.resetUnserviced = true
    const from = period.movedReset ?? period.reset?.basis.at(-1) ?? period.opened
    miss(folding, period, { trigger: 'reset-unserviced', of: 'violations-service', date: resetBy, record: from })
    settle(folding, until)
  } else if (!resetFirst && dueAt !== null && dueAt < until) {
    period.missed = true
    const from = period.movedVisit ?? period.opened
    miss(folding, period, { trigger: 'service-missed', of: 'service-visit', date: dueAt, record: from })
    settle(folding, until)
  }
}

type Missed = {
  readonly trigger: Trigger
  readonly of: 'service-visit' | 'violations-service'
  readonly date: Instant
  readonly record: Record
}

/** The device misses by its own date. By an order that it has not heard of the date may not have come yet. */
function miss(folding: Folding, period: Period, { trigger, of, date, record }: Missed): void {
  const set = dateAsSet(period, of, '')
  const ordered = set === null ? null : beyond(folding, set, date)
  const held: HeldBy | null =
    ordered === null
      ? null
      : { order: ordered.listed.order.id, dueAt: ordered.dueAt, law: lawOfListed(ordered.listed), heardAt: null }
  if (held !== null) period.held.set(trigger, held)
  count(folding, period, { trigger, at: next(date), record, cause: 'unknown', byCalendar: true, held })
}

type Holding = { readonly trigger: Trigger; readonly dueAt: Instant }

/** Which of what is held comes to its end first. */
function heldUntil({ held }: Period): Holding | null {
  let first: Holding | null = null
  for (const [trigger, { dueAt }] of held) if (first === null || dueAt < first.dueAt) first = { trigger, dueAt }
  return first
}

/** The date by the order has passed, too: the lockouts count from then on. */
function stopHolding(folding: Folding, period: Period, { trigger, dueAt }: Holding): void {
  period.held.delete(trigger)
  for (const lockout of period.lockouts) {
    if (lockout.rule.on !== trigger || lockout.held === null) continue
    lockout.held = null
    lockout.since = next(dueAt)
    lockout.inForce = lawAt(folding, lockout.since)
  }
}

/** Whether nothing that is held comes to its end by then. */
export const holdsUntil = (period: Period, until: Instant): boolean => {
  const over = heldUntil(period)
  return over === null || until <= over.dueAt
}

/** Ends a period: a completed visit or a removal closes every lockout and countdown in it. */
export function closePeriod(period: Period, at: Instant): void {
  for (const one of [...period.lockouts, ...period.disputed]) one.endedAt = at
  if (period.reset !== null) period.reset.endedAt = at
}

const next = (at: Instant): Instant => instant(at + 1)

const mirrored = (law: InForce, { at, record, cause, byCalendar }: Happening, counted: readonly Record[]) => {
  const [first = record, ...rest] = counted
  const basis: NonEmpty<Record> = [first, ...rest]
  return {
    since: at,
    inForce: law,
    cause,
    basis,
    endedAt: null,
    byCalendar,
    taken: null,
    heardAfter: null,
  }
}
