/** Statement files as test vectors, valid and invalid, each with what a verifier says to it at a moment. */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { Scope } from '@keyturn/domain/relief.ts'
import { type CivilDate, days, hours, type Instant, instant, iso, minutes } from '@keyturn/domain/units.ts'
import { fromHex, utf8 } from '../src/bytes.ts'
import { runSync } from '../src/crypto.ts'
import { revokedBy } from '../src/statement/revoked.ts'
import type { Statement, StatementBody, StatementHead, Trust } from '../src/statement/statement.ts'
import { verifyStatementFile } from '../src/statement/verify-statement.ts'
import { base64Url, signStatement, statementFile } from '../src/statement/write-statement.ts'
import { SEED_1, SEED_2 } from './keys.ts'

/** RFC 8032 TEST 3 and TEST 1024. */
const SEED_3 = fromHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7') ?? new Uint8Array()
const SEED_4 = fromHex('f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5') ?? new Uint8Array()
const root = signerFromSeed('root', SEED_1)
export const authority = signerFromSeed('authority', SEED_2)
const vendor = signerFromSeed('vendor', SEED_3)
const technician = signerFromSeed('technician', SEED_4)
const keyOf = (signer: typeof root) => base64Url(signer.key.publicKey)

export const ROOT = keyOf(root)
export const AT = instant(Date.UTC(2026, 2, 16, 12))

export type StatementVector = {
  readonly name: string
  readonly comment: string
  readonly file: string
  readonly at: Instant
  /** Names of vectors whose revocations are known. */
  readonly revocations?: readonly string[]
  readonly expect:
    | { readonly verdict: 'verified'; readonly kind: string; readonly id: string; readonly speaker: unknown }
    | { readonly verdict: 'refused'; readonly code: string }
}

type Terms = Partial<StatementHead> & { readonly subject: string; readonly id: string }
export const signed = (signer: typeof root, body: StatementBody, terms: Terms): string => {
  const head = { issuedAt: AT, notBefore: AT, expiresAt: instant(AT + minutes(10)), cites: ['540 CMR 25.06(3)'] }
  const issuer =
    signer === root ? 'root' : signer === authority ? 'US-MA/2026' : signer === vendor ? 'northgate' : 'tech-17'
  const statement: Statement = { issuer, ...head, ...terms, ...body }
  return signStatement(statement, signer.sign)
}
const year = { expiresAt: instant(AT + days(365)) }
const month = { expiresAt: instant(AT + days(30)) }

/** The line above everything that the authority signs. */
export const A = signed(
  root,
  {
    kind: 'authority-key',
    key: keyOf(authority),
    jurisdiction: 'US-MA',
    may: ['vendors', 'orders', 'overrides', 'rescues', 'revocations', 'letters', 'publish'],
  },
  { subject: 'US-MA/2026', id: 'authority-key-2026', ...year },
)
const V = signed(
  authority,
  {
    kind: 'vendor',
    key: keyOf(vendor),
    name: 'Northgate Interlock',
    group: 'mindful-holdings',
    may: ['technicians', 'outages', 'overrides', 'letters'],
  },
  { subject: 'northgate', id: 'vendor-northgate-2026', ...year },
)
const T = signed(
  vendor,
  { kind: 'technician', key: keyOf(technician), center: 'northgate-worcester', may: ['service'] },
  { subject: 'tech-17', id: 'technician-17-2026-03', ...month },
)

// Used for days that there are.
const day = (text: string) => text as CivilDate
const scope: Scope = {
  jurisdiction: 'US-MA',
  vendors: null,
  models: null,
  firmwares: null,
  regions: null,
  functions: ['service-visit'],
}
const order: StatementBody = {
  kind: 'order',
  supersedes: null,
  scope,
  interval: { from: day('2026-03-14'), until: day('2026-03-22') },
  due: { from: day('2026-03-14'), until: day('2026-03-22') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 5,
  reason: 'The servers of several vendors do not answer.',
}
const certificate: StatementBody = {
  kind: 'certificate',
  visit: 'scheduled',
  dueOn: day('2026-04-15'),
  center: 'northgate-worcester',
  inspection: { sound: true, notes: '' },
  asFound: null,
  calibration: null,
  asLeft: [],
  resets: [],
  logSeq: 17,
  logHead: null,
}
const override: StatementBody = { kind: 'override', why: 'No center is open.' }
const orderTerms = { subject: 'US-MA', id: 'order-2026-01', ...month }
const O = signed(authority, order, orderTerms)
const day20 = { subject: 'KT-MA-0001', id: 'override-2026-07', expiresAt: instant(AT + hours(20)) }
const revocations: StatementBody = {
  kind: 'revocations',
  number: 1,
  revoked: [{ id: 'tech-17', at: instant(AT + hours(1)), why: 'The key was lost.' }],
}
const cert = { subject: 'KT-MA-0001', id: 'certificate-2026-0042' }
const visit = (at: Instant) =>
  statementFile(
    [A, V, T],
    signed(technician, certificate, { ...cert, issuedAt: at, notBefore: at, expiresAt: instant(at + minutes(10)) }),
  )

/** A good signature over whatever header and payload. */
const forged = (header: string, payload: string): string => {
  const message = `${base64Url(utf8(header))}.${base64Url(utf8(payload))}`
  return `${message}.${base64Url(authority.sign(utf8(message)))}`
}
const [, body = ''] = O.split('.')
const payload = Buffer.from(body, 'base64url').toString('utf8')
const header = '{"alg":"EdDSA","typ":"keyturn-order+jwt"}'
const flipped = O.slice(0, -1) + (O.endsWith('A') ? 'Q' : 'A')

type Case = readonly [name: string, comment: string, file: string, at?: Instant, revocations?: readonly string[]]
const later = (ms: number): Instant => instant(AT + ms)
const one = (jws: string) => statementFile([A], jws)

const CASES: readonly Case[] = [
  ['authority-key', 'a key of an authority, signed by the root', statementFile([], A)],
  ['vendor', 'a vendor’s credential', statementFile([A], V)],
  ['technician', 'a technician’s credential', statementFile([A, V], T)],
  ['order', 'an order', one(O)],
  ['certificate', 'a certificate of a visit, down four lines', visit(AT)],
  ['override', 'an override by a vendor', statementFile([A, V], signed(vendor, override, day20))],
  [
    'override-last-second',
    'it holds until the last second',
    statementFile([A, V], signed(vendor, override, day20)),
    later(hours(20) - 1_000),
  ],
  ['override-expired', 'and not in the next', statementFile([A, V], signed(vendor, override, day20)), later(hours(20))],
  [
    'override-too-long',
    'an override of 25 hours',
    statementFile([A, V], signed(vendor, override, { ...day20, expiresAt: later(hours(25)) })),
  ],
  [
    'override-without-law',
    'an override that names no law',
    statementFile([A, V], signed(vendor, override, { ...day20, cites: [] })),
  ],
  [
    'override-by-technician',
    'a technician who gives an override',
    statementFile([A, V, T], signed(technician, override, day20)),
  ],
  [
    'revocations',
    'a list of what is withdrawn',
    one(signed(authority, revocations, { subject: 'US-MA', id: 'revocations-0001', ...month })),
  ],
  [
    'certificate-before-loss',
    'a certificate from before its key was lost',
    visit(later(minutes(59))),
    later(minutes(59)),
    ['revocations'],
  ],
  [
    'certificate-after-loss',
    'a certificate from after its key was lost',
    visit(later(hours(1))),
    later(hours(1)),
    ['revocations'],
  ],
  [
    'certificate-of-other-center',
    'a certificate in another center’s name',
    statementFile([A, V, T], signed(technician, { ...certificate, center: 'kestrel-bangor' }, cert)),
  ],
  [
    'removal-not-allowed',
    'a removal by a technician who may only service',
    statementFile([A, V, T], signed(technician, { ...certificate, visit: 'removal' }, cert)),
  ],
  [
    'order-by-vendor',
    'a vendor whose credential lets it order nothing',
    statementFile([A, V], signed(vendor, { ...order, scope: { ...scope, vendors: ['northgate'] } }, orderTerms)),
  ],
  [
    'order-of-other-jurisdiction',
    'an order for Maine by a key of Massachusetts',
    one(signed(authority, { ...order, scope: { ...scope, jurisdiction: 'US-ME' } }, orderTerms)),
  ],
  [
    'order-about-other-subject',
    'an order whose subject is not the jurisdiction',
    one(signed(authority, order, { ...orderTerms, subject: 'US-ME' })),
  ],
  ['order-not-yet', 'a clock two years behind', one(O), later(-days(730))],
  ['order-expired', 'a clock two years ahead', one(O), later(days(730))],
  ['order-signature-changed', 'one sign of the signature changed', one(flipped)],
  [
    'order-by-other-key',
    'an order under the authority’s name by another key',
    one(
      signStatement(
        { issuer: 'US-MA/2026', issuedAt: AT, notBefore: AT, cites: ['x'], ...orderTerms, ...order },
        vendor.sign,
      ),
    ),
  ],
  [
    'order-other-issuer',
    'an order whose issuer is not the key before it',
    one(signed(authority, order, { ...orderTerms, issuer: 'US-MA/2027' })),
  ],
  ['order-without-chain', 'an order alone', statementFile([], O)],
  ['chain-swapped', 'the lines of the chain in another order', `${V}\n${A}\n${O}\n`],
  [
    'chain-of-no-credential',
    'an order in the place of a credential',
    statementFile([A, O], signed(authority, override, day20)),
  ],
  ['no-last-newline', 'no newline at the end', one(O).trimEnd()],
  ['carriage-returns', 'lines that end as on Windows', one(O).replaceAll('\n', '\r\n')],
  ['alg-none', 'no signature asked for', one(forged('{"alg":"none","typ":"keyturn-order+jwt"}', payload))],
  ['alg-hs256', 'another algorithm named', one(forged('{"alg":"HS256","typ":"keyturn-order+jwt"}', payload))],
  [
    'typ-of-override',
    'an order passed off as an override',
    one(forged('{"alg":"EdDSA","typ":"keyturn-override+jwt"}', payload)),
  ],
  [
    'header-kid',
    'a field more in the header',
    one(forged('{"alg":"EdDSA","typ":"keyturn-order+jwt","kid":"1"}', payload)),
  ],
  ['header-space', 'a space in the header', one(forged('{"alg":"EdDSA", "typ":"keyturn-order+jwt"}', payload))],
  [
    'name-twice',
    'a name twice, of which readers take different ones',
    one(forged(header, payload.replace('"capDays":30', '"capDays":30,"capDays":90'))),
  ],
  [
    'field-unknown',
    'a field that orders do not have',
    one(forged(header, payload.replace('"capDays":30', '"capDays":30,"x":1'))),
  ],
  ['field-missing', 'a field missing', one(forged(header, payload.replace('"capDays":30,', '')))],
  [
    'interval-backwards',
    'an interval that ends before it begins',
    one(forged(header, payload.replace('"interval":{"from":"2026-03-14"', '"interval":{"from":"2026-03-23"'))),
  ],
  [
    'day-impossible',
    'a 30th of February',
    one(forged(header, payload.replace('"interval":{"from":"2026-03-14"', '"interval":{"from":"2026-02-30"'))),
  ],
  ['seconds-with-fraction', 'half a second', one(forged(header, payload.replace(/"nbf":(\d+)/, '"nbf":$1.5')))],
  ['empty', 'nothing', ''],
]

export const statementVectors: readonly StatementVector[] = CASES.map(([name, comment, file, at = AT, known]) => ({
  name,
  comment,
  file,
  at,
  ...(known === undefined ? {} : { revocations: known }),
  expect: expected(file, at, known),
}))

function expected(file: string, at: Instant, known: readonly string[] = []): StatementVector['expect'] {
  const verdict = runSync(verifyStatementFile(file, trustOf(known), at), nodeCrypto)
  if (verdict.kind === 'refused') return { verdict: 'refused', code: verdict.code }
  const { statement, speaker } = verdict
  return { verdict: 'verified', kind: statement.kind, id: statement.id, speaker }
}

/** What a verifier trusts that knows these revocations. */
export function trustOf(known: readonly string[]): Trust {
  const none: Trust = { root: ROOT, revoked: new Map() }
  const lists = CASES.filter(([name]) => known.includes(name)).map(([, , file]) => file)
  return { ...none, revoked: revokedBy(lists.map((file) => runSync(verifyStatementFile(file, none, AT), nodeCrypto))) }
}

/** `statement/cases.json`. */
export const statementCases = () => ({
  root: ROOT,
  cases: statementVectors.map(({ name, comment, at, revocations: known, expect }) => ({
    file: `${name}.txt`,
    comment,
    at: iso(at),
    ...(known === undefined ? {} : { revocations: known.map((each) => `${each}.txt`) }),
    expect,
  })),
})
