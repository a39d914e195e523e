/** What verifying rests on in this car: the pinned root, and what is known to be withdrawn. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { StatementHead, StatementVerdict, Trust } from '@keyturn/evidence/statement/statement.ts'
import { type Expected, verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { EVERYWHERE } from '@keyturn/evidence/statement/who-may.ts'
import type { Shelf } from './shelf.ts'

export type Trusting = {
  /** Raw, in Base64url; null where no root is pinned, so that nothing verifies. */
  readonly rootKey: string | null
  readonly identity: DeviceIdentity
  readonly shelf: Shelf
}

/** The trust as of what is kept now. A list was verified when it came; its expiry gives nothing back. */
export function trustOf({ rootKey, shelf }: Pick<Trusting, 'rootKey' | 'shelf'>): Trust {
  const bare: Trust = { root: rootKey ?? '', revoked: new Map() }
  const lists = shelf.several('revocations')
  const byRoot = lists.filter(({ statement }) => statement.subject === EVERYWHERE)
  const rooted = { ...bare, revoked: revokedBy(byRoot.map((list) => heldAtFirst(list, bare))) }
  return { ...bare, revoked: revokedBy(lists.map((list) => heldAtFirst(list, rooted))) }
}

export const verified = (file: string, trust: Trust, at: Instant, expected: Expected = {}): StatementVerdict =>
  runSync(verifyStatementFile(file, trust, at, expected), nodeCrypto)

type Began = { readonly file: string; readonly statement: Pick<StatementHead, 'issuedAt' | 'notBefore'> }

/** Of what was accepted once: whether it held when it began, although it may have expired since. */
export function heldAtFirst({ file, statement }: Began, trust: Trust): StatementVerdict {
  const { issuedAt, notBefore } = statement
  return verified(file, trust, issuedAt > notBefore ? issuedAt : notBefore)
}

/** Whether what is kept still counts: nobody has withdrawn it, or the key it was signed by, from before it began. */
export const stillHolds = (kept: Began, trusting: Pick<Trusting, 'rootKey' | 'shelf'>): boolean =>
  heldAtFirst(kept, trustOf(trusting)).kind === 'verified'
