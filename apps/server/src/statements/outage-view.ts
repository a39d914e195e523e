/** Declared outages as everybody reads them. */

import type { OUTAGE_STATES, OutageView } from '@keyturn/contract/endpoints/orders.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { iso, unreachable } from '@keyturn/domain/units.ts'
import type { OutageCause, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import type { PublicStatement } from '@keyturn/store/queries/statements/public-statements.ts'
import { type Looking, listsOf } from './order-view.ts'
import { FUNCTION_WORDS, listWords, scopeWords } from './scope-words.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn } from './verify.ts'
import { type Claim, claimsIn, revokedFrom } from './withdrawn.ts'

type Outage = StatementOf<'outage'>
type OutageState = (typeof OUTAGE_STATES)[number]

/** Newest first. `kept` has every outage of the jurisdictions that are looked at, since one may amend another. */
export function outageViews(kept: readonly PublicStatement[], looking: Looking): readonly OutageView[] {
  const claims = claimsIn(kept).flatMap((claim) => {
    const outage = statementIn(claim[0].file)
    return outage.kind === 'outage' ? [{ claim, outage, isRevoked: isRevoked(claim, looking) }] : []
  })
  const counting = claims.filter(({ claim, isRevoked: gone }) => claim.length === 1 && !gone)
  return claims
    .map(({ claim, outage, isRevoked: gone }) => {
      const later = counting.find(
        (one) => one.outage.supersedes === outage.id && one.claim[0].issuer === claim[0].issuer,
      )
      const state = gone && claim.length === 1 ? 'revoked' : stateOf(claim, outage, later?.outage, looking)
      return viewOf(claim, outage, { state, by: state === 'amended' ? (later?.outage.id ?? null) : null }, looking)
    })
    .toSorted((a, b) => (a.issuedAt < b.issuedAt ? 1 : a.issuedAt > b.issuedAt ? -1 : a.id < b.id ? 1 : -1))
}

function isRevoked([{ file }]: Claim, { revoked, now }: Looking): boolean {
  const from = revokedFrom(file, revoked)
  return from !== null && from <= now
}

function stateOf(claim: Claim, outage: Outage, later: Outage | undefined, { now }: Looking): OutageState {
  if (claim.length > 1) return 'conflicting'
  if (later !== undefined) return 'amended'
  return outage.until !== null && outage.until <= now ? 'over' : 'going-on'
}

type Standing = { readonly state: OutageState; readonly by: string | null }

function viewOf(claim: Claim<PublicStatement>, outage: Outage, { state, by }: Standing, looking: Looking): OutageView {
  const [{ file, fileDigest, receivedAt, jurisdiction }, ...others] = claim
  const signatory = signatoryOf(file)
  return {
    id: outage.id,
    jurisdiction,
    issuer: signatory.name,
    issuedBy: signatory.by === 'vendor' ? 'vendor' : 'authority',
    words: [...outageWords(outage, signatory.name)],
    concerns: scopeWords(outage.scope, looking.vendorName),
    scope: { ...outage.scope, ...listsOf(outage.scope) },
    from: iso(outage.from),
    until: outage.until === null ? null : iso(outage.until),
    cause: outage.cause,
    account: outage.account,
    supersedes: outage.supersedes,
    issuedAt: iso(outage.issuedAt),
    receivedAt: iso(receivedAt),
    state,
    by,
    stateWords: stateWords(state, by),
    sha256: fileDigest,
    file,
    others: others.map((one) => one.file),
  }
}

const CAUSE_WORDS: { readonly [C in OutageCause]: string } = {
  server: 'its servers failed',
  network: 'its network failed',
  software: 'its software failed',
  power: 'the power failed',
  'service-capacity': 'its service centers had no room',
}

function outageWords({ from, until, cause, account, scope }: Outage, issuer: string): readonly string[] {
  const zone = findProfile(scope.jurisdiction)?.timeZone ?? 'UTC'
  const end = until === null ? 'and still lasts' : `until ${inZone(until, zone)}`
  return [
    `${issuer} declares that ${CAUSE_WORDS[cause]} from ${inZone(from, zone)} ${end}.`,
    `It bears on ${listWords(scope.functions.map((of) => FUNCTION_WORDS[of]))}.`,
    ...(account.trim() === '' ? [] : [account.trim()]),
  ]
}

function stateWords(state: OutageState, by: string | null): string {
  switch (state) {
    case 'going-on':
      return 'It is not declared to be over.'
    case 'over':
      return 'It is over.'
    case 'amended':
      return `The declaration ${by} has taken its place.`
    case 'conflicting':
      return 'Two different declarations were signed under this id. Both are kept as evidence, and neither counts.'
    case 'revoked':
      return 'It, or a key that it rests on, was withdrawn. It does not count.'
    default:
      return unreachable(state)
  }
}
