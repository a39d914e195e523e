import type { Instant } from '@keyturn/domain/units.ts'
import type { Finding, Integrity, KnownStatus, LockoutFinding, MovedDate, Status } from './assessment.ts'
import { startOfDayAfter } from './calendar.ts'
import type { FactRef, NonEmpty } from './fact.ts'
import { type Of, refOf } from './finding.ts'
import { type Folding, lawAt } from './folding.ts'
import { lawfulDate } from './moved-dates.ts'

type Asked = {
  readonly folding: Folding
  readonly findings: readonly Finding[]
  readonly moved: readonly MovedDate[]
  readonly integrity: Integrity
  readonly of: Of
  readonly asOf: Instant
}

/** The one status. Unknown is an answer; the worst of what is known comes next. */
export function statusOf(asked: Asked): Status {
  const { integrity } = asked
  const known = knownStatusOf(asked)
  if (known === null) return { kind: 'unknown', why: 'Nothing has been heard from the device yet.', otherwise: null }
  if (integrity.state !== 'broken') return known
  // A log that does not begin at its beginning says nothing about what stood before it.
  const otherwise = integrity.firstSeq === 1 ? known : null
  return { kind: 'unknown', why: brokenWords(asked), otherwise }
}

function brokenWords({ folding, findings }: Asked): string {
  const [gap] = folding.gaps
  if (gap !== undefined) {
    const which = gap.from === gap.to ? `Record ${gap.from} is` : `Records ${gap.from} to ${gap.to} are`
    return `${which} missing from the device’s log.`
  }
  if (folding.forked) return 'There are two different histories of the device.'
  const open = findings.findLast(({ rule, endedAt }) => rule === 'device-lockout-not-found' && endedAt === null)
  return `${open?.title ?? 'The record does not fit together'}.`
}

function knownStatusOf(asked: Asked): KnownStatus | null {
  const { folding, of } = asked
  const { period, standing } = folding
  if (standing === null) return null
  if (period === null) return { kind: 'not-installed', because: [refOf(standing, of)] }
  return lockedOut(asked) ?? violationsDue(asked) ?? serviceStatus(asked)
}

function lockedOut({ findings, asOf }: Asked): KnownStatus | null {
  const [first, ...rest] = findings.filter(
    (one): one is LockoutFinding => one.class === 'lockout' && one.endedAt === null,
  )
  if (first === undefined) return null
  const open: NonEmpty<LockoutFinding> = [first, ...rest]
  const limits = open.flatMap(({ visitBy }) => (visitBy === null ? [] : [visitBy]))
  // One lockout that locks at once outweighs any that leaves time; otherwise the earliest limit counts.
  const visitBy = limits.length < open.length ? null : limits.reduce((a, b) => (a < b ? a : b))
  const car = visitBy !== null && asOf <= visitBy ? 'starts-until-visit-by' : 'stays-locked'
  return { kind: 'locked-out', since: first.since, visitBy, car, findings: open }
}

function violationsDue({ findings }: Asked): KnownStatus | null {
  const open = findings.find((one) => one.class === 'violations-reset' && one.endedAt === null)
  if (open?.class !== 'violations-reset') return null
  return { kind: 'violations-service-due', since: open.since, visitBy: open.visitBy, findings: [open] }
}

function serviceStatus({ folding, moved, of, asOf }: Asked): KnownStatus | null {
  const { period } = folding
  if (period === null) return null
  const { profile } = lawAt(folding, asOf)
  const { opened, movedVisit } = period
  const dueAt = lawfulDate(moved, 'service-visit', period.dueAt)
  const because: NonEmpty<FactRef> = [refOf(opened, of), ...(movedVisit === null ? [] : [refOf(movedVisit, of)])]
  const startOf = (days: number) => startOfDayAfter(dueAt, -days, profile.timeZone)
  const { warnDaysBefore, remindDaysBefore } = profile.service
  const warnFrom = warnDaysBefore.value === null ? null : startOf(warnDaysBefore.value)
  if (warnFrom !== null && asOf >= warnFrom) {
    return { kind: 'service-due-soon', stage: 'warning', since: warnFrom, dueAt, because }
  }
  const remindFrom = startOf(remindDaysBefore.value)
  if (asOf >= remindFrom) return { kind: 'service-due-soon', stage: 'reminder', since: remindFrom, dueAt, because }
  return { kind: 'in-good-standing', dueAt, because }
}
