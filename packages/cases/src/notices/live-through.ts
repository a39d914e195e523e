/**
 * What follows from a case while nobody touches it: moment by moment, in order, as if somebody had looked all the time.
 * A server that was off for weeks goes through the same moments when it is back.
 */
import { after, assert, duration, type Instant, instant } from '@keyturn/domain/units.ts'
import type { CaseAssessment } from '../program/assessment.ts'
import type { CaseFact } from '../program/fact.ts'
import { type CaseEvent, eventsOf } from './case-events.ts'
import type { Notice } from './notice.ts'
import { nextNoticeAt, noticesOwed, type Seen } from './notices-due.ts'

export type Lived = {
  readonly caseId: string
  readonly facts: readonly CaseFact[]
  /** What the case comes to as of a moment, by what is known now. */
  readonly assessAt: (asOf: Instant) => CaseAssessment
  /** Notices due up to this moment were never owed: the case was not kept here then. */
  readonly since: Instant
  /** Everything up to this moment is done. */
  readonly from: Instant
  readonly to: Instant
  /** Ids of notices told before. */
  readonly told: ReadonlySet<string>
  /** Keys (see `eventKey`) of events announced before. */
  readonly announced: ReadonlySet<string>
}

export type Consequences = {
  /** In the order in which they were due. */
  readonly notices: readonly Notice[]
  readonly events: readonly CaseEvent[]
  /** How far it went: `to`, or less when there was too much for one go. */
  readonly until: Instant
  /** When something may follow next; null when nothing does before the case changes. */
  readonly nextAt: Instant | null
  /** How many assessments it took. */
  readonly steps: number
}

/** More than a case's dates of a year; a longer absence is made up in several goes. */
export const STEPS_MAX = 400

export const eventKey = ({ kind, subject }: Pick<CaseEvent, 'kind' | 'subject'>): string => `${kind} ${subject}`

/** Goes from one moment at which the answer changes to the next, and collects what each owes. */
export function liveThrough(lived: Lived): Consequences {
  assert(lived.from <= lived.to, 'time goes forward')
  const notices: Notice[] = []
  const events: CaseEvent[] = []
  const told = new Set(lived.told)
  const announced = new Set(lived.announced)
  let until = lived.from
  for (let steps = 1; ; steps += 1) {
    // An answer holds from its own moment to the last one before the next change.
    const asOf = until < lived.to ? after(until, duration(1)) : until
    const assessment = lived.assessAt(asOf)
    const seen: Seen = { assessment, facts: lived.facts }
    const holdsUntil = heldUntil(assessment, asOf, lived.to)
    for (const event of eventsOf(assessment)) {
      if (event.at <= lived.since && event.kind !== 'stage-changed') continue
      if (announced.has(eventKey(event))) continue
      announced.add(eventKey(event))
      events.push(event)
    }
    for (const notice of noticesOwed(seen, { since: lived.since, until, ids: told }, holdsUntil)) {
      told.add(notice.id)
      notices.push(notice)
    }
    until = holdsUntil
    if (until >= lived.to || steps >= STEPS_MAX) {
      return { notices, events, until, nextAt: nextOf(seen, until, lived.to), steps }
    }
  }
}

function heldUntil({ nextChangeAt }: CaseAssessment, asOf: Instant, to: Instant): Instant {
  if (nextChangeAt === null || nextChangeAt > to) return to
  return nextChangeAt <= asOf ? asOf : instant(nextChangeAt - 1)
}

function nextOf(seen: Seen, until: Instant, to: Instant): Instant | null {
  if (until < to) return after(until, duration(1))
  const moments = [seen.assessment.nextChangeAt, nextNoticeAt(seen, until)].filter((at) => at !== null && at > until)
  return moments.length === 0 ? null : instant(Math.min(...moments.map(Number)))
}
