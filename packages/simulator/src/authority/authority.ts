/**
 * A made-up authority with its vendors and technicians, from a seed: for tests, scenarios and the demonstration. Its
 * root is nobody's; equal seeds give equal bytes. Credentials are issued anew for the moment they are needed.
 */
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId, Duration, Instant } from '@keyturn/domain/units.ts'
import { days, hours, minutes } from '@keyturn/domain/units.ts'
import { utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { type CodeGiver, codeSecret } from '@keyturn/evidence/statement/keypad-code.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type {
  AuthorityMay,
  PublicKeyText,
  StatementBody,
  StatementKind,
  TechnicianMay,
  Trust,
  VendorMay,
} from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { base64Url, signStatement, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { VENDORS } from '../case-scenario/vendors.ts'

/** Whose group a made-up vendor belongs to: two of the three have one owner, so that "another" can fail. */
export const OWNERS: ReadonlyMap<string, string> = new Map([
  ['northgate', 'mindful-holdings'],
  ['harborlight', 'mindful-holdings'],
  ['kestrel', 'kestrel-safety'],
])

/** What a statement says of itself. What is left out is taken from its kind, its signer and `at`. */
export type Head = {
  readonly at: Instant
  readonly subject?: string
  /** Left out: from what is said, so that equal statements have equal ids. */
  readonly id?: string
  readonly notBefore?: Instant
  readonly lasts?: Duration
  readonly cites?: readonly string[]
}

/** Somebody who signs. */
export type Signatory = {
  /** The key's name, the vendor's or the technician's id. */
  readonly id: string
  readonly publicKey: PublicKeyText
  /** The 32-byte secret of RFC 8032: made up, so it may be shown. */
  readonly seed: Uint8Array
  /** The lines down to this signatory's own credential, good at the moment. */
  readonly chain: (at: Instant) => readonly string[]
  /** The credential as a statement file. */
  readonly credential: (at: Instant) => string
  /** One statement as its own line. */
  readonly line: (body: StatementBody, head: Head) => string
  /** One statement as a file. */
  readonly sign: (body: StatementBody, head: Head) => string
}

export type MadeUpAuthority = {
  readonly root: PublicKeyText
  readonly rootSeed: Uint8Array
  /** Nothing withdrawn. */
  readonly trust: Trust
  /** The trust after these revocation files, looked at at the moment. */
  readonly trusting: (files: readonly string[], at: Instant) => Trust
  /** The root itself: signs keys of authorities and revocations. */
  readonly rootSignatory: Signatory
  /** A key of a jurisdiction's authority; it may everything unless told. Different `key` names are different keys. */
  readonly authority: (
    jurisdiction: string,
    of?: { readonly key?: string; readonly may?: readonly AuthorityMay[] },
  ) => Signatory
  readonly vendor: (
    id: string,
    of: { readonly jurisdiction: string; readonly group?: string; readonly may?: readonly VendorMay[] },
  ) => Signatory
  readonly technician: (
    id: string,
    of: {
      readonly jurisdiction: string
      readonly vendor: string
      readonly center: string
      readonly may?: readonly TechnicianMay[]
    },
  ) => Signatory
  /** The escrowed master of a giver: `authority`, or the vendor's id. 32 bytes. */
  readonly master: (giver: string) => Uint8Array
  /** The device's two secrets for telephone codes. */
  readonly codeSecrets: (device: DeviceId, vendor: string) => { readonly [G in CodeGiver]: Uint8Array }
}

export function madeUpAuthority(seed: string): MadeUpAuthority {
  const secretOf = (name: string) => nodeCrypto.sha256(utf8(`made-up authority/${seed}/${name}`))
  const root = signatory('root', secretOf('root'), () => [])
  const trust: Trust = { root: root.publicKey, revoked: new Map() }

  const authority: MadeUpAuthority['authority'] = (jurisdiction, { key = '2026', may = ALL } = {}) => {
    const id = `${jurisdiction}/${key}`
    const secret = secretOf(`authority/${id}`)
    const body = { kind: 'authority-key', key: publicKeyOf(secret), jurisdiction, may } as const
    return signatory(id, secret, (at) => [root.line(body, issued(at, days(360), { subject: id, lasts: days(1_000) }))])
  }
  const vendor: MadeUpAuthority['vendor'] = (id, { jurisdiction, group = OWNERS.get(id) ?? id, may = VENDOR_ALL }) => {
    const above = authority(jurisdiction)
    const secret = secretOf(`vendor/${id}`)
    const name = VENDORS.find((each) => each.vendor === id)?.name ?? id
    const body = { kind: 'vendor', key: publicKeyOf(secret), name, group, may } as const
    return signatory(id, secret, (at) => [
      ...above.chain(at),
      above.line(body, issued(at, days(180), { subject: id, lasts: days(399) })),
    ])
  }
  return {
    root: root.publicKey,
    rootSeed: root.seed,
    trust,
    trusting: (files, at) => ({
      ...trust,
      revoked: revokedBy(files.map((file) => runSync(verifyStatementFile(file, trust, at), nodeCrypto))),
    }),
    rootSignatory: root,
    authority,
    vendor,
    technician: (id, { jurisdiction, vendor: employer, center, may = TECHNICIAN_ALL }) => {
      const above = vendor(employer, { jurisdiction })
      const secret = secretOf(`technician/${employer}/${id}`)
      const body = { kind: 'technician', key: publicKeyOf(secret), center, may } as const
      return signatory(id, secret, (at) => [
        ...above.chain(at),
        above.line(body, issued(at, days(30), { subject: id, lasts: days(89) })),
      ])
    },
    master: (giver) => secretOf(`master/${giver}`),
    codeSecrets: (device, of) => ({
      authority: runSync(codeSecret({ master: secretOf('master/authority'), device, giver: 'authority' }), nodeCrypto),
      vendor: runSync(codeSecret({ master: secretOf(`master/${of}`), device, giver: 'vendor' }), nodeCrypto),
    }),
  }
}

const ALL: readonly AuthorityMay[] = ['vendors', 'orders', 'overrides', 'rescues', 'revocations', 'letters', 'publish']
const VENDOR_ALL: readonly VendorMay[] = ['technicians', 'outages', 'orders', 'overrides', 'letters']
const TECHNICIAN_ALL: readonly TechnicianMay[] = ['install', 'service', 'remove']

/** How long each kind lasts unless told, inside what `who-may.ts` allows. */
const LASTS: { readonly [K in StatementKind]: Duration } = {
  'authority-key': days(1_000),
  vendor: days(399),
  technician: days(89),
  rescue: days(60),
  configuration: days(400),
  'service-request': minutes(10),
  certificate: minutes(10),
  outage: days(200),
  order: days(200),
  override: hours(20),
  confirmation: days(365),
  exception: days(60),
  revocations: days(365),
  index: days(14),
}

/** The head of a credential for a whole span of days, the same at every moment of the span. */
function issued(at: Instant, span: Duration, head: Omit<Head, 'at'>): Head {
  // The beginning of a span is a moment.
  return { ...head, at: (Math.floor(at / span) * span) as Instant }
}

function signatory(id: string, seed: Uint8Array, chain: Signatory['chain']): Signatory {
  const signer = signerFromSeed('made-up', seed)
  const line: Signatory['line'] = (body, head) => {
    // Statements count whole seconds.
    const at = (Math.floor(head.at / 1_000) * 1_000) as Instant
    const notBefore = head.notBefore ?? at
    const lasts = head.lasts ?? LASTS[body.kind]
    const subject = head.subject ?? jurisdictionOf(body, id)
    const cites = head.cites ?? ['540 CMR 25.06(3)']
    const said = JSON.stringify([id, subject, at, notBefore, lasts, cites, body])
    const own =
      head.id ??
      `${body.kind}-${Buffer.from(nodeCrypto.sha256(utf8(said)))
        .toString('hex')
        .slice(0, 16)}`
    // The end of a span that begins at a moment is a moment.
    const expiresAt = (Math.min(at, notBefore) + lasts) as Instant
    const statement = { issuer: id, subject, issuedAt: at, notBefore, expiresAt, id: own, cites, ...body }
    return signStatement(statement, signer.sign)
  }
  return {
    id,
    seed,
    publicKey: base64Url(signer.key.publicKey),
    chain,
    credential: (at) =>
      chain(at)
        .map((each) => `${each}\n`)
        .join(''),
    line,
    sign: (body, head) => statementFile(chain(head.at), line(body, head)),
  }
}

/** Whom a public statement is about: the jurisdiction. Of other kinds the caller says whom. */
function jurisdictionOf(body: StatementBody, signer: string): string {
  if (body.kind === 'order' || body.kind === 'outage') return body.scope.jurisdiction
  if (body.kind === 'revocations' || body.kind === 'index')
    return signer === 'root' ? '*' : (signer.split('/')[0] ?? signer)
  throw new RangeError(`a statement of kind ${body.kind} needs a subject`)
}

const publicKeyOf = (seed: Uint8Array): PublicKeyText => base64Url(signerFromSeed('made-up', seed).key.publicKey)
