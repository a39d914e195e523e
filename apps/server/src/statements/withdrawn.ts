/** Whether a kept statement still counts: nobody contradicts it in its own issuer's name, nothing it rests on was
 * withdrawn. Pure: from what is kept, as of a moment. */
import type { Instant } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import { revokedName } from '@keyturn/evidence/statement/revoked.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import { EVERYWHERE } from '@keyturn/evidence/statement/who-may.ts'
import type { KeptStatement } from '@keyturn/store/queries/statements/kept-statement.ts'
import { chainJurisdiction } from './speaker.ts'

/** Statements of one issuer under one id, the first that came first. More than one contradict each other. */
export type Claim<S extends KeptStatement = KeptStatement> = readonly [S, ...S[]]

/** By id, in the order in which the ids came. Of an id that two issuers claim, the one that was first has it. */
export function claimsIn<S extends KeptStatement>(kept: readonly S[]): readonly Claim<S>[] {
  const claims = new Map<string, [S, ...S[]]>()
  for (const one of kept.toSorted((a, b) => a.receivedAt - b.receivedAt)) {
    const claim = claims.get(one.id)
    if (claim === undefined) claims.set(one.id, [one])
    else if (claim[0].issuer === one.issuer) claim.push(one)
  }
  return [...claims.values()]
}

/** From when it, or a key that it rests on, is withdrawn; null while it is not. */
export function revokedFrom(file: string, revoked: Trust['revoked']): Instant | null {
  const read = readStatementFile(file)
  if (read.kind === 'malformed' || revoked.size === 0) return null
  const jurisdiction = chainJurisdiction(file) ?? EVERYWHERE
  const moments = read.value.flatMap(({ statement }) => {
    const names = 'key' in statement ? [statement.id, statement.subject] : [statement.id]
    return names.flatMap((name) => [
      revoked.get(revokedName(jurisdiction, name)) ?? null,
      revoked.get(revokedName(EVERYWHERE, name)) ?? null,
    ])
  })
  return moments.reduce((first, at) => (at !== null && (first === null || at < first) ? at : first), null)
}

/** From when it does not count, for either reason; null while it counts. */
export function withdrawnAt(claim: Claim, revoked: Trust['revoked']): Instant | null {
  const conflict = claim[1]?.receivedAt ?? null
  const from = revokedFrom(claim[0].file, revoked)
  return conflict === null || (from !== null && from < conflict) ? from : conflict
}
