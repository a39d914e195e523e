/**
 * The one way in which a case changes: under a lock, from its whole file, in one transaction with the consequence. Two
 * that come at once are one after the other; whatever fails leaves nothing half done.
 */
import { eventsOfFact } from '@keyturn/cases/notices/case-events.ts'
import { basisOf } from '@keyturn/cases/program/basis.ts'
import type { CaseFact, CaseFile, FactBody } from '@keyturn/cases/program/fact.ts'
import type { CaseLaw } from '@keyturn/cases/program/told.ts'
import { DECISIONS } from '@keyturn/contract/fact-access.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { actAs } from '@keyturn/store/as-actor.ts'
import { keepAnswer, keptAnswer } from '@keyturn/store/queries/cases/answers.ts'
import { type CaseRow, lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { addFact, FACTS_MAX, factsOf } from '@keyturn/store/queries/cases/facts.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import type pg from 'pg'
import { JsonText, problem, type Refusal } from '../kernel/answer.ts'
import { fileWith } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { digestOf, type Judged, judge } from './judged.ts'
import { storeJudged } from './store-judged.ts'

export type Change = {
  readonly caseId: CaseId
  readonly actor: Actor
  /** When it happened; undefined: now. */
  readonly at: Instant | undefined
  readonly body: FactBody
  readonly key: string
  /** The number of facts the caller knew; null: any. */
  readonly ifMatch: number | null
}

export type ChangeRefusal = Refusal<
  | 'bad-request'
  | 'forbidden'
  | 'unknown-case'
  | 'not-allowed-now'
  | 'precondition-failed'
  | 'idempotency-key-reused'
  | 'case-full'
>
export type Changed = { readonly kind: 'ok'; readonly value: JsonText } | ChangeRefusal

/** The case as a change finds it, while nobody else changes it. */
export type Before = {
  readonly row: CaseRow
  readonly law: CaseLaw
  readonly file: CaseFile
  /** Null before the first fact. */
  readonly judged: Judged | null
  /** When the fact is recorded: never before the one that was recorded last. */
  readonly now: Instant
}

/** Null when the change may be made. */
export type Check = (before: Before, told: Change) => ChangeRefusal | null

/**
 * The answer that was given to this very request; a refusal when its key was used for another one. A caller who may not
 * see the case finds nothing.
 */
export async function answeredBefore(client: pg.ClientBase, told: Change): Promise<Changed | undefined> {
  const kept = await keptAnswer(client, { caseId: told.caseId, user: told.actor.user, key: told.key })
  if (kept === undefined) return undefined
  if (kept.requestDigest === requestDigest(told)) return { kind: 'ok', value: new JsonText(kept.answer) }
  return problem(
    'idempotency-key-reused',
    'This key was used for another request about this case. Choose a new one for a new request.',
  )
}

/**
 * Appends a fact with everything that follows from it, inside a transaction that its caller began.
 *
 * @throws Error with PostgreSQL's code 42501 when the actor may not record it by the database's own rules
 */
export async function changeCase(
  parts: CaseParts,
  client: pg.ClientBase,
  told: Change,
  check: Check,
): Promise<Changed> {
  const { caseId, actor } = told
  await actAs(client, actorOf('system'))
  const row = await lockCase(client, caseId)
  if (row === undefined) return unknownCase(caseId)
  // The same request, sent twice at the same moment, waited here.
  const again = await answeredBefore(client, told)
  if (again !== undefined) return again

  const before = await beforeOf(parts, client, row)
  const refused = generalRefusal(before, told) ?? check(before, told)
  if (refused !== null) return refused
  const fact = factOf(before, told)
  const file = await fileWith({ db: client, records: parts.records }, caseId, [...before.file.facts, fact])
  const judged = judge(before.law, file, before.now)
  const answer = recordedText(caseId, fact.seq, judged)

  await actAs(client, actor)
  await addFact(client, caseId, fact)
  await keepAnswer(
    client,
    { caseId, user: actor.user, key: told.key },
    { requestDigest: requestDigest(told), answer, at: before.now },
  )
  await actAs(client, actorOf('system'))
  await storeJudged(client, row, file, judged)
  await wakeCase(client, { caseId, at: before.now, events: eventsOfFact(fact) })
  return { kind: 'ok', value: new JsonText(answer) }
}

export const unknownCase = (caseId: CaseId) =>
  problem('unknown-case', `There is no case ${caseId} here, or it is not one of yours.`)

async function beforeOf({ clock, records }: CaseParts, client: pg.ClientBase, row: CaseRow): Promise<Before> {
  const facts = await factsOf(client, row.caseId)
  // Read after the lock was had; clocks of several servers may be a little apart.
  const now = instant(Math.max(clock.now(), facts.at(-1)?.recordedAt ?? 0))
  const law = await lawOf(client, row.jurisdiction, now)
  const file = await fileWith({ db: client, records }, row.caseId, facts)
  return { row, law, file, judged: facts.length === 0 ? null : judge(law, file, now), now }
}

/** What is refused of any fact, whatever it says. */
function generalRefusal({ row, file, now }: Before, { ifMatch, at }: Change): ChangeRefusal | null {
  if (ifMatch !== null && ifMatch !== row.lastSeq) {
    const facts = row.lastSeq
    return problem(
      'precondition-failed',
      `Somebody recorded something meanwhile: the case has ${facts} facts now. Look at it again, then decide.`,
      { facts },
    )
  }
  if (at !== undefined && at > now) {
    return problem('bad-request', `body.at: it is ${iso(now)} here, and what has not happened yet is no fact.`)
  }
  return file.facts.length < FACTS_MAX ? null : problem('case-full', `A case holds at most ${FACTS_MAX} facts.`)
}

function factOf({ law, file, judged, now }: Before, { actor, at, body }: Change): CaseFact {
  const by = { user: actor.user, name: actor.name, role: actor.role }
  const seq = (file.facts.at(-1)?.seq ?? 0) + 1
  const decidedOn = DECISIONS.has(body.kind) ? judged : null
  const basis = decidedOn === null ? null : basisOf(law, file, decidedOn.assessment.asOf, decidedOn.digest)
  // What is judged now is what will be read later: through JSON, once.
  const plain: FactBody = JSON.parse(JSON.stringify(body))
  return { seq, at: at ?? now, recordedAt: now, by, basis, ...plain }
}

/** `Recorded` of the contract. The assessment's own text stands in it: it is large, and its bytes are digested. */
const recordedText = (caseId: CaseId, seq: number, { text }: Judged): string =>
  `{"case":${JSON.stringify(caseId)},"seq":${seq},"assessment":${text}}`

/** What makes two requests the same: everything but the key. */
const requestDigest = ({ caseId, at, body, ifMatch }: Change): string =>
  digestOf(JSON.stringify([caseId, at ?? null, body, ifMatch]))
