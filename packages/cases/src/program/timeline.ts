/** The whole case as a story: what people told and what the devices recorded that matters, in the order it happened. */
import type { Instant } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { CaseFinding, CaseRef } from './assessment.ts'
import type { Recorder } from './fact.ts'
import { isLate, laterWords } from './late.ts'
import type { Told } from './told.ts'
import { refOfFact } from './words.ts'

export type CaseTimelineEntry = {
  readonly at: Instant
  /** `Mon 2 Mar 2026, 09:00 EST`. */
  readonly when: string
  readonly ref: CaseRef
  /** Who told it; null for what a device recorded. */
  readonly by: Recorder | null
  /** How much later the case learned it: `12 days`; null when at once. */
  readonly later: string | null
  /** Whether another fact took it back. It stays in the story. */
  readonly withdrawn: boolean
}

/** Every fact, and each record of a device that a finding rests on, oldest first. */
export function caseTimeline(told: Told, findings: readonly CaseFinding[]): readonly CaseTimelineEntry[] {
  const { zone, names } = told
  const back = new Set(told.withdrawn.map(({ fact }) => fact.seq))
  const facts = [...told.facts, ...told.withdrawn.map(({ fact }) => fact)].map(
    (fact): CaseTimelineEntry => ({
      at: fact.at,
      when: inZone(fact.at, zone),
      ref: refOfFact(fact, zone, names),
      by: fact.by,
      later: isLate(fact.at, fact.recordedAt) ? laterWords(fact.at, fact.recordedAt, zone) : null,
      withdrawn: back.has(fact.seq),
    }),
  )
  const records = new Map<string, CaseTimelineEntry>()
  for (const { because, learnedAt } of findings) {
    for (const one of because) {
      if (one.of !== 'device' || records.has(`${one.device} ${one.seq}`)) continue
      records.set(`${one.device} ${one.seq}`, {
        at: one.at,
        when: inZone(one.at, zone),
        ref: one,
        by: null,
        later: isLate(one.at, learnedAt) ? laterWords(one.at, learnedAt, zone) : null,
        withdrawn: false,
      })
    }
  }
  return [...facts, ...records.values()].toSorted(
    (a, b) => a.at - b.at || (a.ref.of === b.ref.of ? a.ref.seq - b.ref.seq : a.ref.of === 'device' ? -1 : 1),
  )
}
