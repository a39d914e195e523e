/** The hearings of a case, each with what was brought to it, what became of it and what the law prepares for it. */
import { groundOf } from '../law.ts'
import type { CaseFinding, Hearing, ProposedSanction } from './assessment.ts'
import type { FactOf, Sanction } from './fact.ts'
import { nonEmpty } from './lifted.ts'
import { lengthWords, tierOf } from './sanctions.ts'
import type { Scene } from './scene.ts'

/** In the order in which they were set. A hearing that was set again is one hearing, at its last date and place. */
export function hearingsOf(scene: Scene, findings: readonly CaseFinding[]): readonly Hearing[] {
  const { told, ref } = scene
  const set = new Map<string, FactOf<'hearing-scheduled'>[]>()
  for (const fact of told.of('hearing-scheduled')) {
    const before = set.get(fact.hearing)
    if (before === undefined) set.set(fact.hearing, [fact])
    else before.push(fact)
  }
  return [...set].flatMap(([hearing, times]): readonly Hearing[] => {
    const last = times.at(-1)
    if (last === undefined) return []
    const outcome = outcomeOf(scene, hearing)
    const about = [...new Set(times.flatMap((one) => one.about))]
    return [
      {
        hearing,
        about,
        state: outcome.state,
        for: last.for,
        place: last.place,
        sanction: outcome.sanction,
        evidence: told
          .of('hearing-evidence')
          .filter((one) => one.hearing === hearing)
          .map(ref),
        proposed: outcome.state === 'set' ? about.flatMap((id) => proposedFor(scene, findings, id)) : [],
        because: nonEmpty(ref(times[0] ?? last), [...times.slice(1), ...outcome.facts].map(ref)),
      },
    ]
  })
}

type Outcome = {
  readonly state: Hearing['state']
  readonly sanction: Sanction | null
  readonly facts: readonly (FactOf<'hearing-decided'> | FactOf<'decision-contested'> | FactOf<'contest-decided'>)[]
}

/** The first decision of the hearing and of the board hold; what came after them is a contradiction of its own. */
function outcomeOf({ told }: Scene, hearing: string): Outcome {
  const of = <T extends { readonly hearing: string }>(facts: readonly T[]) =>
    facts.find((one) => one.hearing === hearing)
  const decided = of(told.of('hearing-decided'))
  if (decided === undefined) return { state: 'set', sanction: null, facts: [] }
  const contested = of(told.of('decision-contested'))
  const contest = of(told.of('contest-decided'))
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

/** What the law prepares about one finding; nothing for one that is settled. */
function proposedFor(scene: Scene, findings: readonly CaseFinding[], id: string): readonly ProposedSanction[] {
  const finding = findings.find((one) => one.id === id || one.aliases.includes(id))
  if (finding === undefined || finding.standing.kind === 'excused') return []
  const tier = tierOf(scene, findings, finding)
  if (tier === undefined) return []
  const { kind, words, length } = tier
  return [{ about: finding.id, tier: tier.id, kind, length: lengthWords(length.value), words, law: groundOf(length) }]
}
