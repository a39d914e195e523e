/** The hearings of a case, each with what was brought to it, what became of it and what the law prepares for it. */
import { groundOf } from '../law.ts'
import type { CaseFinding, Hearing, ProposedSanction } from './assessment.ts'
import type { FactKind, FactOf, Sanction } from './fact.ts'
import { nonEmpty } from './lifted.ts'
import { lengthWords, tierOf } from './sanctions.ts'
import type { Scene } from './scene.ts'

/** In the order in which they were set. A hearing that was set again is one hearing, at its last date and place. */
export function hearingsOf(scene: Scene, findings: readonly CaseFinding[]): readonly Hearing[] {
  const { told, ref } = scene
  const set = byHearing(told.of('hearing-scheduled'))
  const evidence = byHearing(told.of('hearing-evidence'))
  const said: Said = {
    decided: byHearing(told.of('hearing-decided')),
    contested: byHearing(told.of('decision-contested')),
    contest: byHearing(told.of('contest-decided')),
  }
  const prepared = preparedFor(scene, findings)
  return [...set].flatMap(([hearing, times]): readonly Hearing[] => {
    const last = times.at(-1)
    if (last === undefined) return []
    const outcome = outcomeOf(said, hearing)
    const about = [...new Set(times.flatMap((one) => one.about))]
    return [
      {
        hearing,
        about,
        state: outcome.state,
        for: last.for,
        place: last.place,
        sanction: outcome.sanction,
        evidence: (evidence.get(hearing) ?? []).map(ref),
        proposed: outcome.state === 'set' ? about.flatMap(prepared) : [],
        because: nonEmpty(ref(times[0] ?? last), [...times.slice(1), ...outcome.facts].map(ref)),
      },
    ]
  })
}

type By<K extends FactKind> = ReadonlyMap<string, readonly FactOf<K>[]>
type Said = {
  readonly decided: By<'hearing-decided'>
  readonly contested: By<'decision-contested'>
  readonly contest: By<'contest-decided'>
}

function byHearing<T extends { readonly hearing: string }>(facts: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const by = new Map<string, T[]>()
  for (const fact of facts) {
    const same = by.get(fact.hearing)
    if (same === undefined) by.set(fact.hearing, [fact])
    else same.push(fact)
  }
  return by
}

type Outcome = {
  readonly state: Hearing['state']
  readonly sanction: Sanction | null
  readonly facts: readonly (FactOf<'hearing-decided'> | FactOf<'decision-contested'> | FactOf<'contest-decided'>)[]
}

/** The first decision of the hearing and of the board hold; what came after them is a contradiction of its own. */
function outcomeOf(said: Said, hearing: string): Outcome {
  const decided = said.decided.get(hearing)?.[0]
  if (decided === undefined) return { state: 'set', sanction: null, facts: [] }
  const contested = said.contested.get(hearing)?.[0]
  const contest = said.contest.get(hearing)?.[0]
  const before = contested === undefined ? [decided] : [decided, contested]
  if (contest === undefined) {
    return { state: contested === undefined ? 'decided' : 'contested', sanction: decided.sanction, facts: before }
  }
  const sanction: Sanction = {
    upheld: decided.sanction,
    modified: contest.sanction,
    reversed: { kind: 'none' } as const,
  }[contest.outcome]
  return { state: contest.outcome, sanction, facts: [...before, contest] }
}

/** What the law prepares about a finding; nothing for one that is settled. */
function preparedFor(scene: Scene, findings: readonly CaseFinding[]): (id: string) => readonly ProposedSanction[] {
  const byId = new Map(findings.flatMap((one) => [one.id, ...one.aliases].map((id) => [id, one] as const)))
  const responsible = findings.filter(({ standing }) => standing.kind === 'responsible')
  return (id) => {
    const finding = byId.get(id)
    if (finding === undefined || finding.standing.kind === 'excused') return []
    const tier = tierOf(scene, responsible, finding)
    if (tier === undefined) return []
    const { kind, words, length } = tier
    return [{ about: finding.id, tier: tier.id, kind, length: lengthWords(length.value), words, law: groundOf(length) }]
  }
}
