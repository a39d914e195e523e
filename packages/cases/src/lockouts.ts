/**
 * Counts triggers, draws the consequences the profile names, and settles due dates that passed. Shares nothing with
 * the device.
 */
import type { Cause, Record, Trigger } from '@keyturn/domain/record.ts'
import { after, type Instant, instant } from '@keyturn/domain/units.ts'
import type { InForce, LockoutDraft } from './draft.ts'
import type { NonEmpty } from './fact.ts'
import { type Folding, lawAt, type Period } from './folding.ts'

type Happening = {
  readonly trigger: Trigger
  readonly at: Instant
  readonly record: Record
  readonly cause: Cause
  readonly byCalendar: boolean
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
    const lockout: LockoutDraft = { class: 'lockout', rule, visitBy, ...mirrored(law, happening, counted) }
    period.lockouts.push(lockout)
    folding.found.push(lockout)
  }
  const reset = law.profile.violationsReset
  if (reset === null || period.reset !== null || !reset.on.value.includes(trigger)) return
  const serviceWithin = reset.serviceWithin.value
  period.reset = {
    class: 'violations-reset',
    serviceWithin,
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
  if (resetFirst && resetBy < until) {
    period.resetUnserviced = true
    const from = period.reset?.basis.at(-1) ?? period.opened
    count(folding, period, {
      trigger: 'reset-unserviced',
      at: next(resetBy),
      record: from,
      cause: 'unknown',
      byCalendar: true,
    })
    settle(folding, until)
  } else if (!resetFirst && dueAt !== null && dueAt < until) {
    period.missed = true
    const { opened } = period
    count(folding, period, {
      trigger: 'service-missed',
      at: next(dueAt),
      record: opened,
      cause: 'unknown',
      byCalendar: true,
    })
    settle(folding, until)
  }
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
