/** Charges besides the visits, payments, failures of providers: recorded in one's own name, entered at once. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { factSource } from '@keyturn/cases/fees/of-case.ts'
import type { MoneyEntry } from '@keyturn/contract/endpoints/fees.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { actAs } from '@keyturn/store/as-actor.ts'
import { findCase, lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { addMoneyFact, moneyFactsOf, type SettledFact } from '@keyturn/store/queries/money/money-facts.ts'
import type pg from 'pg'
import { allOrNothing } from '../../cases/all-or-nothing.ts'
import { findingsNow } from '../../cases/assessed.ts'
import { readCaseFile } from '../../cases/case-file.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { statementFor } from './case-statement.ts'
import { enterPostings } from './settle-case.ts'

export const recordMoneyRoute = route('record-money', async ({ params, body, actor, keyed, now, services }) => {
  const { caseId } = params
  const { entry } = body
  if (body.at !== undefined && body.at > now) {
    return problem('bad-request', `body.at: it is ${iso(now)} here, and what has not happened yet is not settled.`)
  }
  const refused = notYours(actor, entry)
  if (refused !== null) return refused
  const id = `money:${digestOf(`${actor.user} ${keyed.key}`)}`
  const outcome = await allOrNothing(services.pool, actor, async (client) => {
    if ((await findCase(client, caseId)) === undefined) return unknownCase(caseId)
    await actAs(client, actorOf('system'))
    const row = await lockCase(client, caseId)
    if (row === undefined) return unknownCase(caseId)
    const file = await readCaseFile({ db: client, records: services.records }, caseId)
    const held = await moneyFactsOf(client, caseId)
    // After whatever the case knows: two that came at one moment still have an order.
    const latest = Math.max(file.facts.at(-1)?.recordedAt ?? 0, held.at(-1)?.recordedAt ?? 0)
    const recordedAt = instant(Math.max(now, latest + 1))
    await actAs(client, actor)
    const refused = await addOnce(client, caseId, { id, at: body.at, recordedAt, entry }, { held, actor })
    if (refused !== null) return refused
    await actAs(client, actorOf('system'))
    const findings = await findingsNow(services, client, row, recordedAt)
    await enterPostings(client, row, file, { asOf: recordedAt, findings })
    return ok(null)
  })
  if (outcome.kind === 'problem') return outcome
  const statement = await statementFor(services, { caseId, actor, now, what: 'record-money' })
  return statement === undefined ? unknownCase(caseId) : ok({ id, statement })
})

type Told = {
  readonly id: string
  readonly at: Instant | undefined
  readonly recordedAt: Instant
  readonly entry: MoneyEntry
}

/** Null when it is recorded now, or was by this very request. */
async function addOnce(
  client: pg.ClientBase,
  caseId: CaseId,
  told: Told,
  { held, actor }: { readonly held: readonly SettledFact[]; readonly actor: Actor },
) {
  const before = held.find(({ id }) => id === told.id)
  const fact = factOf(told, before)
  if (before === undefined) {
    await addMoneyFact(client, caseId, fact, actor)
    return null
  }
  // The database keeps an entry's fields in an order of its own.
  return isDeepStrictEqual(before, fact)
    ? null
    : problem('idempotency-key-reused', 'This key was used for another request about this case. Choose a new one.')
}

/** As a fact; sent again it is dated as it was the first time. */
function factOf({ id, at, recordedAt, entry }: Told, before: SettledFact | undefined): SettledFact {
  const known = before?.recordedAt ?? recordedAt
  const head = { id, at: at ?? before?.at ?? known, recordedAt: known }
  if (entry.kind !== 'provider-caused') return { ...head, ...entry }
  const of = entry.of.map((one) => (typeof one === 'number' ? factSource(one) : one))
  return { ...head, kind: entry.kind, of, reason: entry.reason }
}

/** A vendor speaks for itself alone; what it costs it a vendor may take on itself, and only the authority on others. */
function notYours({ vendor }: Actor, entry: MoneyEntry) {
  const named = 'vendor' in entry ? entry.vendor : null
  return named === null || vendor === null || named === vendor
    ? null
    : problem('forbidden', `body.entry.vendor: you record for ${vendor}, and not for ${named}.`)
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
