/** What the case learned late, took back or set aside, and what that changed. Nothing is corrected silently. */
import type { Instant } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { CaseFinding, Correction } from './assessment.ts'
import type { CaseFact, FactKind } from './fact.ts'
import { isLate, laterWords, titles } from './late.ts'
import { lateLogs } from './late-logs.ts'
import { nonEmpty } from './lifted.ts'
import type { Scene } from './scene.ts'

/** Newest first. */
export function correctionsOf(scene: Scene, findings: readonly CaseFinding[]): readonly Correction[] {
  return [
    ...withdrawn(scene),
    ...lateFacts(scene, findings),
    ...lateLogs(scene, findings),
    ...settled(scene, findings),
  ].toSorted((a, b) => b.learnedAt - a.learnedAt || a.at - b.at)
}

function withdrawn({ told, ref }: Scene): readonly Correction[] {
  return told.withdrawn.map(({ fact, by }) => ({
    at: fact.at,
    learnedAt: by.recordedAt,
    kind: 'withdrawn',
    words: `${by.by.name} withdrew what was told on ${inZone(fact.recordedAt, told.zone)}: ${by.reason} The case is judged as if it had never been told.`,
    because: [ref(fact), ref(by)],
  }))
}

/** Kinds that tell of the past by their nature: their date is no lateness. */
const HISTORY: ReadonlySet<FactKind> = new Set<FactKind>([
  'case-opened',
  'conviction',
  'court-order',
  'suspension',
  'fact-withdrawn',
])

function lateFacts({ told, ref }: Scene, findings: readonly CaseFinding[]): readonly Correction[] {
  const opened = told.of('case-opened')[0]
  const late = (fact: CaseFact) =>
    !HISTORY.has(fact.kind) && isLate(Math.max(fact.at, opened?.recordedAt ?? 0), fact.recordedAt)
  return told.facts.filter(late).map((fact) => {
    const own = findings.filter(({ because }) => because.some((one) => one.of === 'case' && one.seq === fact.seq))
    const what = own.length === 0 ? '' : ` It bears on: ${titles(own)}.`
    return {
      at: fact.at,
      learnedAt: fact.recordedAt,
      kind: 'came-late',
      words: `Told ${laterWords(fact.at, fact.recordedAt, told.zone)} later, on ${inZone(fact.recordedAt, told.zone)}; everything since was judged anew.${what}`,
      because: [ref(fact)],
    }
  })
}

/** Findings that a hearing, a board or an officer has decided do not count. */
function settled({ told }: Scene, findings: readonly CaseFinding[]): readonly Correction[] {
  return findings.flatMap((finding): readonly Correction[] => {
    const { standing, title, since } = finding
    if (standing.kind !== 'not-responsible' && standing.kind !== 'excused') return []
    const last = standing.because.at(-1) ?? standing.because[0]
    const excused = standing.kind === 'excused'
    const clean =
      finding.class === 'lockout' || finding.class === 'violation'
        ? ' It no longer counts against the months without a lockout or violation.'
        : ''
    const rests = findings.filter((one) => one !== finding && one.id.endsWith(`@${finding.id}`))
    const fallen = rests.length === 0 ? '' : ` With it falls: ${titles(rests)}.`
    return [
      {
        at: since,
        learnedAt: learnedOf(told.facts, last),
        kind: excused ? 'excused' : 'set-aside',
        words: `${title} of ${inZone(since, told.zone)} ${excused ? 'is excused' : 'is set aside'} and stays on record.${clean}${fallen}`,
        because: nonEmpty(standing.because[0], standing.because.slice(1)),
      },
    ]
  })
}

/** A decision is known from when it was recorded. */
const learnedOf = (facts: readonly CaseFact[], ref: { readonly seq: number; readonly at: Instant }): Instant =>
  facts.find(({ seq }) => seq === ref.seq)?.recordedAt ?? ref.at
