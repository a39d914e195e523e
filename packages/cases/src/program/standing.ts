/** What has become of each finding: asked about, heard, decided, contested, excused. The words of people, in order. */
import type { Cause, Trigger } from '@keyturn/domain/record.ts'
import type { ProgramViolation } from '@keyturn/rules/program-violations.ts'
import type { NonEmpty } from '../fact.ts'
import { inForce, versionsOf } from '../in-force.ts'
import type { CaseFinding, CaseRef, Standing } from './assessment.ts'
import type { CaseFact, FactOf, Sanction } from './fact.ts'
import type { Scene } from './scene.ts'
import type { Told } from './told.ts'

/** Whether it counts against the participant: a lockout or violation that nobody has set aside or excused. */
export const countsAgainst = ({ class: of, standing }: Pick<CaseFinding, 'class' | 'standing'>): boolean =>
  (of === 'lockout' || of === 'violation') && standing.kind !== 'not-responsible' && standing.kind !== 'excused'

/** What takes a license away at once, before any hearing, and counts [MA-VIO-5]. */
export function lossesIn({ lawAt }: Scene, findings: readonly CaseFinding[]): readonly CaseFinding[] {
  return findings.filter((one) => {
    if (!countsAgainst(one)) return false
    const violation = lawAt(one.since).violations.violations.find(({ id }) => id === one.rule)
    return violation !== undefined && violation.atOnce !== null
  })
}

/** Facts about findings, found by the id that they name. */
export type About = {
  readonly requested: ReadonlyMap<string, readonly FactOf<'hearing-requested'>[]>
  readonly scheduled: ReadonlyMap<string, readonly FactOf<'hearing-scheduled'>[]>
  readonly excused: ReadonlyMap<string, readonly FactOf<'excusal-granted'>[]>
  /** The first decision of each hearing that was set: a second one decides nothing. */
  readonly decided: ReadonlyMap<string, FactOf<'hearing-decided'>>
  readonly contested: ReadonlyMap<string, FactOf<'contest-decided'>>
}

/** Reads the facts once. */
export function aboutOf(told: Told): About {
  const scheduled = new Map<string, FactOf<'hearing-scheduled'>[]>()
  const set = new Set<string>()
  for (const fact of told.of('hearing-scheduled')) {
    set.add(fact.hearing)
    for (const id of new Set(fact.about)) add(scheduled, id, fact)
  }
  return {
    requested: grouped(told.of('hearing-requested')),
    scheduled,
    excused: grouped(told.of('excusal-granted')),
    decided: firstBy(told.of('hearing-decided').filter(({ hearing }) => set.has(hearing))),
    contested: firstBy(told.of('contest-decided')),
  }
}

/** The standing of a finding by everything that was said about it. */
export function standingOf(scene: Scene, about: About, finding: CaseFinding): Standing {
  const ids = [finding.id, ...finding.aliases]
  const { ref } = scene
  const excusal = factsOf(about.excused, ids).find(({ cause }) => mayExcuse(scene, finding, cause))
  if (excusal !== undefined) return { kind: 'excused', cause: excusal.cause, because: [ref(excusal)] }
  const set = factsOf(about.scheduled, ids)
  const decision = decisionOf(about, set, ids)
  if (decision !== null) {
    const contest = about.contested.get(decision.fact.hearing)
    const because: NonEmpty<CaseRef> = contest === undefined ? [ref(decision.fact)] : [ref(decision.fact), ref(contest)]
    if (decision.outcome === 'not-responsible' || contest?.outcome === 'reversed') {
      return { kind: 'not-responsible', because }
    }
    const sanction: Sanction = contest?.outcome === 'modified' ? contest.sanction : decision.fact.sanction
    return { kind: 'responsible', sanction, because }
  }
  const [last] = set.toReversed()
  if (last !== undefined) return { kind: 'hearing-set', because: [ref(last)] }
  const request = factsOf(about.requested, ids).find(({ at }) => inTime(finding, at))
  if (request !== undefined) return { kind: 'hearing-requested', because: [ref(request)] }
  return { kind: 'stands' }
}

/** Whether a request of that moment is in time: the last instant counts. */
export const inTime = ({ hearingBy }: Pick<CaseFinding, 'hearingBy'>, at: number): boolean =>
  hearingBy !== null && at <= hearingBy

/** The first decision about any of the ids, with its outcome. */
export function decisionOf(
  about: About,
  set: readonly FactOf<'hearing-scheduled'>[],
  ids: readonly string[],
): { readonly fact: FactOf<'hearing-decided'>; readonly outcome: 'responsible' | 'not-responsible' } | null {
  const decisions = set.flatMap(({ hearing }) => {
    const fact = about.decided.get(hearing)
    const outcome = fact?.outcomes.find((one) => ids.includes(one.about))?.outcome
    return fact === undefined || outcome === undefined ? [] : [{ fact, outcome }]
  })
  return decisions.toSorted((a, b) => a.fact.at - b.fact.at || a.fact.seq - b.fact.seq)[0] ?? null
}

/** Whether an officer may excuse the finding for that cause. */
export function mayExcuse(scene: Scene, finding: CaseFinding, cause: Exclude<Cause, 'operator'>): boolean {
  if (restsOnFailedBreath(scene, finding)) return false
  const violation = violationOf(scene, finding)
  return violation === undefined || violation.excusable.includes(cause)
}

/**
 * A failed breath was measured by the device alone, whatever failed around it; whether the log is here or its
 * vendor reports the lockout alone.
 */
export function restsOnFailedBreath({ told }: Scene, { because, class: of, rule, since }: CaseFinding): boolean {
  if (of !== 'lockout' && of !== 'violation') return false
  if (because.some((ref) => ref.of === 'device' && ref.kind === 'sample')) return true
  const { profile } = inForce(versionsOf(told.law.profiles), since)
  return profile.lockouts.some(({ id, on }) => id === rule && BREATHS.includes(on))
}

const BREATHS: readonly Trigger[] = ['start-test-failed', 'retest-failed', 'sample-failed']

/** What the program in force when it happened says about a violation; undefined for what is none of its own. */
const violationOf = ({ lawAt }: Scene, { rule, since, class: of }: CaseFinding): ProgramViolation | undefined =>
  of === 'violation' || of === 'for-a-person'
    ? lawAt(since).violations.violations.find(({ id }) => id === rule)
    : undefined

/** All facts under any of the ids, in the order in which they happened. */
export function factsOf<T extends CaseFact>(
  by: ReadonlyMap<string, readonly T[]>,
  ids: readonly string[],
): readonly T[] {
  const found = ids.flatMap((id) => by.get(id) ?? [])
  if (ids.length === 1) return found
  return [...new Set(found)].toSorted((a, b) => a.at - b.at || a.seq - b.seq)
}

function grouped<T extends { readonly about: string }>(facts: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const by = new Map<string, T[]>()
  for (const fact of facts) add(by, fact.about, fact)
  return by
}

function firstBy<T extends { readonly hearing: string }>(facts: readonly T[]): ReadonlyMap<string, T> {
  const by = new Map<string, T>()
  for (const fact of facts) if (!by.has(fact.hearing)) by.set(fact.hearing, fact)
  return by
}

function add<T>(to: Map<string, T[]>, id: string, fact: T): void {
  const before = to.get(id)
  if (before === undefined) to.set(id, [fact])
  else before.push(fact)
}
