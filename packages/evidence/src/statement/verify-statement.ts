/**
 * Whether a statement file holds: line by line from the pinned root, by signatures and its own moments alone. The unit,
 * the bench, the phone, the server and the command line ask this one function.
 */
import { type Instant, iso, minutes } from '@keyturn/domain/units.ts'
import { type Proof, signatureHolds } from '../crypto.ts'
import { readStatement, readStatementFile, type SignedLine } from './read-statement.ts'
import { isRevoked } from './revoked.ts'
import type { Speaker, Statement, StatementKind, StatementRefusal, StatementVerdict, Trust } from './statement.ts'
import { named, ruleOf, whyNotAbout, whyNotBy } from './who-may.ts'
import { fromBase64Url } from './wire.ts'

/** What the asker waits for; what does not fit is refused although it holds. */
export type Expected = { readonly kind?: StatementKind; readonly subject?: string }

/** A signer's clock may be this much ahead of ours. */
const AHEAD_MAX = minutes(1)

type Refused = { readonly code: StatementRefusal; readonly why: string }
/** Who speaks after a link, and with which key. */
type Voice = { readonly speaker: Speaker; readonly key: Uint8Array }

/** Verifies a statement file at a moment. Never throws, whatever the bytes. */
export function* verifyStatementFile(
  file: string,
  trust: Trust,
  at: Instant,
  expected: Expected = {},
): Proof<StatementVerdict> {
  const read = readStatementFile(file)
  if (read.kind === 'malformed') return refusal({ code: 'malformed', why: `${read.where} ${read.what}` }, lastId(file))
  const lines = read.value
  const statement = (lines.at(-1) ?? lines[0]).statement
  const misfit = whyNotExpected(statement, expected)
  if (misfit !== null) return refusal(misfit, statement.id)
  const rootKey = fromBase64Url(trust.root)
  if (rootKey?.length !== 32) return refusal({ code: 'wrong-issuer', why: 'no authority root is pinned' }, statement.id)
  let voice: Voice = { speaker: { as: 'root' }, key: rootKey }
  for (const [n, line] of lines.entries()) {
    const wrong = yield* whyNot(line, voice, trust, at)
    if (wrong !== null) return refusal(wrong, statement.id)
    if (n === lines.length - 1) break
    const next = voiceOf(line.statement, voice.speaker)
    if (next === null) {
      const why = `line ${n + 1} gives nobody a key, so nothing can follow it`
      return refusal({ code: 'not-allowed', why }, statement.id)
    }
    voice = next
  }
  return { kind: 'verified', statement, speaker: voice.speaker }
}

function* whyNot(line: SignedLine, { speaker, key }: Voice, trust: Trust, at: Instant): Proof<Refused | null> {
  const { statement, signed, signature } = line
  const what = whatIs(statement)
  if (speaker.as !== 'root' && statement.issuer !== speaker.id)
    return { code: 'wrong-issuer', why: `${what} is of ${statement.issuer}, and the key before it is ${speaker.id}'s` }
  if (!(yield* signatureHolds(key, signed, signature)))
    return { code: 'signature', why: `the signature of ${what} is not by ${named(speaker)}` }
  const notBy = whyNotBy(statement, speaker)
  if (notBy !== null) return { code: 'not-allowed', why: `${what}: ${notBy}` }
  const rule = ruleOf(statement)
  const notAbout = whyNotAbout(rule, statement.subject, speaker)
  if (notAbout !== null) return { code: 'wrong-subject', why: `${what}: ${notAbout}` }
  const { issuedAt, notBefore, expiresAt } = statement
  if (expiresAt - Math.min(issuedAt, notBefore) > rule.lastsMax)
    return { code: 'too-long', why: `${what} lasts ${inWords(rule.lastsMax)} at most` }
  if (isRevoked(trust, statement, speaker, at)) return { code: 'revoked', why: `${what} was withdrawn` }
  if (notBefore > at || issuedAt > at + AHEAD_MAX) {
    const from = iso(notBefore > issuedAt ? notBefore : issuedAt)
    return { code: 'not-yet', why: `${what} is good from ${from}, and it is ${iso(at)}` }
  }
  if (expiresAt <= at) return { code: 'expired', why: `${what} was good until ${iso(expiresAt)}, and it is ${iso(at)}` }
  return null
}

/** In whose name the key of a credential speaks; null for what is no credential. */
function voiceOf(statement: Statement, above: Speaker): Voice | null {
  if (statement.kind !== 'authority-key' && statement.kind !== 'vendor' && statement.kind !== 'technician') return null
  const key = fromBase64Url(statement.key) ?? new Uint8Array()
  const { subject: id } = statement
  switch (statement.kind) {
    case 'authority-key':
      return { key, speaker: { as: 'authority', id, jurisdiction: statement.jurisdiction, may: statement.may } }
    case 'vendor': {
      if (above.as !== 'authority') return null
      const { group, may } = statement
      return { key, speaker: { as: 'vendor', id, group, jurisdiction: above.jurisdiction, may } }
    }
    case 'technician': {
      if (above.as !== 'vendor') return null
      const { id: vendor, group, jurisdiction } = above
      const { center, may } = statement
      return { key, speaker: { as: 'technician', id, center, vendor, group, jurisdiction, may } }
    }
  }
}

function whyNotExpected({ kind, subject }: Statement, expected: Expected): Refused | null {
  if (expected.kind !== undefined && kind !== expected.kind)
    return { code: 'wrong-kind', why: `it is ${article(kind)}, and ${article(expected.kind)} is wanted` }
  if (expected.subject !== undefined && subject !== expected.subject)
    return { code: 'wrong-subject', why: `it is about ${subject}, not about ${expected.subject}` }
  return null
}

const refusal = ({ code, why }: Refused, id: string | null): StatementVerdict => ({ kind: 'refused', code, id, why })

/** The id that the last line gives itself, if it can be read at all. */
function lastId(file: string): string | null {
  const last = readStatement(file.trimEnd().split('\n').at(-1) ?? '')
  return last.kind === 'parsed' ? last.value.id : null
}

/** A credential by whose it is too, which is what somebody has to look for. */
const whatIs = (statement: Statement): string =>
  'key' in statement ? `${statement.kind} ${statement.subject} (${statement.id})` : `${statement.kind} ${statement.id}`
const article = (kind: StatementKind): string => (/^[aeio]/.test(kind) ? `an ${kind}` : `a ${kind}`)

function inWords(ms: number): string {
  const wholeDays = ms / 86_400_000
  if (wholeDays > 1) return `${wholeDays} days`
  return ms >= 3_600_000 ? `${ms / 3_600_000} hours` : `${ms / 60_000} minutes`
}
