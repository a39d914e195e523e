/** Tokens of programs: made, listed and revoked by whoever answers for the vendor or the agency. */
import { days, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import {
  type ApiToken,
  addApiToken,
  listApiTokens,
  revokeApiToken,
} from '@keyturn/store/queries/accounts/api-tokens.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { apiTokenDigest, newApiToken, shownPart } from '../api-token.ts'
import { ownerOf } from '../owner.ts'

export const createTokenRoute = route('create-token', async ({ actor, body, now, services: { pool } }) => {
  const jurisdiction = actor.jurisdiction ?? body.jurisdiction ?? null
  const vendor = actor.vendor ?? body.vendor ?? null
  if ((jurisdiction === null) === (vendor === null)) {
    return problem('bad-request', 'A token is for one vendor or for one jurisdiction: name exactly one.')
  }
  if ((body.jurisdiction ?? jurisdiction) !== jurisdiction || (body.vendor ?? vendor) !== vendor) {
    return problem('forbidden', 'You may make tokens for your own vendor or jurisdiction alone.')
  }
  const secret = newApiToken()
  const token = await addApiToken(pool, {
    digest: apiTokenDigest(secret),
    shown: shownPart(secret),
    name: body.name,
    scopes: body.scopes,
    jurisdiction,
    vendor,
    by: actor,
    at: now,
    expiresAt: instant(now + days(body.expiresInDays)),
  })
  return ok({ token: shown(token), secret }, { 'cache-control': 'no-store' })
})

export const listTokensRoute = route('list-tokens', async ({ actor, services: { pool } }) => {
  const tokens = await listApiTokens(pool, ownerOf(actor))
  return ok({ tokens: tokens.map(shown) })
})

export const revokeTokenRoute = route('revoke-token', async ({ actor, params, now, services: { pool } }) => {
  const revoked = await revokeApiToken(pool, ownerOf(actor), { id: params.tokenId, by: actor.user, at: now })
  return revoked === undefined ? problem('not-found', 'You have no such token.') : ok(shown(revoked))
})

const moment = (at: Instant | null): string | null => (at === null ? null : iso(at))

const shown = (token: ApiToken) => ({
  id: token.id,
  shown: token.shown,
  name: token.name,
  scopes: [...token.scopes],
  jurisdiction: token.jurisdiction,
  vendor: token.vendor,
  createdBy: token.createdByName,
  createdAt: iso(token.createdAt),
  expiresAt: iso(token.expiresAt),
  revokedAt: moment(token.revokedAt),
  usedAt: moment(token.usedAt),
})
