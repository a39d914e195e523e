/** The orders and outages of a jurisdiction as its cases are judged by them, as far as they were known at a moment. */
import type { KnownRelief, ListedOrder, ListedOutage, Signed } from '@keyturn/cases/relief.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { StatementOf, Trust } from '@keyturn/evidence/statement/statement.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import {
  bearingVersion,
  type PublicStatement,
  statementsBearing,
} from '@keyturn/store/queries/statements/public-statements.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn, withdrawnBy } from './verify.ts'
import { type Claim, claimsIn, withdrawnAt } from './withdrawn.ts'

/** By jurisdiction and the content of what is kept, so that every database may share it. The oldest goes first. */
const read = new Map<string, KnownRelief>()
const READ_MAX = 64

/** Undefined while no order, outage or revocation was ever taken in for it. */
export async function reliefKnown(
  db: Queryable,
  jurisdiction: string,
  knownAt: Instant,
): Promise<KnownRelief | undefined> {
  const version = await bearingVersion(db, jurisdiction, knownAt)
  if (version === '') return undefined
  const name = `${jurisdiction} ${version}`
  const before = read.get(name)
  if (before !== undefined) return before
  const made = reliefIn(await statementsBearing(db, jurisdiction, knownAt))
  if (read.size >= READ_MAX) for (const oldest of [...read.keys()].slice(0, 1)) read.delete(oldest)
  read.set(name, made)
  return made
}

/** What kept statements come to. A list that only grows comes to the same for every earlier moment. */
export function reliefIn(kept: readonly PublicStatement[]): KnownRelief {
  const revoked = withdrawnSince(kept.filter(({ kind }) => kind === 'revocations'))
  const orders: ListedOrder[] = []
  const outages: ListedOutage[] = []
  for (const claim of claimsIn(kept)) {
    const statement = statementIn(claim[0].file)
    if (statement.kind === 'order') orders.push({ ...signedOf(claim, revoked), ...orderOf(statement) })
    if (statement.kind === 'outage') outages.push({ ...signedOf(claim, revoked), ...outageOf(statement) })
  }
  return { orders, outages }
}

/** What was withdrawn, from when that was both so and known here. */
function withdrawnSince(lists: readonly PublicStatement[]): Trust['revoked'] {
  const known = new Map<string, Instant>()
  for (const list of lists) {
    for (const [name] of withdrawnBy([list])) if (!known.has(name)) known.set(name, list.receivedAt)
  }
  return new Map(
    [...withdrawnBy(lists)].map(([name, at]) => [name, instant(Math.max(at, known.get(name) ?? at))] as const),
  )
}

function signedOf(claim: Claim, revoked: Trust['revoked']): Signed {
  const [{ file, issuedAt, receivedAt }] = claim
  const { by, name } = signatoryOf(file)
  return {
    by: by === 'vendor' ? 'vendor' : 'authority',
    issuer: name,
    cites: statementIn(file).cites,
    issuedAt,
    knownAt: receivedAt,
    withdrawnAt: withdrawnAt(claim, revoked),
  }
}

function orderOf({ id, supersedes, scope, interval, due, moves, capDays, staggerDays, reason }: StatementOf<'order'>) {
  return { order: { id, supersedes, scope, interval, due, moves, capDays, staggerDays }, reason }
}

function outageOf({ id, supersedes, scope, from, until, cause, account }: StatementOf<'outage'>) {
  return { id, supersedes, scope, from, until, cause, account }
}
