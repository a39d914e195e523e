/** What a vendor passes on to an authority, month by month. */
import { monthOf, remittanceOf } from '@keyturn/cases/fees/remittance.ts'
import type { RemittanceStatement } from '@keyturn/contract/endpoints/fees.ts'
import { remittanceCsv, remittanceText } from '@keyturn/contract/fees/statement-files.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { feeLawOn, feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { payablePostings } from '@keyturn/store/queries/money/postings.ts'
import { addRemittance, remittancesOf } from '@keyturn/store/queries/money/remittances.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const remittanceStatementRoute = route('remittance-statement', async ({ params, actor, now, services }) => {
  const statement = await remittanceFor(services.pool, params, actor, now)
  return statement.kind === 'problem' ? statement : ok(statement.value)
})

export const remittanceFileRoute = route('remittance-file', async ({ params, query, actor, now, services }) => {
  const statement = await remittanceFor(services.pool, params, actor, now)
  if (statement.kind === 'problem') return statement
  const name = `remittance-${params.vendor}-${params.month}`
  return query.format === 'csv'
    ? ok({ bytes: Buffer.from(remittanceCsv(statement.value)), mediaType: 'text/csv', name: `${name}.csv` })
    : ok({ bytes: Buffer.from(remittanceText(statement.value)), mediaType: 'text/plain', name: `${name}.txt` })
})

export const recordRemittanceRoute = route('record-remittance', async ({ params, body, actor, now, services }) => {
  const refused = notYours(params, actor)
  if (refused !== null) return refused
  if (body.paidAt > now) return problem('bad-request', `body.paidAt: it is ${iso(now)} here.`)
  const recorded = await asActor(services.pool, actor, (client) =>
    addRemittance(client, { ...params, ...body, recordedAt: now }, actor),
  )
  return ok({ id: body.id, recorded })
})

type Of = { readonly vendor: string; readonly jurisdiction: string }

/** A vendor's money is the vendor's own and the authority's. */
export function notYours({ vendor, jurisdiction }: Of, actor: Actor) {
  if (feeLawsOf(jurisdiction).length === 0)
    return problem('unknown-jurisdiction', `There is no program for ${jurisdiction} here.`)
  if (actor.vendor !== null && actor.vendor !== vendor)
    return problem('forbidden', `You work for ${actor.vendor}; this is about ${vendor}.`)
  if (actor.jurisdiction !== null && actor.jurisdiction !== jurisdiction)
    return problem('forbidden', `You work for ${actor.jurisdiction}; this is about ${jurisdiction}.`)
  return null
}

async function remittanceFor(pool: Pool, of: Of & { readonly month: string }, actor: Actor, now: Instant) {
  const refused = notYours(of, actor)
  if (refused !== null) return refused
  const law = feeLawOn(feeLawsOf(of.jurisdiction), `${of.month}-01`)
  const month = monthOf(of.month, law.timeZone)
  if (month === undefined) return problem('bad-request', `path.month: ${of.month} is no month.`)
  const { vendor, jurisdiction } = of
  const found = await asActor(pool, actor, async (client) => ({
    postings: await payablePostings(client, { vendor, jurisdiction, before: month.until }),
    paid: await remittancesOf(client, { vendor, jurisdiction }),
  }))
  const about = { vendor, jurisdiction, authority: law.authority, month }
  const { lines, ...sums } = remittanceOf(about, found.postings, found.paid, now)
  const value: RemittanceStatement = {
    ...sums,
    lines: lines.map(({ caseId, ...line }) => ({ case: caseId, ...line })),
  }
  return { kind: 'ok' as const, value }
}
