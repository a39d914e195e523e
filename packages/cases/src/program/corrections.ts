/** What the case learned late, took back or set aside, and what that changed. Nothing is corrected silently. */
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
  const resting = restingOn(findings)
  const late = (fact: CaseFact) =>
    !HISTORY.has(fact.kind) && isLate(Math.max(fact.at, opened?.recordedAt ?? 0), fact.recordedAt)
  return told.facts.filter(late).map((fact) => {
    const own = resting.get(fact.seq) ?? []
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

/** Findings by the facts of the case that they rest on. */
function restingOn(findings: readonly CaseFinding[]): ReadonlyMap<number, readonly CaseFinding[]> {
  const by = new Map<number, CaseFinding[]>()
  for (const finding of findings) {
    for (const seq of new Set(finding.because.flatMap((one) => (one.of === 'case' ? [one.seq] : [])))) {
      const same = by.get(seq)
      if (same === undefined) by.set(seq, [finding])
      else same.push(finding)
    }
  }
  return by
}

/** Findings that a hearing, a board or an officer has decided do not count. */
function settled({ told }: Scene, findings: readonly CaseFinding[]): readonly Correction[] {
  const facts = new Map(told.facts.map((fact) => [fact.seq, fact]))
  // What is made of others is named after the last of them: `repeated-failed-starts@KT-1:failed-starts@3`.
  const made = new Map(findings.map((one) => [one.id.slice(one.id.indexOf('@') + 1), one]))
  return findings.flatMap((finding): readonly Correction[] => {
    const { standing, title, since } = finding
    if (standing.kind !== 'not-responsible' && standing.kind !== 'excused') return []
    const last = standing.because.at(-1) ?? standing.because[0]
    const excused = standing.kind === 'excused'
    const clean =
      finding.class === 'lockout' || finding.class === 'violation'
        ? ' It no longer counts against the months without a lockout or violation.'
        : ''
    const rests = made.get(finding.id)
    const fallen = rests === undefined ? '' : ` With it falls: ${rests.title}.`
    return [
      {
        at: since,
        learnedAt: facts.get(last.seq)?.recordedAt ?? last.at,
        kind: excused ? 'excused' : 'set-aside',
        words: `${title} of ${inZone(since, told.zone)} ${excused ? 'is excused' : 'is set aside'} and stays on record.${clean}${fallen}`,
        because: nonEmpty(standing.because[0], standing.because.slice(1)),
      },
    ]
  })
}
