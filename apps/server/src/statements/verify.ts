/** Whether a statement file holds here: from the pinned root, by what is known to be withdrawn, at its own time. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { type Instant, instant, minutes } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { Speaker, Statement, StatementVerdict, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { revocationsKnown } from '@keyturn/store/queries/statements/public-statements.ts'
import { problem, type Refusal } from '../kernel/answer.ts'
import type { Services } from '../services.ts'

export type Verified = { readonly statement: Statement; readonly speaker: Speaker }
export type VerifyRefusal = Refusal<'no-root-key' | 'statement-refused'>

/** A signer's clock may be this much ahead of ours. */
const AHEAD_MAX = minutes(5)

/** What verifying rests on here and now; undefined when no root is pinned. */
export async function trustNow(
  { rootKey }: Pick<Services, 'rootKey'>,
  db: Queryable,
  now: Instant,
): Promise<Trust | undefined> {
  if (rootKey === undefined) return undefined
  return { root: rootKey, revoked: withdrawnBy(await revocationsKnown(db, now)) }
}

/** What kept lists of revocations withdraw. They were verified before they were kept. */
export const withdrawnBy = (lists: readonly { readonly file: string }[]): Trust['revoked'] =>
  revokedBy(
    lists.map(({ file }) => ({ kind: 'verified', statement: statementIn(file), speaker: { as: 'root' } }) as const),
  )

/**
 * Verifies a file as it comes in. A statement may come late, over a path that took weeks: what was good when it was
 * signed is taken as what it is, and how long it counts is told by its own moments.
 */
export function verifyGiven(file: string, trust: Trust | undefined, now: Instant): Verified | VerifyRefusal {
  if (trust === undefined) {
    return problem(
      'no-root-key',
      'No root of authority is pinned here, so no statement can be believed. Whoever runs this server sets KEYTURN_ROOT_KEY.',
    )
  }
  const verdict = verdictOf(file, trust, now)
  if (verdict.kind === 'verified') return verdict
  const { code, id, why } = verdict
  return problem('statement-refused', `This statement does not hold here: ${why}.`, {
    refusal: { code, statement: id },
  })
}

function verdictOf(file: string, trust: Trust, now: Instant): StatementVerdict {
  return runSync(verifyStatementFile(file, trust, momentFor(file, now)), nodeCrypto)
}

/** Now, as far as the statement lasts; its own beginning before and after that. Unreadable files are judged now. */
function momentFor(file: string, now: Instant): Instant {
  const read = readStatementFile(file)
  const statement = read.kind === 'parsed' ? read.value.at(-1)?.statement : undefined
  if (statement === undefined || statement.issuedAt > now + AHEAD_MAX) return now
  const begins = instant(Math.max(statement.issuedAt, statement.notBefore))
  return now < begins || now >= statement.expiresAt ? begins : now
}

/** What a kept file says; it was verified before it was kept. @throws Error for a file that is no statement */
export function statementIn(file: string): Statement {
  const read = readStatementFile(file)
  const last = read.kind === 'parsed' ? read.value.at(-1) : undefined
  if (last === undefined) throw new Error('a kept statement cannot be read')
  return last.statement
}
