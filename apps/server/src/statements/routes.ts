/** The endpoints about signed statements. */
import { ORDERS_SHOWN_MAX } from '@keyturn/contract/endpoints/orders.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { organizations } from '@keyturn/store/queries/cases/organizations.ts'
import {
  publicStatementsOf,
  publicStatementsOfKind,
  revocationsKnown,
} from '@keyturn/store/queries/statements/public-statements.ts'
import { ok, problem } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'
import { type Looking, orderViews } from './order-view.ts'
import { outageViews } from './outage-view.ts'
import { statementView } from './statement-view.ts'
import { takeStatement } from './take-statement.ts'
import { withdrawnBy } from './verify.ts'
import { claimsIn } from './withdrawn.ts'

const postStatementRoute = route('post-statement', async ({ body: { file }, actor, now, services }) => {
  const taken = await takeStatement(services, { file, actor, now })
  if (taken.kind === 'problem') return taken
  const { kept, jurisdiction } = taken.value
  const revoked = withdrawnBy(await revocationsKnown(services.pool, now))
  return ok(statementView([kept], { now, revoked, jurisdiction }))
})

const getStatementRoute = route('get-statement', async ({ params: { statementId }, now, services: { pool } }) => {
  const [claim] = claimsIn(await publicStatementsOf(pool, statementId))
  if (claim === undefined) return problem('unknown-statement', `No public statement ${statementId} is kept here.`)
  const revoked = withdrawnBy(await revocationsKnown(pool, now))
  return ok(statementView(claim, { now, revoked, jurisdiction: claim[0].jurisdiction }), PUBLIC)
})

const listOrdersRoute = route('list-orders', async ({ query: { jurisdiction }, now, services: { pool } }) => {
  const kept = await publicStatementsOfKind(pool, { kind: 'order', jurisdiction, limit: ORDERS_SHOWN_MAX })
  return ok({ asOf: iso(now), orders: [...orderViews(kept, await lookingAt(pool, now))] }, PUBLIC)
})

const listOutagesRoute = route('list-outages', async ({ query: { jurisdiction }, now, services: { pool } }) => {
  const kept = await publicStatementsOfKind(pool, { kind: 'outage', jurisdiction, limit: ORDERS_SHOWN_MAX })
  return ok({ asOf: iso(now), outages: [...outageViews(kept, await lookingAt(pool, now))] }, PUBLIC)
})

/** Public bytes: a page on a car, or of anybody else, may read them. */
const PUBLIC = { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=15' } as const

/** With what the public list is looked at: what is withdrawn, and what vendors are called. */
export async function lookingAt(db: Queryable, now: Instant): Promise<Looking> {
  const names = new Map((await organizations(db, now, { kind: 'vendor' })).map(({ id, name }) => [id, name]))
  return {
    now,
    revoked: withdrawnBy(await revocationsKnown(db, now)),
    vendorName: (vendor) => names.get(vendor) ?? vendor,
  }
}

export const statementRoutes: readonly Route[] = [
  postStatementRoute,
  getStatementRoute,
  listOrdersRoute,
  listOutagesRoute,
]
