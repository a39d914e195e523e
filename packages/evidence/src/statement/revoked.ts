/** What was withdrawn: ids of statements and names of keys, from a moment on, within one jurisdiction or everywhere. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { Speaker, Statement, StatementVerdict, Trust } from './statement.ts'
import { EVERYWHERE } from './who-may.ts'

/** How `Trust.revoked` names what an authority withdrew: nobody withdraws what belongs to another jurisdiction. */
export const revokedName = (jurisdiction: string, id: string): string => `${jurisdiction} ${id}`

/**
 * What the lists withdraw, for `Trust.revoked`. Of each jurisdiction's lists the one with the highest number holds; the
 * root's own counts everywhere. Give it only what `verifyStatementFile` verified.
 */
export function revokedBy(lists: readonly StatementVerdict[]): ReadonlyMap<string, Instant> {
  const highest = new Map<string, Extract<Statement, { kind: 'revocations' }>>()
  for (const each of lists) {
    if (each.kind !== 'verified' || each.statement.kind !== 'revocations') continue
    const known = highest.get(each.statement.subject)
    if (known === undefined || each.statement.number > known.number) highest.set(each.statement.subject, each.statement)
  }
  const revoked = new Map<string, Instant>()
  for (const [jurisdiction, { revoked: entries }] of highest) {
    for (const { id, at } of entries) {
      const name = revokedName(jurisdiction, id)
      const known = revoked.get(name)
      if (known === undefined || at < known) revoked.set(name, at)
    }
  }
  return revoked
}

/** Whether the statement, or the key it gives, is withdrawn at the moment. */
export function isRevoked(trust: Trust, statement: Statement, speaker: Speaker, at: Instant): boolean {
  const jurisdiction = jurisdictionOf(statement, speaker)
  const ids = 'key' in statement ? [statement.id, statement.subject] : [statement.id]
  return ids.some((id) =>
    [jurisdiction, EVERYWHERE].some((where) => {
      const from = trust.revoked.get(revokedName(where, id))
      return from !== undefined && from <= at
    }),
  )
}

function jurisdictionOf(statement: Statement, speaker: Speaker): string {
  if (speaker.as !== 'root') return speaker.jurisdiction
  return statement.kind === 'authority-key' ? statement.jurisdiction : EVERYWHERE
}
