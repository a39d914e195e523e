/** What the server has of the authority's publications: really verified, before a case is judged by them. */
import type { KnownRelief, ListedOrder, ListedOutage, ReliefView, Signed } from '@keyturn/cases/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { StatementVerdict } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import type { World } from './world.ts'

/** Orders and outages that are published and hold; null while nothing is, as on a server that never heard of any. */
export function knownRelief(world: World): ReliefView | null {
  const orders: ListedOrder[] = []
  const outages: ListedOutage[] = []
  for (const { file, publishedAt } of world.desk.papers) {
    if (publishedAt === null) continue
    const verdict = runSync(verifyStatementFile(file, world.desk.trust, publishedAt), world.crypto)
    if (verdict.kind === 'refused') continue
    const { statement } = verdict
    const signed = signedOf(world, verdict, publishedAt)
    if (statement.kind === 'order') orders.push({ ...signed, order: statement, reason: statement.reason })
    if (statement.kind === 'outage') outages.push({ ...signed, ...statement })
  }
  if (orders.length === 0 && outages.length === 0) return null
  const known: KnownRelief = { orders, outages }
  return { known, identity: world.config.identity }
}

type Verified = Extract<StatementVerdict, { readonly kind: 'verified' }>

const signedOf = ({ desk }: World, { statement, speaker }: Verified, knownAt: Instant): Signed => ({
  by: speaker.as === 'authority' ? 'authority' : 'vendor',
  issuer: speaker.as === 'root' ? 'the root' : speaker.id,
  cites: statement.cites,
  issuedAt: statement.issuedAt,
  knownAt,
  withdrawnAt: desk.withdrawnAt(statement.id),
})
