/** Orders as everybody reads them: what they do, for whom, and where they stand now. */
import { dayWords } from '@keyturn/cases/program/days.ts'
import type { ORDER_STATES, OrderView } from '@keyturn/contract/endpoints/orders.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { type Instant, iso, unreachable } from '@keyturn/domain/units.ts'
import type { StatementOf, Trust } from '@keyturn/evidence/statement/statement.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import type { PublicStatement } from '@keyturn/store/queries/statements/public-statements.ts'
import { FUNCTION_WORDS, listWords, scopeWords, spanWords, type VendorName } from './scope-words.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn } from './verify.ts'
import { type Claim, claimsIn, revokedFrom } from './withdrawn.ts'

export type Looking = {
  readonly now: Instant
  readonly revoked: Trust['revoked']
  readonly vendorName: VendorName
}
type OrderState = (typeof ORDER_STATES)[number]
type Order = StatementOf<'order'>
type Standing = { readonly state: OrderState; readonly by: string | null }
type Claimed = { readonly claim: Claim<PublicStatement>; readonly order: Order }

/** Newest first. `kept` has every order of the jurisdictions that are looked at, since one may amend another. */
export function orderViews(kept: readonly PublicStatement[], looking: Looking): readonly OrderView[] {
  const claims = claimsIn(kept).flatMap((claim) => {
    const order = statementIn(claim[0].file)
    return order.kind === 'order' ? [{ claim, order }] : []
  })
  const counting = claims.filter(({ claim, order }) => counts(claim, order, looking))
  return claims
    .map(({ claim, order }) => viewOf(claim, order, standingOf(claim, order, counting, looking), looking))
    .toSorted((a, b) => (a.issuedAt < b.issuedAt ? 1 : a.issuedAt > b.issuedAt ? -1 : a.id < b.id ? 1 : -1))
}

/** Whether it can take the place of another one now. */
const counts = (claim: Claim, { notBefore }: Order, { now, revoked }: Looking): boolean =>
  claim.length === 1 && !isRevoked(claim, revoked, now) && notBefore <= now

function isRevoked([{ file }]: Claim, revoked: Trust['revoked'], now: Instant): boolean {
  const from = revokedFrom(file, revoked)
  return from !== null && from <= now
}

function standingOf(claim: Claim, order: Order, counting: readonly Claimed[], { now, revoked }: Looking): Standing {
  if (claim.length > 1) return { state: 'conflicting', by: null }
  if (isRevoked(claim, revoked, now)) return { state: 'revoked', by: null }
  const later = counting.find((one) => one.order.supersedes === order.id && mayReplace(one.claim, claim))?.order
  if (later !== undefined) return { state: later.moves.kind === 'ended' ? 'ended' : 'amended', by: later.id }
  if (order.notBefore > now) return { state: 'not-yet', by: null }
  return { state: order.expiresAt <= now ? 'over' : 'in-force', by: null }
}

/** The authority's order may take the place of any of its jurisdiction; a vendor's only of its own. */
const mayReplace = ([later]: Claim, [earlier]: Claim): boolean =>
  later.issuer === earlier.issuer || signatoryOf(later.file).by === 'authority'

function viewOf(claim: Claim<PublicStatement>, order: Order, { state, by }: Standing, looking: Looking): OrderView {
  const [{ file, fileDigest, receivedAt, jurisdiction }, ...others] = claim
  const signatory = signatoryOf(file)
  return {
    id: order.id,
    jurisdiction,
    issuer: signatory.name,
    issuedBy: signatory.by === 'vendor' ? 'vendor' : 'authority',
    words: [...orderWords(order)],
    concerns: scopeWords(order.scope, looking.vendorName),
    scope: { ...order.scope, ...listsOf(order.scope) },
    interval: order.interval,
    due: order.due,
    moves: order.moves,
    capDays: order.capDays,
    staggerDays: order.staggerDays,
    reason: order.reason,
    cites: [...order.cites],
    supersedes: order.supersedes,
    issuedAt: iso(order.issuedAt),
    notBefore: iso(order.notBefore),
    expiresAt: iso(order.expiresAt),
    receivedAt: iso(receivedAt),
    state,
    by,
    stateWords: stateWords(state, order, by),
    sha256: fileDigest,
    file,
    others: others.map((one) => one.file),
  }
}

/** A scope's lists as answers have them. */
export const listsOf = ({ vendors, models, firmwares, regions, functions }: Order['scope']) => ({
  vendors: vendors === null ? null : [...vendors],
  models: models === null ? null : [...models],
  firmwares: firmwares === null ? null : [...firmwares],
  regions: regions === null ? null : [...regions],
  functions: [...functions],
})

/** What an order does, one sentence each. */
export function orderWords(order: Order): readonly string[] {
  const { moves, due, interval, capDays, staggerDays, supersedes, scope, reason, cites } = order
  const law = cites.length === 0 ? [] : [`By ${listWords(cites)}.`]
  const why = reason.trim() === '' ? [] : [`Reason: ${reason.trim()}`]
  const dates = `Dates of ${listWords(scope.functions.map((of) => FUNCTION_WORDS[of]))} that fall due ${spanWords(due)}`
  switch (moves.kind) {
    case 'ended':
      return [
        `It ends the order ${supersedes}. No further date moves; what a car has been given stays.`,
        ...why,
        ...law,
      ]
    case 'days':
      return [`${dates} move ${daysWords(moves.days)} later.`, ...limits(capDays, staggerDays), ...why, ...law]
    case 'day-for-day':
      return [
        `${dates} move one day later for each day of ${spanWords(interval).replace(/^(from|on) /, '')} in their period.`,
        ...limits(capDays, staggerDays),
        ...why,
        ...law,
      ]
    default:
      return unreachable(moves)
  }
}

const limits = (capDays: number, staggerDays: number): readonly string[] => [
  ...(staggerDays === 0
    ? []
    : [`They come back spread over up to ${daysWords(staggerDays)} more, so that centers are not all full at once.`]),
  `No date moves by more than ${daysWords(capDays)}.`,
]
const daysWords = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

function stateWords(state: OrderState, { notBefore, expiresAt, scope }: Order, by: string | null): string {
  const day = (at: Instant) => dayWords(civilDateOf(at, findProfile(scope.jurisdiction)?.timeZone ?? 'UTC'))
  switch (state) {
    case 'not-yet':
      return `It counts from ${day(notBefore)}.`
    case 'in-force':
      return `It is in force; cars accept it until ${day(expiresAt)}.`
    case 'over':
      return `Cars accept it no more since ${day(expiresAt)}. What it gave stays.`
    case 'amended':
      return `The order ${by} has taken its place. What it gave stays.`
    case 'ended':
      return `The order ${by} has ended it. What it gave stays.`
    case 'conflicting':
      return 'Two different orders were signed under this id. Both are kept as evidence, and neither counts.'
    case 'revoked':
      return 'The authority has withdrawn it, or a key that it rests on. It does not count.'
    default:
      return unreachable(state)
  }
}
