/** Reading statements without believing them: compact JWS of one spelling each. `docs/formats/statement.md`. */
import type { Instant } from '@keyturn/domain/units.ts'
import { fromUtf8, utf8 } from '../bytes.ts'
import { malformed, type Parsed, parsed } from '../parsed.ts'
import { BODIES } from './bodies.ts'
import { type Statement, type StatementHead, type StatementKind, TYPES } from './statement.ts'
import { type Fields, fromBase64Url, id, line, list, moment, name, readFields, type Wire } from './wire.ts'

/** The longest statement file. Lists may be longer than what fits a QR code; nothing else may. */
export const FILE_BYTES_MAX = 16_384
export const LIST_FILE_BYTES_MAX = 65_536
/** Authority key, vendor, technician, and what the technician signed. */
export const LINES_MAX = 4

type HeadWire = {
  readonly iss: string
  readonly sub: string
  readonly iat: Instant
  readonly nbf: Instant
  readonly exp: Instant
  readonly jti: string
  readonly cites: readonly string[]
}
/** The head on the wire, by its registered names. */
export const HEAD: Fields<HeadWire> = {
  iss: name,
  sub: name,
  iat: moment,
  nbf: moment,
  exp: moment,
  jti: id,
  cites: list(line(200), 0, 10),
}

/** A statement with what its signature is over. */
export type SignedLine = {
  readonly jws: string
  readonly statement: Statement
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

const KIND_OF = new Map(Object.entries(TYPES).map(([kind, type]) => [type, kind]))
const isKind = (kind: string): kind is StatementKind => Object.hasOwn(TYPES, kind)

/** Reads one compact JWS as a statement, without believing it. */
export function readStatement(jws: string): Parsed<Statement> {
  const read = readLine(jws)
  return read.kind === 'malformed' ? read : parsed(read.value.statement)
}

/** Reads one line of a statement file. */
export function readLine(jws: string): Parsed<SignedLine> {
  if (jws.length > LIST_FILE_BYTES_MAX) return malformed('statement', 'is too long')
  const [head = '', body = '', spelled = '', ...more] = jws.split('.')
  const signature = fromBase64Url(spelled)
  if (more.length > 0 || signature?.length !== 64) return malformed('statement', 'is no compact JWS signed by Ed25519')
  const header = jsonOf(head)
  if (header === undefined) return malformed('header', 'is not JSON of one spelling')
  const kind = kindOf(header)
  if (typeof kind !== 'string') return kind
  const payload = jsonOf(body)
  if (payload === undefined) return malformed('payload', 'is not JSON of one spelling')
  const statement = readPayload(kind, payload)
  if (statement.kind === 'malformed') return statement
  return parsed({ jws, statement: statement.value, signed: utf8(`${head}.${body}`), signature })
}

/** The lines of a statement file, the one the root signed first. */
export function readStatementFile(file: string): Parsed<readonly [SignedLine, ...SignedLine[]]> {
  if (file.length > LIST_FILE_BYTES_MAX) return malformed('file', `is longer than ${LIST_FILE_BYTES_MAX} bytes`)
  if (!file.endsWith('\n')) return malformed('file', 'does not end with a newline')
  const texts = file.slice(0, -1).split('\n')
  if (texts.length > LINES_MAX) return malformed('file', `has more than ${LINES_MAX} lines`)
  const lines: SignedLine[] = []
  for (const [n, text] of texts.entries()) {
    const read = readLine(text)
    if (read.kind === 'malformed') return malformed(`line ${n + 1}: ${read.where}`, read.what)
    lines.push(read.value)
  }
  const [first, ...rest] = lines
  if (first === undefined) return malformed('file', 'is empty')
  const last = lines.at(-1)?.statement.kind
  if (file.length > FILE_BYTES_MAX && last !== 'index' && last !== 'revocations')
    return malformed('file', `is longer than ${FILE_BYTES_MAX} bytes`)
  return parsed([first, ...rest])
}

/** The JSON value of a Base64url part. Only as `JSON.stringify` spells it: no name twice, nothing between the signs. */
function jsonOf(part: string): unknown {
  const bytes = fromBase64Url(part)
  const text = bytes === undefined ? undefined : fromUtf8(bytes)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

function kindOf(header: unknown): StatementKind | ReturnType<typeof malformed> {
  const fields = readFields<{ readonly alg: string; readonly typ: string }>(HEADER, header)
  if (typeof fields === 'string') return malformed('header', fields)
  const kind = KIND_OF.get(fields.typ)
  return kind !== undefined && isKind(kind) ? kind : malformed('typ', 'is no kind of statement')
}

const onlyEdDsa: Wire<string> = {
  says: 'EdDSA, nothing else',
  read: (json) => (json === 'EdDSA' ? json : undefined),
  write: (value) => value,
}
const HEADER: Fields<{ readonly alg: string; readonly typ: string }> = { alg: onlyEdDsa, typ: name }

function readPayload<K extends StatementKind>(kind: K, payload: unknown): Parsed<Statement> {
  const { fields, check } = BODIES[kind]
  // Head and body have no name in common, so together they are one table.
  const both = { ...HEAD, ...fields } as unknown as Fields<HeadWire & { readonly [field: string]: unknown }>
  const all = readFields(both, payload)
  if (typeof all === 'string') return malformed('payload', all)
  const { iss, sub, iat, nbf, exp, jti, cites, ...body } = all
  if (exp <= nbf || exp <= iat) return malformed('exp', 'is before the statement is good')
  const head: StatementHead = {
    issuer: iss,
    subject: sub,
    issuedAt: iat,
    notBefore: nbf,
    expiresAt: exp,
    id: jti,
    cites,
  }
  // What is left when the head is taken away was read by the table of the kind, so it is that kind's body.
  const own = body as unknown as Parameters<NonNullable<typeof check>>[0]
  const wrong = check?.(own) ?? null
  if (wrong !== null) return malformed('payload', wrong)
  // And head, kind and body of one kind are a statement.
  return parsed({ ...head, kind, ...own } as unknown as Statement)
}
