/** Compares what the device concluded with what the facts say. The log is the only meeting point of device and case. */
import type { EntryOf, Record, Trigger } from '@keyturn/domain/record.ts'
import { after, type Instant } from '@keyturn/domain/units.ts'
import { type LockoutDraft, note, type ResetDraft } from './draft.ts'
import type { Folding, Period } from './folding.ts'
import { citedLaw, groundOf, type Law } from './law.ts'

const sameProfile: Law = {
  kind: 'assumed',
  from: 'the way Keyturn is built',
  why: 'The device and the case engine apply one profile to one log, so they come to the same conclusions, or one of them is wrong.',
}

/** Matches a consequence that the device recorded; what does not match is an integrity finding. */
export function noteClaims(folding: Folding, record: Record): void {
  const { period } = folding
  if (period === null) {
    if (record.kind === 'lockout-began') noteWithoutInstallation(folding, record)
    return
  }
  switch (record.kind) {
    case 'lockout-began':
      noteLockoutBegan(folding, period, record)
      break
    case 'violations-reset-began':
      noteResetBegan(folding, period, record)
      break
    case 'service-missed':
      noteDateMissed(folding, period, record, 'service-missed', period.missed)
      break
    case 'violations-service-missed':
      noteDateMissed(folding, period, record, 'reset-unserviced', period.resetUnserviced)
      break
    case 'start-permitted':
      noteStartPermitted(folding, period, record)
      break
    default:
      // Other kinds claim no consequence.
      break
  }
}

/** The device, with power, was heard at this moment: what it should have begun before can be asked of it. */
export function noteHeard({ period, powered }: Folding, at: Instant): void {
  if (period === null || !powered || (period.lockouts.length === 0 && period.reset === null)) return
  for (const one of mirrored(period)) {
    if (one.taken === null && one.heardAfter === null && at > one.since) one.heardAfter = at
  }
}

/** What the facts demanded and the device, though it was heard again, never did. */
export function noteNotTaken(folding: Folding, period: Period | null): void {
  const { awakeAt } = folding
  if (period === null || awakeAt === null) return
  for (const one of mirrored(period)) {
    // One later moment is not enough: the device may have woken and be about to settle what it slept through.
    if (one.taken !== null || one.heardAfter === null || awakeAt <= one.heardAfter) continue
    const lockout = one.class === 'lockout'
    const draft = note(folding, one.basis, {
      class: 'integrity',
      rule: lockout ? 'lockout-not-taken-by-device' : 'reset-not-taken-by-device',
      ...(lockout ? { about: one.rule.id } : {}),
      title: lockout
        ? `The law locks here (${one.rule.id}), but the device did not`
        : 'A violations service falls due here, but the device did not announce it',
      law: lockout ? citedLaw(one.rule.law) : resetLaw(one),
      effect: 'The device and the law disagree. The provider has to examine the device; the status follows the law.',
      cause: 'device',
    })
    period.disputed.push(draft)
  }
}

function noteLockoutBegan(folding: Folding, period: Period, record: Record & EntryOf<'lockout-began'>): void {
  const found = period.lockouts.find(({ rule, taken }) => rule.id === record.rule && taken === null)
  if (found === undefined) {
    const draft = note(folding, [record], {
      class: 'integrity',
      rule: 'device-lockout-not-found',
      title: `The device locked (${record.rule}), but the facts do not say why`,
      law: sameProfile,
      effect:
        'The device may have locked the car without a reason in law. A person has to look at once; it is not held against you.',
      cause: 'device',
    })
    period.disputed.push(draft)
    return
  }
  found.taken = record
  if (found.visitBy === record.visitBy) return
  if (wokeLate(found, record)) {
    found.visitBy = record.visitBy
    found.visitAsSet = record.visitBy
    return
  }
  const draft = note(folding, [record], {
    class: 'integrity',
    rule: 'lockout-deadline-differs',
    title: `The device gave another time for the visit (${record.rule}) than the law`,
    law: groundOf(found.rule.effect),
    effect: 'The car may stay locked earlier or later than the law says. The provider has to examine the device.',
    cause: 'device',
  })
  period.disputed.push(draft)
}

/**
 * A device that was off when a date passed begins the lockout when it wakes, and the time for the visit runs from
 * then.
 */
function wokeLate({ byCalendar, rule }: LockoutDraft, { at, visitBy }: EntryOf<'lockout-began'>): boolean {
  const effect = rule.effect.value
  return byCalendar && effect.kind === 'visit-within' && visitBy === after(at, effect.visitWithin)
}

function noteResetBegan(folding: Folding, period: Period, record: Record & EntryOf<'violations-reset-began'>): void {
  const found = period.reset
  const first = found !== null && found.taken === null
  if (first) found.taken = record
  if (first && found.visitBy === record.visitBy) return
  const draft = note(folding, [record], {
    class: 'integrity',
    rule: first ? 'reset-deadline-differs' : 'device-reset-not-found',
    title: first
      ? 'The device gave another time for the violations service than the law'
      : 'The device announced a violations service that the facts do not demand',
    law: found === null ? sameProfile : resetLaw(found),
    effect: 'The device and the law disagree about the violations service. The provider has to examine the device.',
    cause: 'device',
  })
  period.disputed.push(draft)
}

/**
 * A date that both say has passed: the record joins the facts of the lockout. One that has not is the device's error.
 */
function noteDateMissed(folding: Folding, period: Period, record: Record, on: Trigger, passed: boolean): void {
  if (passed) {
    const lockout = period.lockouts.find(({ rule }) => rule.on === on)
    if (lockout !== undefined) lockout.basis = [...lockout.basis, record]
    return
  }
  const draft = note(folding, [record], {
    class: 'integrity',
    rule: 'device-missed-visit-not-found',
    title: 'The device says that a visit was missed, but its due date had not passed',
    law: sameProfile,
    effect: 'It is not held against you. The provider has to examine the device.',
    cause: 'device',
  })
  period.disputed.push(draft)
}

function noteStartPermitted(folding: Folding, period: Period, record: Record): void {
  const locked = period.lockouts.find(
    (one) => (one.visitBy === null || record.at > one.visitBy) && !isLifted(period, one, record.at),
  )
  if (locked === undefined) return
  const draft = note(folding, [...locked.basis, record], {
    class: 'integrity',
    rule: 'start-permitted-in-lockout',
    title: `The device let the car start although it is locked (${locked.rule.id})`,
    law: groundOf(locked.rule.effect),
    effect:
      'The device did not do what the law asks. The provider has to examine it; the start is not held against you.',
    cause: 'device',
  })
  period.disputed.push(draft)
}

/** An override lifts the lockouts that began before it; its last instant counts. */
const isLifted = ({ override }: Period, { since, taken }: LockoutDraft, at: Instant): boolean =>
  override !== null && Math.min(since, taken?.at ?? since) <= override.record.at && at <= override.until

function noteWithoutInstallation(folding: Folding, record: Record & EntryOf<'lockout-began'>): void {
  note(folding, [record], {
    class: 'not-held',
    rule: 'lockout-without-installation',
    title: `The device locked (${record.rule}) while it was not installed`,
    law: sameProfile,
    effect: 'Not held against you: nobody was in the program with this device then.',
    cause: 'device',
  })
}

const mirrored = (period: Period): readonly (LockoutDraft | ResetDraft)[] =>
  period.reset === null ? period.lockouts : [...period.lockouts, period.reset]

const resetLaw = ({ inForce }: ResetDraft) => {
  const reset = inForce.profile.violationsReset
  return reset === null ? sameProfile : groundOf(reset.serviceWithin)
}
