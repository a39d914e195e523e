/** What programs are told about a case: that something happened, by its kind and its id, and nothing of what it was. */
import { after, duration, type Instant } from '@keyturn/domain/units.ts'
import type { CaseAssessment } from '../program/assessment.ts'
import type { CaseFact, FactKind } from '../program/fact.ts'

export const EVENT_KINDS = [
  'fact-recorded',
  'decision-made',
  'stage-changed',
  'finding-opened',
  'finding-ended',
  'finding-standing-changed',
  'deadline-passed',
  'report-due',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export type CaseEvent = {
  readonly kind: EventKind
  /** Names the thing within its case; with the kind it is what makes the event one of its own. */
  readonly subject: string
  /** When it happened, as far as the case knows. */
  readonly at: Instant
}

/** Kinds of facts that are somebody's decision about the participant. */
const DECISIONS: readonly FactKind[] = [
  'approval-granted',
  'approval-withdrawn',
  'restriction-added',
  'restriction-removed',
  'hardship-finding',
  'excusal-granted',
  'hearing-decided',
  'contest-decided',
  'credit-decided',
  'removal-decided',
]

/** What a newly recorded fact is to programs. */
export function eventsOfFact({ kind, seq, at }: Pick<CaseFact, 'kind' | 'seq' | 'at'>): readonly CaseEvent[] {
  const subject = `fact/${seq}`
  const recorded: CaseEvent = { kind: 'fact-recorded', subject, at }
  return DECISIONS.includes(kind) ? [recorded, { kind: 'decision-made', subject, at }] : [recorded]
}

/** Everything an assessment has to say to programs. Most of it was said before: kind and subject tell what is new. */
export function eventsOf({ stage, findings, deadlines }: CaseAssessment): readonly CaseEvent[] {
  return [
    { kind: 'stage-changed' as const, subject: `${stage.kind}/${stage.since}`, at: stage.since },
    ...findings.flatMap((one): readonly CaseEvent[] => [
      { kind: 'finding-opened', subject: one.id, at: one.learnedAt },
      ...(one.endedAt === null
        ? []
        : [{ kind: 'finding-ended' as const, subject: `${one.id}/${one.endedAt}`, at: one.endedAt }]),
      ...standingEvents(one),
    ]),
    ...deadlines.flatMap(({ id, closesAt, state }): readonly CaseEvent[] =>
      state === 'passed'
        ? [{ kind: 'deadline-passed', subject: `${id}/${closesAt}`, at: after(closesAt, duration(1)) }]
        : [],
    ),
  ]
}

function standingEvents({ id, standing }: CaseAssessment['findings'][number]): readonly CaseEvent[] {
  if (!('because' in standing)) return []
  const last = standing.because.at(-1) ?? standing.because[0]
  return [{ kind: 'finding-standing-changed', subject: `${id}/${standing.kind}/${last.of}-${last.seq}`, at: last.at }]
}
