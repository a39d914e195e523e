/**
 * Facts that cannot both hold, or that rest on nothing. Each has one defined outcome, which is the one that does not
 * harm the participant more than the law does, and a person looks at it.
 */
import { programName } from '@keyturn/rules/program.ts'
import type { Law } from '../law.ts'
import type { CaseFinding } from './assessment.ts'
import type { CaseFact } from './fact.ts'
import { type Doubt, oddFacts } from './odd-facts.ts'
import type { Scene } from './scene.ts'
import { type About, decisionOf, factsOf, inTime, mayExcuse, standingOf } from './standing.ts'

const keptLaw: Law = {
  kind: 'assumed',
  from: 'the way a case is kept',
  why: 'Facts are appended and never edited, so two that contradict each other both stay and a person settles it by a third.',
}

/** A finding for a person for each contradiction. */
export function contradictionsIn(scene: Scene, about: About, findings: readonly CaseFinding[]): readonly CaseFinding[] {
  const byId = new Map(findings.flatMap((one) => [one.id, ...one.aliases].map((id) => [id, one] as const)))
  const doubts = [
    ...hearingsInDoubt(scene, about),
    ...excusalsInDoubt(scene, about, byId),
    ...requestsTooLate(scene, byId),
    ...oddFacts(scene),
  ].map((doubt) => findingOf(scene, doubt))
  const known = new Set([...byId.keys(), ...doubts.map(({ id }) => id)])
  const nothing = [...namesNothing(scene, known)].map((doubt) => findingOf(scene, doubt))
  // A doubt is settled like anything else that is for a person: by a fact that speaks of it.
  return [...doubts, ...nothing].map((one) => ({ ...one, standing: standingOf(scene, about, one) }))
}

function* hearingsInDoubt({ told }: Scene, about: About): Generator<Doubt> {
  for (const fact of told.of('hearing-decided')) {
    const first = about.decided.get(fact.hearing)
    if (first === undefined) {
      yield {
        rule: 'decided-without-hearing',
        fact,
        title: 'A hearing was decided that was never set',
        effect: 'The decision changes nothing until a hearing is set and held.',
      }
    } else if (first.seq !== fact.seq) {
      yield {
        rule: 'decided-twice',
        fact,
        title: 'A hearing was decided a second time',
        effect: 'The first decision holds. The second changes nothing; a board or a new hearing can change the first.',
      }
    }
  }
  for (const fact of told.of('contest-decided')) {
    const first = about.contested.get(fact.hearing)
    if (first !== undefined && first.seq === fact.seq && about.decided.has(fact.hearing)) continue
    yield {
      rule: 'contest-in-doubt',
      fact,
      title: 'A decision of the board does not fit the hearing it is about',
      effect: 'The first decision of the board about a decided hearing holds; this one changes nothing.',
    }
  }
}

type ById = ReadonlyMap<string, CaseFinding>

/** In the order in which they were told, so that a later one may speak of the doubt about an earlier one. */
function* namesNothing({ told }: Scene, known: Set<string>): Generator<Doubt> {
  const spoken: readonly (readonly [CaseFact, readonly string[]])[] = [
    ...told.of('hearing-requested').map((one) => [one, [one.about]] as const),
    ...told.of('hearing-scheduled').map((one) => [one, one.about] as const),
    ...told.of('excusal-granted').map((one) => [one, [one.about]] as const),
  ]
  for (const [fact, ids] of spoken.toSorted(([a], [b]) => a.seq - b.seq)) {
    if (ids.every((id) => known.has(id))) continue
    known.add(`names-no-finding@${fact.seq}`)
    yield {
      rule: 'names-no-finding',
      fact,
      title: 'It speaks of a finding that the facts no longer show',
      effect:
        'What it speaks of is gone, so it changes nothing. Facts that came later, or were withdrawn, explain why.',
    }
  }
}

function* excusalsInDoubt(scene: Scene, about: About, byId: ById): Generator<Doubt> {
  for (const fact of scene.told.of('excusal-granted')) {
    const finding = byId.get(fact.about)
    if (finding === undefined) continue
    if (!mayExcuse(scene, finding, fact.cause)) {
      yield {
        rule: 'excusal-without-effect',
        fact,
        title: 'An excusal that the law does not know',
        effect: 'The finding stands as if it had not been excused. What speaks against it is heard at a hearing.',
      }
      continue
    }
    const ids = [finding.id, ...finding.aliases]
    const decision = decisionOf(about, factsOf(about.scheduled, ids), ids)
    if (decision?.outcome !== 'responsible') continue
    yield {
      rule: 'excused-and-responsible',
      fact,
      title: 'One finding was excused, and a hearing found the participant responsible for it',
      effect: 'The excusal holds and nothing is counted, until an officer has withdrawn one of the two.',
    }
  }
}

function* requestsTooLate({ told }: Scene, byId: ById): Generator<Doubt> {
  for (const fact of told.of('hearing-requested')) {
    const finding = byId.get(fact.about)
    if (finding === undefined || finding.hearingBy === null || inTime(finding, fact.at)) continue
    yield {
      rule: 'request-too-late',
      fact,
      title: 'A hearing was requested after the last day',
      effect: 'It is no request in time. An officer may hear the matter all the same, and decides whether to.',
    }
  }
}

const findingOf = ({ ref, lawAt }: Scene, { rule, fact, title, effect }: Doubt): CaseFinding => ({
  id: `${rule}@${fact.seq}`,
  aliases: [],
  class: 'for-a-person',
  rule,
  title,
  law: keptLaw,
  because: [ref(fact)],
  cause: 'unknown',
  effect,
  consequences: [],
  since: fact.at,
  endedAt: null,
  learnedAt: fact.recordedAt,
  device: null,
  signed: false,
  standing: { kind: 'stands' },
  hearingBy: null,
  interpretations: [],
  rules: programName(lawAt(fact.at)),
})
