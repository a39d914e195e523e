/** A signed letter about a case as a fact of the case: recorded by the server itself, whoever brought it. */
import type { FactBody } from '@keyturn/cases/program/fact.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { CaseParts } from '../cases/case-parts.ts'
import { type Changed, changeCase } from '../cases/change-case.ts'
import { signatoryOf } from './speaker.ts'
import type { Verified } from './verify.ts'

/** Recorded once, however often the letter comes. A full case keeps the letter without a fact of it. */
export async function recordLetter(
  parts: CaseParts,
  caseId: CaseId,
  file: string,
  { statement }: Verified,
): Promise<void> {
  const issuer = signatoryOf(file)
  const { id, cites, expiresAt } = statement
  if (statement.kind === 'confirmation') {
    const { about, provider, account, next } = statement
    const issuedBy = issuer.by === 'vendor' ? 'vendor' : 'authority'
    const body = { kind: 'confirmation-received', statement: id, issuer: issuer.name, issuedBy, cites } as const
    await recordSigned(parts, caseId, statement, { ...body, about, provider, account, next })
  } else if (statement.kind === 'exception') {
    const { vehicle, reason } = statement
    const body = { kind: 'exception-granted', statement: id, issuer: issuer.name, cites } as const
    await recordSigned(parts, caseId, statement, { ...body, vehicle, until: expiresAt, reason })
  }
}

/** Records what a signed statement says, in the server's own name and under the statement's id. */
export async function recordSigned(
  parts: CaseParts,
  caseId: CaseId,
  { id, issuedAt }: { readonly id: string; readonly issuedAt: Instant },
  body: FactBody,
): Promise<Changed> {
  const actor = actorOf('system')
  // A signer's clock may be a little ahead; nothing happens before it is heard of.
  const at = issuedAt <= parts.clock.now() ? issuedAt : undefined
  return asSystem(parts.pool, (client) =>
    changeCase(parts, client, { caseId, actor, at, body, key: `statement ${id}`, ifMatch: null }, () => null),
  )
}
