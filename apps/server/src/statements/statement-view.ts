/** Any statement as programs and people read it. */
import type { StatementView } from '@keyturn/contract/endpoints/statements.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import type { KeptStatement } from '@keyturn/store/queries/statements/kept-statement.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn } from './verify.ts'
import { type Claim, revokedFrom } from './withdrawn.ts'

type Looked = { readonly now: Instant; readonly revoked: Trust['revoked']; readonly jurisdiction: string }

export function statementView(claim: Claim<KeptStatement>, { now, revoked, jurisdiction }: Looked): StatementView {
  const [{ file, fileDigest, receivedAt }, ...others] = claim
  const statement = statementIn(file)
  const { id, kind, issuer, subject, issuedAt, notBefore, expiresAt, cites } = statement
  const state = stateOf(claim, { now, revoked, jurisdiction })
  return {
    id,
    kind,
    issuer,
    subject,
    jurisdiction,
    issuedAt: iso(issuedAt),
    notBefore: iso(notBefore),
    expiresAt: iso(expiresAt),
    cites: [...cites],
    receivedAt: iso(receivedAt),
    sha256: fileDigest,
    state,
    words: `${KIND_WORDS[kind]} by ${signatoryOf(file).name}, about ${subject}. ${STATE_WORDS[state]}`,
    file,
    others: others.map((one) => one.file),
  }
}

function stateOf(claim: Claim, { now, revoked }: Looked): StatementView['state'] {
  const [{ file }] = claim
  const { notBefore, expiresAt } = statementIn(file)
  const from = revokedFrom(file, revoked)
  if (claim.length > 1) return 'conflicting'
  if (from !== null && from <= now) return 'revoked'
  if (notBefore > now) return 'not-yet'
  return expiresAt <= now ? 'over' : 'counts'
}

const KIND_WORDS: { readonly [K in ReturnType<typeof statementIn>['kind']]: string } = {
  'authority-key': 'Key of an authority, signed',
  vendor: 'Credential of a vendor',
  technician: 'Credential of a technician',
  rescue: 'Leave to serve the devices of another vendor',
  configuration: 'Configuration of a device',
  'service-request': 'Request for service',
  certificate: 'Certificate of a visit',
  outage: 'Declaration of an outage',
  order: 'Order that moves dates',
  override: 'Override of a lockout',
  confirmation: 'Confirmation to a participant',
  exception: 'Leave to drive another vehicle',
  revocations: 'List of what is withdrawn',
  index: 'List of what is published',
}

const STATE_WORDS: { readonly [S in StatementView['state']]: string } = {
  'not-yet': 'It does not count yet.',
  counts: 'It counts.',
  over: 'Its time is over.',
  conflicting: 'Another statement was signed under its id; neither counts.',
  revoked: 'It, or a key that it rests on, was withdrawn; it does not count.',
}
